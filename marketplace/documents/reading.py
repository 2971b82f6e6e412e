"""What an uploaded document says of itself: the digest that it carries, and its text line by line.

The libraries of both formats are loaded when the first such file comes.
"""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from marketplace.documents.labels import Format
from marketplace.documents.xlsx_writing import VERIFY_SHEET
from marketplace.exchange.archives import check_archive
from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.limits import MIB, Limits

if TYPE_CHECKING:
    from docx.table import Table

LIMITS = Limits(unpacked_bytes=100 * MIB, sheet_cells=500_000)
_CLAIM = re.compile(r"sha256:([0-9a-f]{64})")
_STAMP = ("扫码或打开下面的地址", "核验地址：", "内容摘要：", "签发时间：")
# What damaged or hostile files make the two libraries raise.
UNREADABLE = (
    FileRefusedError,
    zipfile.BadZipFile,
    SyntaxError,
    ValueError,
    KeyError,
    AttributeError,
    TypeError,
    IndexError,
    OSError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A document as it came: its format, the digest that it carries ("" for none), its text (None: not readable)."""

    format: Format | None
    digest: str = ""
    lines: tuple[str, ...] | None = None


def read_claim(content: bytes) -> Claim:
    """Return what a file says of itself; a damaged or foreign file says nothing."""
    if content.startswith(b"%PDF-"):
        found = _CLAIM.search(content.decode("latin-1"))
        return Claim(format=Format.PDF, digest=found[1] if found else "")
    if not content.startswith(b"PK\x03\x04"):
        return Claim(format=None)
    try:
        check_archive(io.BytesIO(content), limits=LIMITS)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
        if "word/document.xml" in names:
            return _read_docx(content)
        if "xl/workbook.xml" in names:
            return _read_xlsx(content)
    except UNREADABLE:
        return Claim(format=None)
    return Claim(format=None)


def read_json(content: bytes) -> Any:
    """Return the value of a JSON file, None when it is none."""
    if content[:1] not in {b"{", b"["} and not content.startswith(b"\xef\xbb\xbf{"):
        return None
    try:
        return json.loads(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError):
        return None


def _read_docx(content: bytes) -> Claim:
    from docx import Document
    from docx.oxml.ns import qn
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    document = Document(io.BytesIO(content))
    properties = document.core_properties
    claim = _claimed(properties.identifier or "") or _claimed(properties.keywords or "")
    lines: list[str] = []
    for child in document.element.body.iterchildren():
        if child.tag == qn("w:p"):
            lines += _split(Paragraph(child, document._body).text)  # noqa: SLF001 - blocks in order have no public door
        elif child.tag == qn("w:tbl"):
            lines += _rows(Table(child, document._body))  # noqa: SLF001 - as above
    if not claim:
        claim = next((found for found in map(_claimed, lines) if found), "")
    return Claim(format=Format.DOCX, digest=claim, lines=_without_stamp(lines))


def _rows(table: "Table") -> list[str]:
    lines = []
    for row in table.rows:
        cells: list[Any] = []
        for cell in row.cells:
            if all(cell._tc is not other._tc for other in cells):  # noqa: SLF001 - a stretched cell comes up repeatedly
                cells.append(cell)
        lines.append(" | ".join(cell.text.replace("\n", " ") for cell in cells))
    return lines


def _read_xlsx(content: bytes) -> Claim:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(content), read_only=False, data_only=False)
    claim = _claimed(book.properties.keywords or "")
    lines = []
    for sheet in book.worksheets:
        if sheet.title != VERIFY_SHEET:
            lines.append(sheet.title)
        for row in sheet.iter_rows(values_only=True):
            text = " | ".join("" if value is None else str(value) for value in row).rstrip(" |")
            claim = claim or _claimed(text)
            if sheet.title != VERIFY_SHEET:
                lines += _split(text)
    return Claim(format=Format.XLSX, digest=claim, lines=_without_stamp(lines))


def _claimed(text: str) -> str:
    found = _CLAIM.search(text.lower())
    return found[1] if found else ""


def _split(text: str) -> list[str]:
    return text.split("\n")


def _without_stamp(lines: list[str]) -> tuple[str, ...]:
    """Drop empty lines, blanks around, and the lines of the stamp, which tell of the paper and not of its content."""
    # The stamp's lines stand beside a picture, in a table: its first cell has no text.
    trimmed = (line.strip().removeprefix("| ") for line in lines)
    return tuple(line for line in trimmed if line and not line.startswith(_STAMP))
