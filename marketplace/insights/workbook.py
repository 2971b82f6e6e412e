"""Figures as workbooks: what the page shows, whole."""

from collections.abc import Sequence
from io import BytesIO
from typing import Any

from marketplace.core.wording import moment_text
from marketplace.insights.labels import GAP_LABELS
from marketplace.insights.models import MarketSurvey
from marketplace.insights.queries import ConcentrationLine, ConcentrationPage, DemandTable

HIDDEN = "–"
DEMAND_HEAD = ("场景", "企业数（家）", "还缺什么", "已有模块（个）", "已有服务商（家）")
CONCENTRATION_HEAD = ("名称", "排得上的服务商（家）", "前三家占露面次数", "基尼系数")


def write_demand(table: DemandTable, *, about: str) -> bytes:
    """Return an XLSX of demand: one row a scenario, counts by column."""
    head = [*DEMAND_HEAD, *(name for _, name in table.columns)]
    rows = [
        [
            line.name,
            _shown(line.firms),
            GAP_LABELS[line.gap] if line.gap else HIDDEN,
            line.supply.modules,
            line.supply.providers,
            *(_shown(cell) for cell in line.cells),
        ]
        for line in table.lines
    ]
    notes = [
        f"需求统计：{about}",
        f"“{HIDDEN}”：不到 3 家，或者会让人算出不到 3 家的数，不显示。",
        "一家企业提到几个场景，每个场景各算一次，所以各行不能相加。",
    ]
    return write_book([("需求", head, rows)], notes=[*notes, *_survey_notes(table.survey)])


def write_concentration(page: ConcentrationPage) -> bytes:
    """Return an XLSX of concentration: a sheet by region and a sheet by industry."""
    whole = [page.whole] if page.whole else []
    sheets = [
        ("按地区", CONCENTRATION_HEAD, [_cells(line) for line in (*whole, *page.regions)]),
        ("按行业", CONCENTRATION_HEAD, [_cells(line) for line in page.industries]),
    ]
    notes = ["露面：在一家企业的推荐里排进前五。基尼系数 0 是人人一样多，越接近 1 越集中。"]
    return write_book(sheets, notes=[*notes, *_survey_notes(page.survey)])


def _cells(line: ConcentrationLine) -> list[str | int | float]:
    return [line.name, line.providers, round(line.first_three_ratio, 4), round(line.gini, 4)]


def _shown(count: int | None) -> int | str:
    return HIDDEN if count is None else count


def _survey_notes(survey: MarketSurvey | None) -> list[str]:
    if survey is None or survey.finished_at is None:
        return ["还没有统计过。"]
    return [
        f"统计时间：{moment_text(survey.finished_at)}（北京时间）。",
        f"引擎 {survey.engine_version}，权重 {survey.weights_edition}，场景库 {survey.library_edition}。",
        f"词频统计 {survey.statistics_edition}",
        f"摘要 {survey.index_digest}",
    ]


Sheet = tuple[str, Sequence[str], Sequence[Sequence[Any]]]


def write_book(sheets: Sequence[Sheet], *, notes: Sequence[str]) -> bytes:
    """Return an XLSX with a sheet for each table and one of notes."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        for name, head, rows in sheets:
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, head, bold)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, row)
            sheet.set_column(0, 0, 28)
            sheet.set_column(1, len(head), 14)
            sheet.freeze_panes(1, 1)
        note = book.add_worksheet("说明")
        note.write_column(0, 0, list(notes))
        note.set_column(0, 0, 100)
    return buffer.getvalue()
