"""Papers downloaded from a page and read back, whatever they are written as."""

import io
from pathlib import Path

from docx import Document
from openpyxl import load_workbook
from playwright.sync_api import Page
from pypdf import PdfReader

from marketplace.documents.pdf_writing import can_write_pdf

LINKS = "a[href^='/documents/']"
PAPER = {"docx", "pdf"} if can_write_pdf() else {"docx"}
BOOK = {"xlsx"}


def download_papers(page: Page) -> dict[str, dict[str, str]]:
    """Click every paper on a page; return the words of each by its title and by what it is written as."""
    found: dict[str, dict[str, str]] = {}
    for address in dict.fromkeys(
        page.locator(LINKS).evaluate_all("(all) => all.map((one) => one.getAttribute('href'))")
    ):
        with page.expect_download() as coming:
            page.locator(f"a[href='{address}']").first.click()
        name = Path(coming.value.suggested_filename)
        found.setdefault(name.stem, {})[name.suffix[1:]] = words_of(Path(coming.value.path()).read_bytes())
    return found


def words_of(content: bytes) -> str:
    """Return what a paper says, without blanks: a PDF breaks lines wherever they end."""
    if content.startswith(b"%PDF"):
        lines = [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]
    elif b"word/document.xml" in content:
        paper = Document(io.BytesIO(content))
        lines = [one.text for one in paper.paragraphs]
        lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
        lines += [one.text for section in paper.sections for one in section.footer.paragraphs]
    else:
        book = load_workbook(io.BytesIO(content), read_only=True)
        lines = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    return "".join("".join(lines).split())
