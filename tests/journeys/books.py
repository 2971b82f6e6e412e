"""Workbooks as an officer fills them: the site's own template with rows typed below the example."""

import io
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

Rows = Mapping[str, Sequence[Sequence[Any]]]
FIRST = 3  # Below the headers and the example.


def filled(template: bytes, rows: Rows) -> bytes:
    """Return the template with rows under the sheets that they are for."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    for title, lines in rows.items():
        for number, line in enumerate(lines, start=FIRST):
            for column, value in enumerate(line, start=1):
                book[title].cell(number, column).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
