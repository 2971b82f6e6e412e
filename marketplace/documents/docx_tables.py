"""Tables with rules, stretched cells and header rows that repeat."""

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt
from docx.table import Table as DocxTable
from docx.table import _Cell as DocxCell

from marketplace.documents.docx_styles import TABLE_PT, TEXT_WIDTH_MM, Face, write_run
from marketplace.documents.grid import Placed, place_cells
from marketplace.documents.paper import Alignment, Table

ALIGNMENTS: dict[Alignment, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
LINE_PT = 18


def add_table(document: DocumentType, block: Table) -> None:
    """Add a table as wide as the text."""
    placed = place_cells(block)
    made = document.add_table(rows=len(block.rows), cols=len(block.widths), style="Table Grid")
    made.alignment = WD_TABLE_ALIGNMENT.CENTER
    made.autofit = False
    total = sum(block.widths)
    for column, width in zip(made.columns, block.widths, strict=True):
        column.width = Mm(TEXT_WIDTH_MM * width / total)
    for item in placed:
        _write(made, item)
    for row in made.rows[: block.header_rows]:
        _repeat(row._tr)  # noqa: SLF001 - python-docx has no door for repeated header rows
    for row in made.rows:
        _keep_whole(row._tr)  # noqa: SLF001 - nor for rows that stay on one page


def _write(made: DocxTable, item: Placed) -> None:
    cell: DocxCell = made.cell(item.row, item.column)
    if item.cell.columns > 1 or item.cell.rows > 1:
        cell = cell.merge(made.cell(item.row + item.cell.rows - 1, item.column + item.cell.columns - 1))
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for number, text in enumerate(item.cell.text.split("\n")):
        line = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        line.alignment = ALIGNMENTS[item.cell.align]
        line.paragraph_format.line_spacing = Pt(LINE_PT)
        write_run(line, text, face=Face.FANG_BOLD if item.cell.bold else Face.FANG, size=TABLE_PT)


def _repeat(row: object) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]  # an element of python-docx without types
    properties.append(OxmlElement("w:tblHeader"))


def _keep_whole(row: object) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]  # an element of python-docx without types
    properties.append(OxmlElement("w:cantSplit"))
