"""Headers of tables: which sheet a table is, which column stands where, what an unknown header may mean."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from marketplace.exchange.sheets import SHEETS, Column, SheetKind
from marketplace.exchange.text import clean_line

SEARCHED_ROWS = 10  # Titles and remarks stand above the headers in official tables.
SUGGEST_FROM = 55.0  # rapidfuzz points of 100: 单位全称 still finds 单位名称, unrelated headers stay without one.

_TROUBLES = ("问题", "痛点", "难点", "困难", "瓶颈", "需求")  # In whatever words a survey asks for them.
_ABOUT_ITEMS = (
    "类型",
    "类别",
    "数量",
    "个数",
    "程度",
    "是否",
)  # 问题数量 says something about problems, but names none.
_BELOW_COUNTY = ("乡镇", "镇街", "街道", "村社")  # No column of ours; 所在乡镇 only looks like 所在市.

# What other people's tables call our columns: only suggested, never taken without a person's word.
_OTHER_NAMES: dict[str, tuple[str, ...]] = {
    "编号": ("序号", "企业序号", "服务商序号", "编码", "ID"),
    "企业名称": ("单位名称", "公司名称", "企业全称", "单位全称", "名称", "企业"),
    "名称": ("单位名称", "公司名称", "服务商名称", "机构名称", "模块名称", "产品名称", "解决方案名称"),
    "统一社会信用代码": ("信用代码", "社会信用代码", "组织机构代码", "税号"),
    "县（市、区）": ("区县", "县区", "所属区县", "所在区县", "所在县", "所在地", "县市区", "所属县（市、区）"),
    "设区市": ("地市", "所属市", "所在市", "城市"),
    "目录序号": ("行业序号", "行业目录序号", "细分行业序号"),
    "行业代码": ("国民经济行业代码", "国标行业代码", "行业小类代码"),
    "行业文字": ("所属行业", "行业", "细分行业", "行业名称", "主营业务", "主要产品", "主营产品"),
    "企业情况": ("企业简介", "企业概况", "基本情况", "主要产品"),
    "从业人数": ("员工人数", "职工人数", "从业人员", "员工数", "人数"),
    "营业收入（万元）": ("营业收入", "年营收", "主营业务收入（万元）", "年产值（万元）", "销售收入"),
    "付费方式": ("付款方式", "支付方式", "收费方式"),
    "首年预算（万元）": (
        "预算",
        "改造预算（万元）",
        "投入预算（万元）",
        "计划投入（万元）",
        "想投多少（万元）",
        "投入资金（万元）",
    ),
    "部署方式": ("部署要求", "部署形式"),
    "必须满足": ("硬性要求", "必要条件"),
    "企业编号": ("企业序号", "所属企业"),
    "问题": ("问题描述", "存在问题", "主要问题", "痛点", "问题内容", "改造需求"),
    "紧急程度": ("优先级", "重要程度", "紧迫程度"),
    "场景": ("场景名称", "改造场景", "应用场景"),
    "共性或个性": ("场景类型", "共性/个性", "N或X"),
    "类别": ("服务商类型", "服务商类别", "类型"),
    "服务区域": ("服务范围", "覆盖区域", "服务地区"),
    "行业序号": ("擅长行业", "服务行业", "行业目录序号", "适用行业"),
    "简介": ("服务商简介", "公司简介", "单位简介"),
    "合作伙伴编号": ("合作伙伴", "生态伙伴"),
    "服务商编号": ("服务商序号", "所属服务商"),
    "说明": ("模块说明", "模块介绍", "产品介绍", "功能说明", "功能介绍"),
    "首年价格（万元）": ("价格", "报价（万元）", "首年费用（万元）"),
    "发布日期": ("发布时间", "上架日期"),
    "企业": ("案例企业", "客户名称", "企业名称"),
    "成效": ("实施成效", "改造成效", "效果"),
    "关联场景": ("场景编码", "场景代码"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderMatch:
    """The headers of one table: its kind, the row they stand in (from 1), known columns by position, the others.

    ``others`` are unknown headers by position; ``doubled`` are headers that came before in the row.
    """

    kind: SheetKind
    row: int
    columns: tuple[tuple[int, Column], ...]
    others: tuple[tuple[int, str], ...] = ()
    doubled: tuple[tuple[int, str], ...] = ()

    @property
    def missing(self) -> tuple[Column, ...]:
        """Return the required columns that the table lacks."""
        present = {column.header for _, column in self.columns}
        return tuple(c for c in SHEETS[self.kind].columns if c.is_required and c.header not in present)


def fold_header(header: object) -> str:
    """Return a header without differences of width, spaces, brackets and marks of required columns."""
    text = unicodedata.normalize("NFKC", clean_line(str(header)))
    return "".join(text.split()).replace("(必填)", "").replace("(选填)", "").strip("*:").casefold()


def match_headers(
    cells: Sequence[object], *, kind: SheetKind, row: int, title: str = "", mapping: Mapping[str, str] | None = None
) -> HeaderMatch:
    """Match a row of cells to the columns of a kind of sheet.

    ``mapping`` gives official headers for other people's, as ``{"单位名称": "企业名称"}``, or for one sheet only as
    ``{"Sheet1!名称": "企业名称"}``; an empty official header says that the column is to be ignored.
    """
    sheet = SHEETS[kind]
    ours = {fold_header(column.header): column for column in (*sheet.columns, *sheet.listing)}
    theirs = {fold_header(key): value for key, value in (mapping or {}).items()}
    columns: list[tuple[int, Column]] = []
    others, doubled = [], []
    for index, cell in enumerate(cells):
        header = fold_header(cell)
        official = theirs.get(fold_header(f"{title}!{header}"), theirs.get(header, header))
        column = ours.get(fold_header(official))
        if column is None and header and official:
            others.append((index, clean_line(str(cell))))
        elif column is not None and not column.item and column in (taken for _, taken in columns):
            doubled.append((index, clean_line(str(cell))))
        elif column is not None:
            columns.append((index, column))
    return HeaderMatch(kind=kind, row=row, columns=tuple(columns), others=tuple(others), doubled=tuple(doubled))


def find_headers(
    rows: Sequence[Sequence[object]], *, title: str, mapping: Mapping[str, str] | None = None
) -> HeaderMatch | None:
    """Find among the first rows of a table those headers that fit a kind of sheet best; None when none fits.

    A title that is one of ours decides the kind; otherwise all required columns, or two columns, must be known.
    """
    kinds = _kinds_for(title)
    matches = [
        match_headers(cells, kind=kind, row=number, title=title, mapping=mapping)
        for number, cells in enumerate(rows[:SEARCHED_ROWS], start=1)
        for kind in kinds
    ]
    matches = [match for match in matches if match.columns and (len(kinds) == 1 or _is_telling(match))]
    return max(matches, key=_fit, default=None)


def guess_headers(rows: Sequence[Sequence[object]], *, title: str) -> tuple[HeaderMatch, dict[str, str]] | None:
    """Guess what an unknown table is, for a person to confirm: the best kind and a suggestion for each header."""
    guesses = []
    for number, cells in enumerate(rows[:SEARCHED_ROWS], start=1):
        for kind in _kinds_for(title):
            match = match_headers(cells, kind=kind, row=number, title=title)
            suggestions = suggest_headers(match)
            guesses.append((_worth(match, suggestions=suggestions), match, suggestions))
    best = max(guesses, key=lambda guess: guess[0], default=None)
    return (best[1], best[2]) if best and best[0][0] else None


def suggest_headers(match: HeaderMatch) -> dict[str, str]:
    """Return for the unknown headers of a table the official ones they may mean, each official one once.

    Columns whose cells list problems or scenarios may be many.
    """
    sheet = SHEETS[match.kind]
    taken = {column.header for _, column in match.columns if not column.item}
    listing = {column.header for column in sheet.listing}
    names = {
        (column.header, name): fold_header(name)
        for column in (*sheet.columns, *sheet.listing)
        if column.header not in taken
        for name in (column.header, *_OTHER_NAMES.get(column.header, ()))
    }
    found = []
    for _, header in match.others:
        if any(word in header for word in _BELOW_COUNTY):
            continue
        best = process.extractOne(fold_header(header), names, scorer=fuzz.ratio, score_cutoff=SUGGEST_FROM)
        official = best[2][0] if best else ""
        if not best and "问题" in listing and any(word in header for word in _TROUBLES):
            official = "问题"
        if official and not (official in listing and any(word in header for word in _ABOUT_ITEMS)):
            found.append((best[1] if best else SUGGEST_FROM, header, official))
    suggestions: dict[str, str] = {}
    for _, header, official in sorted(found, key=lambda item: -item[0]):
        if official in listing or official not in suggestions.values():
            suggestions[header] = official
    return suggestions


def _kinds_for(title: str) -> list[SheetKind]:
    return [kind for kind in SheetKind if fold_header(kind.value) == fold_header(title)] or list(SheetKind)


def _worth(match: HeaderMatch, *, suggestions: Mapping[str, str]) -> tuple[int, int]:
    """Count what a kind explains; what a problem list explains as well is a problem list."""
    listing = {column.header for column in SHEETS[match.kind].listing}
    meant = [*(column.header for _, column in match.columns), *suggestions.values()]
    return len(meant), -sum(header in listing for header in meant)


def _is_telling(match: HeaderMatch) -> bool:
    return not match.missing and len(match.columns) > 1


def _fit(match: HeaderMatch) -> tuple[int, int, int]:
    return (-len(match.missing), len(match.columns), -len(match.others))
