"""What stands in a workbook, as values."""

from dataclasses import dataclass, replace
from datetime import date
from itertools import compress

Value = str | int | float | date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column: its header, its width in characters, and whether its numbers are scores, shown with one decimal."""

    label: str
    width: int = 16
    is_score: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet: columns, rows, and a line above them when there is something to say."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    caption: str = ""

    def without_empty_columns(self) -> "Sheet":
        """Return the sheet without the columns that say nothing in any row; one without rows keeps them all."""
        if not self.rows:
            return self
        told = [any(row[place] not in {None, ""} for row in self.rows) for place in range(len(self.columns))]
        return replace(
            self,
            columns=tuple(compress(self.columns, told)),
            rows=tuple(tuple(compress(row, told)) for row in self.rows),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """A workbook; a last sheet 核验 with digest and address is added when it is issued."""

    title: str
    sheets: tuple[Sheet, ...]
