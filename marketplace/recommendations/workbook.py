"""The table of first threes as a workbook."""

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO

import xlsxwriter

from marketplace.core.clock import SHANGHAI
from marketplace.recommendations.county import FIRST, CountyRow

HEAD = ("企业", "行业、规模、地点", "难题数", "还没人能解决")
WIDTHS = (30, 34, 8, 12)


def write_first_threes(rows: Sequence[CountyRow], *, when: datetime) -> bytes:
    """Return an XLSX: one row an enterprise, three columns (name and reason) a place; texts are never formulas."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        sheet = book.add_worksheet("前三名")
        bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
        heads = [*HEAD, *(f"第 {n} 名{part}" for n in range(1, FIRST + 1) for part in ("", "的理由"))]
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, _cells(row), wrapped)
        for column, width in enumerate((*WIDTHS, *[26, 44] * FIRST)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 1)
        note = book.add_worksheet("说明")
        note.write_column(0, 0, _notes(len(rows), when=when))
        note.set_column(0, 0, 90)
    return buffer.getvalue()


def _cells(row: CountyRow) -> list[str | int]:
    cells: list[str | int] = [row.name, row.about, row.needs, row.unanswered]
    for first in row.firsts:
        cells += [first.name + ("（并列）" if first.tied else ""), first.reason]
    return cells


def _notes(count: int, *, when: datetime) -> list[str]:
    return [
        f"导出时间：{when.astimezone(SHANGHAI):%Y年%m月%d日 %H:%M}（北京时间），共 {count} 家企业。",
        "名次由匹配引擎按企业写下的难题和场景清单排出，供参考，不是推荐名单。",
        "没有任何模块对得上的名次留空；“并列”指与相邻名次的分数相差不到 1%。",
    ]
