"""A year's special days as people type them, one day or span a line."""

import re
from datetime import date, timedelta

from marketplace.core.errors import InvalidError
from marketplace.notices.models import CalendarDay
from marketplace.notices.schemas import DayRow

_LINE = re.compile(
    r"(?P<first>\d{4}-\d{1,2}-\d{1,2})(\s*[～~至到—–]+\s*(?P<last>\d{4}-\d{1,2}-\d{1,2}))?(\s+(?P<name>\S.{0,39}))?"
)
MAX_SPAN = 31


def parse_days(text: str, *, is_working: bool, field: str) -> list[DayRow]:
    """Return the days of lines such as ``2026-02-15～2026-02-23 春节``; raises InvalidError with each bad line."""
    rows, wrong = list[DayRow](), list[str]()
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        try:
            rows += _parse(line.strip(), is_working=is_working)
        except ValueError:
            wrong.append(f"第 {number} 行“{line.strip()[:40]}”看不懂，请写成 2026-02-15～2026-02-23 春节。")
    if wrong:
        raise InvalidError(fields={field: wrong})
    return rows


def _parse(line: str, *, is_working: bool) -> list[DayRow]:
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError(line)
    first = _day(found["first"])
    last = _day(found["last"]) if found["last"] else first
    span = (last - first).days
    if not 0 <= span < MAX_SPAN:
        raise ValueError(line)
    name = (found["name"] or "").strip()
    return [DayRow(day=first + timedelta(days=offset), is_working=is_working, name=name) for offset in range(span + 1)]


def _day(text: str) -> date:
    year, month, day = (int(part) for part in text.split("-"))
    return date(year, month, day)


def write_days(days: list[CalendarDay], *, is_working: bool) -> str:
    """Return stored days as lines that ``parse_days`` reads, neighbours of one name joined to a span."""
    lines = list[tuple[date, date, str]]()
    for row in days:
        if row.is_working is not is_working:
            continue
        if lines and lines[-1][1] + timedelta(days=1) == row.day and lines[-1][2] == row.name:
            lines[-1] = (lines[-1][0], row.day, row.name)
        else:
            lines.append((row.day, row.day, row.name))
    return "\n".join(
        f"{first.isoformat()}{'' if first == last else '～' + last.isoformat()} {name}".rstrip()
        for first, last, name in lines
    )
