"""Rows → CSV, JSON Lines or a workbook, row by row."""

import csv
import json
from collections.abc import Iterable, Sequence
from datetime import date
from enum import Enum, StrEnum
from io import TextIOWrapper
from typing import Any, BinaryIO
from unicodedata import east_asian_width

from marketplace.exchange.cells import CELL_LIMIT, guard
from marketplace.exchange.workbook_writing import CREATED, DATE_FORMAT, write_cell
from marketplace.exports.public_table import PublicTable

NARROWEST, WIDEST = 8, 60  # In characters of a sheet, of which a Chinese one takes two.
FILTER_BUTTON = 3
Rows = Iterable[Sequence[Any]]


class Format(StrEnum):
    """How a table is written."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"


FORMAT_LABELS = {Format.CSV: "CSV", Format.XLSX: "Excel", Format.JSONL: "JSONL"}


def write_csv(file: BinaryIO, *, table: PublicTable, rows: Rows) -> None:
    """Write a CSV as spreadsheets of this country open it: with BOM and CRLF, and no text that runs as a formula."""
    text = TextIOWrapper(file, encoding="utf-8-sig", newline="")
    lines = csv.writer(text)
    lines.writerow(table.labels)
    lines.writerows([_word(cell) for cell in row] for row in rows)
    text.detach()


def write_jsonl(file: BinaryIO, *, table: PublicTable, rows: Rows) -> None:
    """Write one JSON object a row; lists stay lists, days are ISO 8601, what is unknown is null."""
    for row in rows:
        values = dict(zip(table.names, map(_value, row), strict=True))
        file.write(f"{json.dumps(values, ensure_ascii=False)}\n".encode())


def write_workbook(file: BinaryIO, *, table: PublicTable, rows: Rows) -> None:
    """Write one sheet that is ready to filter, columns as wide as what they hold; memory doesn't grow with the rows."""
    import xlsxwriter  # Takes half a second, which other pages needn't spend.

    options = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    with xlsxwriter.Workbook(file, options) as workbook:
        workbook.set_properties({"created": CREATED.replace(tzinfo=None)})
        head = workbook.add_format({"bold": True, "text_wrap": True, "bg_color": "#DCE6F5"})
        day = workbook.add_format({"num_format": DATE_FORMAT})
        sheet = workbook.add_worksheet(table.label)
        sheet.freeze_panes(1, 0)
        last, widths, number = len(table.columns) - 1, [_width(label) + FILTER_BUTTON for label in table.labels], 0
        for index, label in enumerate(table.labels):
            sheet.write_string(0, index, label, head)
        for number, row in enumerate(rows, start=1):
            for index, cell in enumerate(map(_cell, row)):
                write_cell(sheet, number, index, cell, day=day)
                widths[index] = max(widths[index], _width(cell))
        for index, width in enumerate(widths):
            sheet.set_column(index, index, min(max(width, NARROWEST), WIDEST))
        sheet.autofilter(0, 0, number, last)


def _width(cell: Any) -> int:
    """Return how wide a cell is shown, in characters, with a little room."""
    text = cell.isoformat() if isinstance(cell, date) else "" if cell is None else str(cell)[:WIDEST]
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text) + 2


def _value(cell: Any) -> Any:
    if isinstance(cell, Enum):
        return cell.value
    return cell.isoformat() if isinstance(cell, date) else cell


def _cell(cell: Any) -> Any:
    """Return what a cell of a sheet holds: a number or day as such, all else as a guarded text that fits."""
    if isinstance(cell, list | tuple):
        return guard("、".join(str(_value(one)) for one in cell))[:CELL_LIMIT]
    value = cell.value if isinstance(cell, Enum) else cell
    return guard(value)[:CELL_LIMIT] if isinstance(value, str) else value


def _word(cell: Any) -> Any:
    made = _cell(cell)
    return "" if made is None else made


WRITERS = {Format.CSV: write_csv, Format.XLSX: write_workbook, Format.JSONL: write_jsonl}
