"""Tables with rules, stretched cells and header rows that repeat."""

from docx.document import Document as DocumentType
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
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
LINE_PT, SPACE_PT = 18, 6
MARGIN_TWIPS = 60  # A millimetre, of 1,440 twips to the inch.
ROOMY_MM = 12  # Room to sign by hand.


def add_table(document: DocumentType, block: Table) -> None:
    """Add a table as wide as the text."""
    placed = place_cells(block)
    if document.paragraphs:
        document.paragraphs[-1].paragraph_format.space_after = Pt(SPACE_PT)
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
        if block.is_roomy:
            row.height = Mm(ROOMY_MM)
    _narrow_margins(made)


def add_side_by_side(document: DocumentType, *, widths_mm: tuple[float, float]) -> tuple[DocxCell, DocxCell]:
    """Add two cells without rules beside each other, on one page, and return them."""
    made = document.add_table(rows=1, cols=2)
    made.autofit = False
    left, right = made.rows[0].cells
    for column, cell, width in zip(made.columns, (left, right), widths_mm, strict=True):
        column.width = cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    _keep_whole(made.rows[0]._tr)  # noqa: SLF001 - python-docx has no door for rows that stay on one page
    return left, right


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


def _narrow_margins(made: DocxTable) -> None:
    """Leave less room beside the text of cells than Word does, so that narrow columns of figures stay on one line."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(MARGIN_TWIPS))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    made._tbl.tblPr.append(margins)  # noqa: SLF001 - python-docx has no door for the margins of cells


def _keep_whole(row: object) -> None:
    properties = row.get_or_add_trPr()  # type: ignore[attr-defined]  # an element of python-docx without types
    properties.append(OxmlElement("w:cantSplit"))
