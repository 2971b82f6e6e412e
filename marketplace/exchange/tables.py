"""Tables as both workbooks and CSV files give them: rows of cells with their place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from marketplace.exchange.defects import Location
from marketplace.exchange.labels import Severity
from marketplace.exchange.sheet_extent import column_letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One sheet or CSV file: rows with their number from 1; ``first_column`` is the number of the first cell's column.

    ``remarks`` are things to tell about the whole; ``merged`` holds, for vertically merged cells, the value at
    (row, index in the row) of each row that the merged cell covers.
    """

    file: str
    title: str
    rows: Iterator[tuple[int, list[object]]]
    first_column: int = 1
    is_sheet: bool = True
    remarks: tuple[tuple[Severity, str], ...] = ()
    merged: Mapping[tuple[int, int], object] = field(default_factory=dict)

    def place(self, row: int, *, index: int | None = None) -> Location:
        """Return the place of a row (from 1), or of its cell at an index (from 0)."""
        if not self.is_sheet:
            return Location(file=self.file, line=row)
        cell = "" if index is None else f"{column_letters(self.first_column + index)}{row}"
        return Location(file=self.file, sheet=self.title, line=row, cell=cell)
