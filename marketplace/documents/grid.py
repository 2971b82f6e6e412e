"""Where the cells of a table stand when some of them stretch over others."""

from dataclasses import dataclass

from marketplace.documents.paper import Cell, Table


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A cell at its upper left corner, counted from 0."""

    row: int
    column: int
    cell: Cell


def place_cells(table: Table) -> list[Placed]:
    """Return the place of every cell; raises ValueError when a row has too few or too many cells for the widths."""
    columns = len(table.widths)
    taken = [[False] * columns for _ in table.rows]
    placed = []
    for row_number, row in enumerate(table.rows):
        for cell in row:
            column = _first_free(taken[row_number], row=row_number)
            _take(taken, cell=cell, row=row_number, column=column)
            placed.append(Placed(row=row_number, column=column, cell=cell))
        if not all(taken[row_number]):
            raise ValueError(f"row {row_number} of the table leaves columns empty")
    return placed


def _first_free(line: list[bool], *, row: int) -> int:
    for column, is_taken in enumerate(line):
        if not is_taken:
            return column
    raise ValueError(f"row {row} of the table has more cells than columns")


def _take(taken: list[list[bool]], *, cell: Cell, row: int, column: int) -> None:
    for below in range(row, row + cell.rows):
        for beside in range(column, column + cell.columns):
            if below >= len(taken) or beside >= len(taken[below]) or taken[below][beside]:
                raise ValueError(f"the cell in row {row}, column {column} of the table stretches too far")
            taken[below][beside] = True
