"""What stands in a workbook, as values."""

from dataclasses import dataclass
from datetime import date

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, and its width in characters."""

    label: str
    width: int = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: columns, rows, and a line above them when there is something to say."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook; a last sheet 核验 with digest and address is added when it is issued."""

    title: str
    sheets: tuple[Sheet, ...]
