"""Numbers, days and lines as officers type or paste them from a spreadsheet."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from marketplace.programme.plan import Project, WorkItem

Row = TypeVar("Row")
MOST_LINES = 500
MOST_CELL = 200
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_MOST = Decimal(1_000_000)


class LineError(ValueError):
    """A line that cannot be read; its text says how to write it."""


def read_number(text: str, *, decimals: int, most: Decimal = _MOST) -> Decimal:
    """Return a number; full-width digits and thousands separators are fine. Raises ValueError with a sentence."""
    plain = unicodedata.normalize("NFKC", text).replace(",", "").replace(" ", "")
    try:
        value = Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(f"“{text[:20]}”不是数字，请只写数字，例如 {'120' if decimals == 0 else '120.5'}。") from error
    if not value.is_finite() or not 0 <= value <= most:
        raise ValueError(f"应在 0 到 {most:f} 之间。")
    places = -int(value.as_tuple().exponent)
    if places > decimals and value != value.quantize(Decimal(1).scaleb(-decimals)):
        raise ValueError("请写整数。" if decimals == 0 else f"最多 {decimals} 位小数。")
    return value


def read_day(text: str) -> date:
    """Return a day written as 2026-03-01, 2026/3/1 or 2026年3月1日; raises ValueError."""
    found = _DAY.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if found is None:
        raise ValueError(f"“{text[:20]}”不是日期，请写成 2026-03-01。")
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError as error:
        raise ValueError(f"没有“{text[:20]}”这一天。") from error


def read_lines(text: str, read: Callable[[list[str]], Row]) -> tuple[list[Row], list[str]]:
    """Return the rows of a text, one a line with cells parted by tabs or ｜, and a sentence for each bad line."""
    rows, wrong = list[Row](), list[str]()
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST_LINES:
        return [], [f"最多 {MOST_LINES} 行，现在有 {len(lines)} 行。"]
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in re.split(r"[\t|｜]", line)]
        try:
            rows.append(read(cells))
        except ValueError as error:
            wrong.append(f"第 {number} 行“{line.strip()[:20]}”：{error}")
    return rows, wrong


def read_work_item(cells: list[str]) -> WorkItem:
    """Return a line of the work chart: 任务｜责任单位｜开始｜完成."""
    task, owner, first, last = _cells(cells, count=4, like="任务｜责任单位｜开始日期｜完成日期")
    starts_on, ends_on = read_day(first), read_day(last)
    if ends_on < starts_on:
        raise LineError("完成日期早于开始日期。")
    return WorkItem(task=task, owner=owner, starts_on=starts_on, ends_on=ends_on)


def read_project(cells: list[str]) -> Project:
    """Return a line of the project list: 企业名称｜改造内容｜投资（万元）."""
    enterprise, content, investment = _cells(cells, count=3, like="企业名称｜改造内容｜计划投资（万元）")
    return Project(enterprise=enterprise, content=content, investment=read_number(investment, decimals=2))


def _cells(cells: list[str], *, count: int, like: str) -> list[str]:
    if len(cells) != count or not all(cells):
        raise LineError(f"要有 {count} 格，写成“{like}”，从 Excel 里复制也可以。")
    if max(len(cell) for cell in cells) > MOST_CELL:
        raise LineError(f"每格最多 {MOST_CELL} 个字。")
    return cells
