"""A workbook as XLSX; texts are never formulas, and a last sheet says how to verify it."""

import io
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from marketplace.documents.book import Book, Sheet, Value
from marketplace.documents.paper import DIGEST_PREFIX, Stamp
from marketplace.documents.qr import qr_png
from marketplace.documents.words import stamp_lines
from marketplace.exchange.cells import CELL_LIMIT, guard

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

VERIFY_SHEET = "核验"
# A draft has no time of issue; a fixed date makes equal drafts equal bytes.
DRAFT_CREATED = datetime(2000, 1, 1, tzinfo=UTC)


def write_xlsx(book: Book, *, stamp: Stamp | None) -> bytes:
    """Return a workbook as XLSX; without a stamp its last sheet says that it is a draft."""
    import xlsxwriter  # Takes half a second, which pages that write none needn't spend.

    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as workbook:
        created = stamp.issued_at if stamp else DRAFT_CREATED
        keywords = f"{DIGEST_PREFIX}{stamp.digest}" if stamp else ""
        workbook.set_properties({"title": book.title, "keywords": keywords, "created": created.replace(tzinfo=None)})
        for sheet in book.sheets:
            _Writer(workbook, name=sheet.name).write(sheet, title=book.title)
        _verify_sheet(workbook, stamp=stamp)
    return buffer.getvalue()


class _Writer:
    """Writes one sheet."""

    def __init__(self, workbook: "xlsxwriter.Workbook", *, name: str) -> None:
        self._sheet: Worksheet = workbook.add_worksheet(name)
        head = {"bold": True, "bg_color": "#DCE6F5", "text_wrap": True, "border": 1, "valign": "vcenter"}
        self._head = workbook.add_format(head)
        self._title = workbook.add_format({"bold": True, "font_size": 14})
        self._text = workbook.add_format({"text_wrap": True, "valign": "top", "border": 1})
        self._score = workbook.add_format({"num_format": "0.0", "valign": "top", "border": 1})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd", "valign": "top", "border": 1})

    def write(self, sheet: Sheet, *, title: str) -> None:
        self._sheet.write_string(0, 0, guard(title), self._title)
        self._sheet.write_string(1, 0, guard(sheet.caption))
        for column, shape in enumerate(sheet.columns):
            self._sheet.set_column(column, column, shape.width)
            self._sheet.write_string(2, column, guard(shape.label), self._head)
        texts = [self._score if shape.is_score else self._text for shape in sheet.columns]
        for number, row in enumerate(sheet.rows, start=3):
            for column, (value, text) in enumerate(zip(row, texts, strict=True)):
                _write_cell(self._sheet, number, column, value, text=text, day=self._day)
        self._sheet.freeze_panes(3, 1)
        self._sheet.repeat_rows(2)
        self._sheet.set_paper(9)  # A4
        self._sheet.set_landscape()
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        self._sheet.set_footer("&C第 &P 页，共 &N 页")


def _write_cell(sheet: "Worksheet", row: int, column: int, value: Value, *, text: "Format", day: "Format") -> None:
    if value is None:
        sheet.write_blank(row, column, None, text)
    elif isinstance(value, str):
        sheet.write_string(row, column, guard(value)[:CELL_LIMIT], text)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day
    else:
        sheet.write_number(row, column, value, text)


def _verify_sheet(workbook: "xlsxwriter.Workbook", *, stamp: Stamp | None) -> None:
    sheet: Worksheet = workbook.add_worksheet(VERIFY_SHEET)
    sheet.set_column(0, 0, 110)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    if stamp is None:
        sheet.write_string(0, 0, "草稿，没有签发，不能作为凭据。")
        return
    lines = stamp_lines(stamp)
    for number, text in enumerate(lines):
        sheet.write_string(number, 0, text)
    sheet.insert_image(len(lines) + 1, 0, "qr.png", {"image_data": io.BytesIO(qr_png(stamp.url))})
