"""A year's special days as they come: the official notice's own text, or the lines of a table, pasted whole.

The notice gives each holiday a paragraph (``一、元旦：1月1日至3日放假调休，共3天。1月4日上班。``); a table has a
day, what it is and its name a line (``2027-01-01,放假,元旦``).
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from marketplace.core.errors import InvalidError
from marketplace.notices.calendar import SATURDAY
from marketplace.notices.schemas import DayRow

FIELD = "pasted"
_BRACKETS = re.compile(r"[（(][^（()）]*[)）]")
_PARAGRAPH = re.compile(r"\s*[一二三四五六七八九十]{1,3}\s*、\s*(?P<name>[^：:]{1,30})[：:](?P<body>.+)")
_DAY = r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日"
_SPAN = re.compile(rf"{_DAY}(?:\s*[至到—–～~-]+\s*{_DAY})?")
_COUNT = re.compile(r"共\s*(\d{1,2})\s*天")
_CELLS = re.compile(r"\s*[,，\t｜|]\s*")
_LINE_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")
_KINDS = {"放假": False, "休": False, "休息": False, "上班": True, "调休上班": True}


def read_pasted(text: str, *, year: int) -> list[DayRow]:
    """Return a year's special days from a notice or a table; raises InvalidError with each line that is unclear."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    is_table = any(_LINE_DAY.match(line) for line in lines)
    rows, wrong = list[DayRow](), list[str]()
    for number, line in enumerate(lines, start=1):
        try:
            rows += _table_row(line, is_first=number == 1) if is_table else _paragraph(line, year=year)
        except ValueError as error:
            wrong.append(f"第 {number} 行“{line[:20]}”：{error}")
    if not rows and not wrong:
        wrong.append("没有读到放假或上班的日期。请粘贴通知全文，或一行一天写成 2027-01-01,放假,元旦。")
    if wrong:
        raise InvalidError(fields={FIELD: wrong})
    return list(_of_year(rows, year))


def _of_year(rows: list[DayRow], year: int) -> Iterator[DayRow]:
    """Leave out weekends of neighbouring years that a span reaches into; raise for days that would be lost."""
    for row in rows:
        if row.day.year == year:
            yield row
        elif row.is_working or row.day.weekday() < SATURDAY:
            raise InvalidError(fields={FIELD: [f"{row.day} 不在 {year} 年，请录到那一年里。"]})


def _table_row(line: str, *, is_first: bool) -> list[DayRow]:
    cells = _CELLS.split(line)
    found = _LINE_DAY.fullmatch(cells[0])
    if found is None:
        if is_first:  # The heads of the columns.
            return []
        raise ValueError("日期请写成 2027-01-01。")
    if len(cells) < 2 or cells[1] not in _KINDS:  # noqa: PLR2004 - a day and what it is
        raise ValueError("第二格请写“放假”或“上班”。")
    day = _date(int(found[1]), int(found[2]), int(found[3]))
    return [DayRow(day=day, is_working=_KINDS[cells[1]], name=cells[2][:40] if len(cells) > 2 else "")]  # noqa: PLR2004 - its name may follow


def _paragraph(line: str, *, year: int) -> list[DayRow]:
    found = _PARAGRAPH.fullmatch(_BRACKETS.sub("", line))
    if found is None:
        return []  # What stands around the holidays.
    name, rows = found["name"].strip(), list[DayRow]()
    for sentence in re.split(r"[。；;]", found["body"]):
        is_working = "上班" in sentence
        if is_working or "休" in sentence or "放假" in sentence:
            days = _days(sentence, year=year)
            told = _COUNT.search(sentence)
            if told and int(told[1]) != len(days):
                raise ValueError(f"写的是共 {told[1]} 天，读到 {len(days)} 天，请核对，或改用一行一天的写法。")
            label = f"{name}调休" if is_working else name
            rows += [DayRow(day=day, is_working=is_working, name=label[:40]) for day in days]
    return rows


def _days(sentence: str, *, year: int) -> list[date]:
    days, month = list[date](), 0
    for found in _SPAN.finditer(sentence):
        first_year, first_month, first_day, last_year, last_month, last_day = (
            int(part) if part else 0 for part in found.groups()
        )
        month = first_month or month
        first = _date(first_year or year, month, first_day)
        month = last_month or month
        last = _date(last_year or first.year, month, last_day) if last_day else first
        if last < first and not last_year:  # From December into January.
            first = _date(first.year - 1, first.month, first.day)
        days += [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    return days


def _date(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise ValueError(f"没有 {year} 年 {month} 月 {day} 日这一天。") from error
