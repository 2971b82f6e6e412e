"""Fonts, sizes, margins and page numbers of a DOCX, and the digest in its properties."""

from enum import Enum
from typing import Any

from docx.document import Document as DocumentType
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.oxml import serialize_part_xml
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph as DocxParagraph

from marketplace.documents.paper import DIGEST_PREFIX, Stamp

TITLE_PT, BODY_PT, TABLE_PT, PAGE_NUMBER_PT, SMALL_PT = 22, 16, 12, 14, 8
LINE_PT = 28
# GB/T 9704-2012, 5.2: the printed area of A4 is 156 mm × 225 mm, 37 mm from the top and 28 mm from the left.
PAGE_MM, MARGINS_MM = (210, 297), {"top": 37, "bottom": 35, "left": 28, "right": 26}
TEXT_WIDTH_MM = 156


class Face(Enum):
    """A font: its name, what stands in for it, and whether it is bold."""

    TITLE = ("方正小标宋简体", "华文中宋", False)
    FANG = ("仿宋_GB2312", "仿宋", False)
    FANG_BOLD = ("仿宋_GB2312", "仿宋", True)
    KAI = ("楷体_GB2312", "楷体", False)
    HEI = ("黑体", "黑体", False)
    SONG = ("宋体", "宋体", False)


def write_run(paragraph: DocxParagraph, text: str, *, face: Face, size: float) -> None:
    """Add text in a font; Latin letters and digits stand in Times New Roman."""
    name, _, bold = face.value
    run = paragraph.add_run(text)
    run.bold = bold
    run.font.size = Pt(size)
    run.font.name = "Times New Roman"
    run.font.color.rgb = RGBColor(0, 0, 0)
    fonts = run._element.get_or_add_rPr().get_or_add_rFonts()  # noqa: SLF001 - no public door to East Asian fonts
    fonts.set(qn("w:eastAsia"), name)


def prepare_document(document: DocumentType, *, title: str, author: str, stamp: Stamp | None) -> None:
    """Set page, styles, font substitutes and properties; the identifier carries the digest."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(PAGE_MM[0]), Mm(PAGE_MM[1])
    section.top_margin, section.bottom_margin = Mm(MARGINS_MM["top"]), Mm(MARGINS_MM["bottom"])
    section.left_margin, section.right_margin = Mm(MARGINS_MM["left"]), Mm(MARGINS_MM["right"])
    section.footer_distance = Mm(25)
    _prepare_styles(document)
    _name_substitutes(document)
    properties = document.core_properties
    properties.title, properties.author, properties.language = title, author, "zh-CN"
    properties.comments, properties.keywords = "", f"{DIGEST_PREFIX}{stamp.digest}" if stamp else ""
    properties.identifier = f"{DIGEST_PREFIX}{stamp.digest}" if stamp else ""
    if stamp is not None:
        properties.created = properties.modified = stamp.issued_at.replace(tzinfo=None)


def _prepare_styles(document: DocumentType) -> None:
    styles: Any = document.styles
    for name in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        shape = styles[name].paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE_PT)
        shape.widow_control = True
    title = styles["Title"]
    title.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER
    title.paragraph_format.space_after = Pt(LINE_PT)
    title.paragraph_format.line_spacing = Pt(35)
    borders = title.element.pPr.find(qn("w:pBdr"))
    if borders is not None:
        title.element.pPr.remove(borders)


def _name_substitutes(document: DocumentType) -> None:
    table = next(part for part in document.part.package.iter_parts() if part.partname.endswith("/fontTable.xml"))
    fonts = parse_xml(table.blob)
    for name, substitute in sorted({(face.value[0], face.value[1]) for face in Face}):
        if name == substitute:
            continue
        font = parse_xml(f'<w:font {nsdecls("w")} w:name="{name}"><w:altName w:val="{substitute}"/></w:font>')
        fonts.append(font)
    table._blob = serialize_part_xml(fonts)  # noqa: SLF001 - python-docx keeps this part as bytes


def add_footer(document: DocumentType, *, digest: str) -> None:
    """Print the page number as — 1 — and the digest in small on every page."""
    footer = document.sections[0].footer
    number = footer.paragraphs[0]
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write_run(number, "— ", face=Face.SONG, size=PAGE_NUMBER_PT)
    _page_field(number)
    write_run(number, " —", face=Face.SONG, size=PAGE_NUMBER_PT)
    if digest:
        line = footer.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        line.paragraph_format.line_spacing = Pt(12)
        write_run(line, f"{DIGEST_PREFIX}{digest}", face=Face.SONG, size=SMALL_PT)


def _page_field(paragraph: DocxParagraph) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(PAGE_NUMBER_PT)
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("end", "")):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = text
        run._element.append(part)  # noqa: SLF001 - python-docx has no fields
