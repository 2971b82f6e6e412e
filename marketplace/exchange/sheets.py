"""The six sheets of the workbook form: their columns and where each stands in a raw object."""

from dataclasses import dataclass
from enum import StrEnum

from marketplace.exchange.cells import CLOSED_SEPARATORS, SEPARATORS
from marketplace.exchange.labels import MUST_LABELS, NEED_KIND_LABELS


class SheetKind(StrEnum):
    """A kind of sheet; the value is its title."""

    ENTERPRISES = "企业"
    PROBLEMS = "问题清单"
    SCENARIOS = "场景清单"
    PROVIDERS = "服务商"
    MODULES = "解决方案模块"
    CASES = "案例"


SHEET_KIND_LABELS: dict[SheetKind, str] = {member: member.value for member in SheetKind}
INSTRUCTIONS_TITLE = "填写说明"
OPTIONS_TITLE = "选项"
OWN_SHEETS = frozenset({INSTRUCTIONS_TITLE, OPTIONS_TITLE})  # Sheets of the template that hold no rows.
PARENT_PATH = "^"  # The column of a child sheet that names the row it belongs to.


class CellForm(StrEnum):
    """How a cell is written: as text, number or date."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: header, path in the raw object (``industry.catalog_no``), form, separators of several values.

    ``terms`` are words for values that stand in the file as codes; ``is_extra`` marks a column beyond the contract,
    which is written only when there is something to write. ``item`` is set where a cell lists rows of a child sheet:
    the field that each listed text fills; several columns of a table may do so.
    """

    header: str
    path: str
    form: CellForm = CellForm.TEXT
    separators: str = ""
    is_required: bool = False
    is_extra: bool = False
    terms: tuple[tuple[str, str], ...] = ()
    item: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet; a child sheet names its parent and the list of the parent's object that its rows fill.

    ``listing`` are columns that other people's tables have and ours don't: their cells list rows of a child sheet.
    """

    kind: SheetKind
    columns: tuple[Column, ...]
    parent: SheetKind | None = None
    fills: str = ""
    listing: tuple[Column, ...] = ()

    @property
    def key(self) -> str:
        """Return the path of the column that identifies the organisation of a row."""
        return PARENT_PATH if self.parent else "ref"


def _many(header: str, path: str, *, free: bool = False, terms: tuple[tuple[str, str], ...] = ()) -> Column:
    return Column(header=header, path=path, separators=SEPARATORS if free else CLOSED_SEPARATORS, terms=terms)


def _number(header: str, path: str) -> Column:
    return Column(header=header, path=path, form=CellForm.NUMBER)


def _text(header: str, path: str, *, required: bool = False) -> Column:
    return Column(header=header, path=path, is_required=required)


_LINKS = Column(header="关联场景", path="links", separators=CLOSED_SEPARATORS, is_extra=True)
_MUST_TERMS = tuple((member.value, label) for member, label in MUST_LABELS.items())
_NEED_TERMS = tuple((member.value, label) for member, label in NEED_KIND_LABELS.items())

SHEETS: dict[SheetKind, Sheet] = {
    sheet.kind: sheet
    for sheet in (
        Sheet(
            kind=SheetKind.ENTERPRISES,
            columns=(
                _text("编号", "ref", required=True),
                _text("企业名称", "name", required=True),
                _text("统一社会信用代码", "uscc"),
                _text("县（市、区）", "county"),
                _text("设区市", "city"),
                _number("目录序号", "industry.catalog_no"),
                _text("行业代码", "industry.gbt_code"),
                _text("行业文字", "industry.text"),
                _text("企业情况", "description"),
                _number("从业人数", "employees"),
                _number("营业收入（万元）", "revenue_wan"),
                _many("付费方式", "preferences.payment"),
                _number("首年预算（万元）", "preferences.budget_wan"),
                _text("部署方式", "preferences.deployment"),
                _many("必须满足", "preferences.must", terms=_MUST_TERMS),
            ),
            listing=(
                Column(header="问题", path="problems", item="text"),
                Column(header="场景", path="scenarios", item="name", separators="、"),
            ),
        ),
        Sheet(
            kind=SheetKind.PROBLEMS,
            parent=SheetKind.ENTERPRISES,
            fills="problems",
            columns=(
                _text("企业编号", PARENT_PATH, required=True),
                _text("问题", "text", required=True),
                _number("紧急程度", "priority"),
                _LINKS,
            ),
        ),
        Sheet(
            kind=SheetKind.SCENARIOS,
            parent=SheetKind.ENTERPRISES,
            fills="scenarios",
            columns=(
                _text("企业编号", PARENT_PATH, required=True),
                _text("场景", "name", required=True),
                Column(header="共性或个性", path="kind", terms=_NEED_TERMS),
                _LINKS,
            ),
        ),
        Sheet(
            kind=SheetKind.PROVIDERS,
            columns=(
                _text("编号", "ref", required=True),
                _text("名称", "name", required=True),
                _text("统一社会信用代码", "uscc"),
                _text("类别", "kind"),
                _text("县（市、区）", "county"),
                _text("设区市", "city"),
                _many("服务区域", "regions"),
                _many("行业序号", "industries"),
                _text("简介", "description"),
                _many("合作伙伴编号", "partners"),
            ),
        ),
        Sheet(
            kind=SheetKind.MODULES,
            parent=SheetKind.PROVIDERS,
            fills="modules",
            columns=(
                _text("服务商编号", PARENT_PATH, required=True),
                _text("编号", "ref"),
                _text("名称", "name", required=True),
                _text("说明", "summary"),
                _many("场景", "scenarios", free=True),
                _many("行业序号", "industries"),
                _many("付费方式", "payment"),
                _number("首年价格（万元）", "price_wan"),
                _text("部署方式", "deployment"),
                Column(header="发布日期", path="published_on", form=CellForm.DATE),
                _LINKS,
            ),
        ),
        Sheet(
            kind=SheetKind.CASES,
            parent=SheetKind.PROVIDERS,
            fills="cases",
            columns=(
                _text("服务商编号", PARENT_PATH, required=True),
                _text("企业", "enterprise"),
                _number("行业序号", "industry"),
                _many("场景", "scenarios", free=True),
                _text("成效", "outcome"),
            ),
        ),
    )
}
ENTERPRISE_SHEETS = (SheetKind.ENTERPRISES, SheetKind.PROBLEMS, SheetKind.SCENARIOS)
PROVIDER_SHEETS = (SheetKind.PROVIDERS, SheetKind.MODULES, SheetKind.CASES)
