"""What a public table is, and which there are: to add one, write its rows and list it in ``TABLES``."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

from marketplace.exports.offers import module_rows, provider_rows
from marketplace.exports.proceedings import call_rows, list_rows, notice_rows, sample_rows
from marketplace.exports.reference import industry_rows, scenario_rows

Cell = str | int | float | date | datetime | Sequence[str] | Sequence[int] | None
Rows = Callable[[Session, datetime], Iterator[Sequence[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTable:
    """A table that anybody may take; ``columns`` are (name for programs, label for people), in the order of the rows.

    ``rows`` reads piece by piece and never gives a person's telephone, address or name. A long table is kept until the
    change log moves, since writing it takes seconds.
    """

    key: str
    label: str
    about: str
    columns: Sequence[tuple[str, str]]
    rows: Rows
    is_long: bool = False

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]

    @property
    def labels(self) -> list[str]:
        return [label for _, label in self.columns]


_PLACE = (("county", "县（市、区）"), ("industry", "细分行业"))
TABLES = (
    PublicTable(
        key="providers",
        label="服务商",
        about="已核实的服务商，按登记先后",
        columns=(
            ("id", "编号"),
            ("name", "名称"),
            ("uscc", "统一社会信用代码"),
            ("kind", "类别"),
            ("city", "所在市"),
            ("county", "所在县（市、区）"),
            ("regions", "服务地区"),
            ("industries", "服务行业（目录序号）"),
            ("description", "简介"),
            ("qualifications", "资质"),
            ("rated_cases", "评价数"),
        ),
        rows=provider_rows,
        is_long=True,
    ),
    PublicTable(
        key="modules",
        label="解决方案模块",
        about="在售的“小而精”模块，带价格、部署方式和覆盖的场景",
        columns=(
            ("id", "编号"),
            ("provider_id", "服务商编号"),
            ("provider", "服务商"),
            ("name", "名称"),
            ("summary", "说明"),
            ("scenarios", "场景"),
            ("industries", "适用行业（目录序号）"),
            ("payment", "付费方式"),
            ("price_wan", "首年费用（万元）"),
            ("price_note", "费用说明"),
            ("deployment", "部署方式"),
            ("days_to_live", "上线天数"),
            ("published_on", "发布日期"),
        ),
        rows=module_rows,
        is_long=True,
    ),
    PublicTable(
        key="scenarios",
        label="场景库",
        about="在用的数字化场景，带别名和现场的说法",
        columns=(
            ("code", "代码"),
            ("name", "名称"),
            ("scene", "环节"),
            ("stage", "阶段"),
            ("description", "说明"),
            ("aliases", "别名"),
            ("vendor_words", "服务商的说法"),
        ),
        rows=scenario_rows,
    ),
    PublicTable(
        key="industries",
        label="细分行业目录",
        about="浙江省细分行业目录与国民经济行业分类的对应",
        columns=(
            ("catalog_no", "目录序号"),
            ("level1", "大类"),
            ("level2", "细分行业"),
            ("gbt_prefixes", "对应的国标代码"),
        ),
        rows=industry_rows,
    ),
    PublicTable(
        key="lists",
        label="推荐名单",
        about="现行各版名单上的服务商，一家一行；被暂停、移出和到期的也在内，写明状态",
        columns=(
            ("list_id", "名单编号"),
            ("list", "名单"),
            *_PLACE,
            ("edition", "版次"),
            ("effective_on", "生效日期"),
            ("digest", "本版摘要"),
            ("provider_id", "服务商编号"),
            ("provider", "服务商"),
            ("uscc", "统一社会信用代码"),
            ("place", "名次"),
            ("basis", "依据"),
            ("state", "今天的状态"),
            ("valid_until", "有效期至"),
        ),
        rows=list_rows,
    ),
    PublicTable(
        key="samples",
        label="企业样本",
        about="可以照着做的改造样本，带用了哪些模块、花了多少、见效如何",
        columns=(
            ("id", "编号"),
            ("title", "标题"),
            ("enterprise", "企业"),
            *_PLACE,
            ("size", "规模"),
            ("story", "经过"),
            ("needs", "解决的难题"),
            ("modules", "用的模块"),
            ("effects", "效果"),
            ("price_wan", "首年费用（万元）"),
            ("days", "用时（天）"),
            ("marked_on", "公布日期"),
            ("digest", "摘要"),
        ),
        rows=sample_rows,
    ),
    PublicTable(
        key="notices",
        label="公示",
        about="没有撤回的公示，带起止日期和现在的状态",
        columns=(
            ("id", "编号"),
            ("number", "文号"),
            ("title", "标题"),
            ("state", "状态"),
            ("first_on", "起"),
            ("last_on", "止"),
            ("objections", "收到异议（件）"),
            ("digest", "摘要"),
        ),
        rows=notice_rows,
    ),
    PublicTable(
        key="calls",
        label="名单征集",
        about="发布过的征集，带名额、截止日期和现在的状态",
        columns=(
            ("id", "编号"),
            ("title", "标题"),
            *_PLACE,
            ("provider_kind", "征集对象"),
            ("places", "名额（0 为不限）"),
            ("closes_on", "截止日期"),
            ("state", "状态"),
            ("digest", "摘要"),
        ),
        rows=call_rows,
    ),
)
TABLES_BY_KEY = {table.key: table for table in TABLES}
