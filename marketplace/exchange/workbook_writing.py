"""Rows → an XLSX workbook of the six sheets; memory doesn't grow with the number of rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from marketplace.exchange.rows import EnterpriseRow, ProviderRow
from marketplace.exchange.sheet_cells import Cell, columns_of, needs_links, sheet_rows
from marketplace.exchange.sheets import ENTERPRISE_SHEETS, PROVIDER_SHEETS, CellForm, SheetKind

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

# A fixed date of creation makes equal rows equal bytes, so that a digest of the file means something.
CREATED = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
DATE_FORMAT = "yyyy-mm-dd"
_WIDTHS = {CellForm.TEXT: 20, CellForm.NUMBER: 12, CellForm.DATE: 14}


def write_workbook(
    file: Path | str | BinaryIO, *, enterprises: Iterable[EnterpriseRow] = (), providers: Iterable[ProviderRow] = ()
) -> None:
    """Write rows as a workbook of all six sheets, to a path or a binary stream.

    Texts that a spreadsheet would run as formulas are guarded (see `cells.guard`). The column 关联场景 is there only
    when a row has confirmed links. Raises `CellTooLongError`, and OSError where the file can't be written.
    """
    from xlsxwriter.exceptions import FileCreateError  # Takes half a second, which readers needn't spend.

    if isinstance(file, Path | str):
        with Path(file).open("wb") as stream:  # Before anything is written to a temporary file.
            write_workbook(stream, enterprises=enterprises, providers=providers)
        return
    try:
        _write(file, enterprises=enterprises, providers=providers)
    except FileCreateError as error:
        raise error.args[0] if isinstance(error.args[0], OSError) else OSError(str(error)) from error


def _write(file: BinaryIO, *, enterprises: Iterable[EnterpriseRow], providers: Iterable[ProviderRow]) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED.replace(tzinfo=None)})
        for kinds, rows in ((ENTERPRISE_SHEETS, enterprises), (PROVIDER_SHEETS, providers)):
            with_links = needs_links(rows)
            sheets = {kind: _Writer(workbook, kind=kind, with_links=with_links) for kind in kinds}
            for row in rows:
                for kind, cells in sheet_rows(row, kind=kinds[0], with_links=with_links):
                    sheets[kind].write(cells)


class _Writer:
    """Writes one sheet from the top."""

    def __init__(self, workbook: xlsxwriter.Workbook, *, kind: SheetKind, with_links: bool) -> None:
        columns = columns_of(kind, with_links=with_links)
        head = workbook.add_format({"bold": True, "bg_color": "#DCE6F5", "text_wrap": True})
        self._day = workbook.add_format({"num_format": DATE_FORMAT})
        self._sheet = workbook.add_worksheet(kind.value)
        self._sheet.freeze_panes(1, 0)
        self._next = 1
        for index, column in enumerate(columns):
            self._sheet.set_column(index, index, _WIDTHS[column.form])
            self._sheet.write_string(0, index, column.header, head)

    def write(self, cells: list[Cell]) -> None:
        for index, cell in enumerate(cells):
            write_cell(self._sheet, self._next, index, cell, day=self._day)
        self._next += 1


def write_cell(sheet: Worksheet, row: int, index: int, cell: Cell, *, day: Format, style: Format | None = None) -> None:
    """Write one cell by its kind; a text is never taken for a formula, number or address."""
    if isinstance(cell, dt.date):
        sheet.write_datetime(row, index, dt.datetime.combine(cell, dt.time()), day)
    elif isinstance(cell, str):
        if cell:
            sheet.write_string(row, index, cell, style)
    elif cell is not None:
        sheet.write_number(row, index, cell, style)
