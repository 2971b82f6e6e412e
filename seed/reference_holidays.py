"""Load the official calendars of days off and moved working days, one file a year."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from marketplace.notices.schemas import DayRow, YearRows

HOLIDAYS = Path(__file__).parent / "data" / "holidays"
FORM = (
    "要写 year、source、days_off（每段 first、last、name）和 days_worked（每天 day、name）；"
    "日期如 2026-10-01，先后不能颠倒。"
)


def load_holidays(folder: Path = HOLIDAYS) -> tuple[YearRows, ...]:
    """Return every year in the folder, oldest first; raises ValueError naming the file that does not fit."""
    return tuple(read_year(path) for path in sorted(folder.glob("*.yaml")))


def read_year(path: Path) -> YearRows:
    """Return one year's special days; raises ValueError with the file's name when it does not fit."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return YearRows(year=int(data["year"]), source=str(data["source"]), days=tuple(_days(data)))
    except (yaml.YAMLError, UnicodeDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise ValueError(f"“{path.name}”{_why(error)}") from error


def _why(error: Exception) -> str:
    """Return what is wrong with a file, in words for who wrote it."""
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        return f"第 {error.problem_mark.line + 1} 行不是正确的 YAML 写法，请检查缩进、冒号和括号。"
    if isinstance(error, UnicodeDecodeError):
        return "不是 UTF-8 编码，请另存为 UTF-8。"
    if isinstance(error, KeyError):
        return f"缺少 {error.args[0]}。{FORM}"
    return f"的写法不对。{FORM}"


def _days(data: dict[str, Any]) -> Iterator[DayRow]:
    for span in data["days_off"]:
        for day in _span(span["first"], span["last"]):
            yield DayRow(day=day, is_working=False, name=str(span["name"]))
    for moved in data["days_worked"]:
        yield DayRow(day=moved["day"], is_working=True, name=str(moved["name"]))


def _span(first: date, last: date) -> Iterator[date]:
    if last < first:
        raise ValueError(f"{first} comes after {last}")
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
