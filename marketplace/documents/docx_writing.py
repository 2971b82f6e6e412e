"""A paper as DOCX in the form of Chinese official papers (GB/T 9704-2012): A4, title 二号, body 三号, page numbers.

Fonts are named as offices have them; the font table names what stands in where they are missing.
"""

import io

from docx import Document
from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph as DocxParagraph

from marketplace.core.wording import day_text
from marketplace.documents.docx_styles import (
    BODY_PT,
    TEXT_WIDTH_MM,
    TITLE_PT,
    Face,
    add_footer,
    prepare_document,
    write_run,
)
from marketplace.documents.docx_tables import add_side_by_side, add_table
from marketplace.documents.paper import (
    Alignment,
    Block,
    Cover,
    Fields,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Stamp,
    Table,
)
from marketplace.documents.qr import qr_png
from marketplace.documents.titles import MOST_EMS, upper_line, width_of
from marketplace.documents.words import stamp_lines

ALIGNMENTS: dict[Alignment, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}
HEADING_FACES: dict[int, Face] = {1: Face.HEI, 2: Face.KAI, 3: Face.FANG_BOLD}
INDENT_PT = 2 * BODY_PT
QR_MM, STAMP_PT = 24, 8.5


def write_docx(paper: Paper, *, stamp: Stamp | None) -> bytes:
    """Return a paper as DOCX; without a stamp it is marked as a draft (草稿)."""
    document = Document()
    prepare_document(document, title=paper.title, author=paper.signer, stamp=stamp)
    blocks = list(paper.blocks)
    if blocks and isinstance(cover := blocks[0], Cover):
        _cover(document, cover)
        del blocks[0]
    _title(document, paper)
    for block in blocks:
        _write(document, block)
    _ending(document, paper)
    _stamp(document, stamp)
    add_footer(document, digest=stamp.digest if stamp else "")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _title(document: DocumentType, paper: Paper) -> None:
    if paper.number:
        _line(document, paper.number, align="center")
    heading = document.add_paragraph(style="Title")
    upper = upper_line(paper.title)
    if upper != paper.title or MOST_EMS - 1 < width_of(upper) <= MOST_EMS:
        # Margins, not a line break, lead to the second line: the text stays one, as it is read back and compared.
        spare = Mm(TEXT_WIDTH_MM) - Pt((width_of(upper) + 0.6) * TITLE_PT)
        heading.paragraph_format.left_indent = heading.paragraph_format.right_indent = Length(spare // 2)
    write_run(heading, paper.title, face=Face.TITLE, size=TITLE_PT)


def _write(document: DocumentType, block: Block) -> None:
    match block:
        case Heading():
            heading = document.add_paragraph(style=f"Heading {block.level}")
            heading.paragraph_format.first_line_indent = Pt(INDENT_PT)
            write_run(heading, block.text, face=HEADING_FACES[block.level], size=BODY_PT)
        case Paragraph():
            _paragraph(document, block)
        case Table():
            if block.caption:
                _line(document, block.caption, align="center", face=Face.FANG_BOLD)
            add_table(document, block)
        case Fields():
            for label, value in block.items:
                _line(document, f"{label}：{value}")
        case PageBreak():
            _break(document)
        case Cover():
            _cover(document, block)


def _paragraph(document: DocumentType, block: Paragraph) -> None:
    face = Face.FANG_BOLD if block.bold else Face.FANG
    for text in block.text.split("\n"):
        line = _line(document, text, align=block.align, face=face)
        if block.indent:
            line.paragraph_format.first_line_indent = Pt(INDENT_PT)


def _cover(document: DocumentType, cover: Cover) -> None:
    for _ in range(4):
        _line(document, "")
    for text in cover.lines:
        _line(document, text, align="center", face=Face.TITLE, size=TITLE_PT)
    for _ in range(6):
        _line(document, "")
    for label, value in cover.fields:
        line = _line(document, f"{label}：{value}")
        line.paragraph_format.left_indent = Pt(INDENT_PT)
    _line(document, "")
    for text in cover.foot:
        _line(document, text, align="center")
    _break(document)


def _ending(document: DocumentType, paper: Paper) -> None:
    if paper.attachments:
        _line(document, "")
        for number, name in enumerate(paper.attachments, start=1):
            lead = "附件：" if number == 1 else "　　　"
            count = f"{number}. " if len(paper.attachments) > 1 else ""
            line = _line(document, f"{lead}{count}{name}")
            line.paragraph_format.left_indent = Pt(INDENT_PT)
    if paper.signer or paper.signed_on:
        _line(document, "")
    if paper.signer:
        _line(document, paper.signer, align="right").paragraph_format.right_indent = Pt(INDENT_PT)
    if paper.signed_on:
        _line(document, day_text(paper.signed_on), align="right").paragraph_format.right_indent = Pt(INDENT_PT)


def _stamp(document: DocumentType, stamp: Stamp | None) -> None:
    _line(document, "")
    if stamp is None:
        _line(document, "草稿，没有签发，不能作为凭据。", face=Face.SONG, size=9)
        return
    left, right = add_side_by_side(document, widths_mm=(QR_MM + 4, TEXT_WIDTH_MM - QR_MM - 4))
    picture = left.paragraphs[0]
    # The exact line height of the text would cut the picture to its first lines.
    picture.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    picture.add_run().add_picture(io.BytesIO(qr_png(stamp.url)), width=Mm(QR_MM))
    for number, text in enumerate(stamp_lines(stamp)):
        line = right.paragraphs[0] if number == 0 else right.add_paragraph()
        line.paragraph_format.line_spacing = Pt(13)
        write_run(line, text, face=Face.SONG, size=STAMP_PT)


def _break(document: DocumentType) -> None:
    document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)


def _line(
    document: DocumentType,
    text: str,
    *,
    align: Alignment = "left",
    face: Face = Face.FANG,
    size: float = BODY_PT,
) -> DocxParagraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGNMENTS[align]
    write_run(paragraph, text, face=face, size=size)
    return paragraph
