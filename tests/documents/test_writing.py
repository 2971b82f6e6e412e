"""Documents are opened and read back."""

import io
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.enum.text import WD_LINE_SPACING
from openpyxl import load_workbook
from pypdf import PdfReader

from marketplace.documents.docx_writing import write_docx
from marketplace.documents.grid import place_cells
from marketplace.documents.paper import Cell, Stamp, Table
from marketplace.documents.pdf_writing import can_write_pdf, write_pdf
from marketplace.documents.words import clause, sentence
from marketplace.documents.xlsx_writing import write_xlsx
from tests.documents.samples import BOOK, PAPER, TABLE, TITLE

DIGEST = "ab" * 32
STAMP = Stamp(
    digest=DIGEST, url=f"https://example.invalid/verify/{DIGEST}", issued_at=datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
)
needs_typst = pytest.mark.skipif(not can_write_pdf(), reason="typst or a Chinese font is missing")


def test_docx_read_back_has_the_title_in_small_standard_song_of_22_points() -> None:
    document = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP)))

    title = next(paragraph for paragraph in document.paragraphs if paragraph.text == TITLE)
    run = title.runs[0]

    assert run.font.size.pt == 22
    assert 'w:eastAsia="方正小标宋简体"' in run._element.xml


def test_docx_page_is_a4_with_the_margins_of_official_papers() -> None:
    section = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP))).sections[0]

    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert (round(section.top_margin.mm), round(section.left_margin.mm)) == (37, 28)


def test_docx_cover_stands_on_its_own_page_before_the_title() -> None:
    texts = [paragraph.text for paragraph in Document(io.BytesIO(write_docx(PAPER, stamp=STAMP))).paragraphs]
    document = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP)))
    cover_end = next(i for i, p in enumerate(document.paragraphs) if 'w:br w:type="page"' in p._element.xml)

    assert texts.index("申报表") < cover_end < texts.index(TITLE)
    assert "申报单位：示范县人民政府" in texts[:cover_end]


def test_docx_table_keeps_stretched_cells_and_repeats_its_header() -> None:
    table = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP))).tables[0]

    assert table.cell(0, 0)._tc is table.cell(0, 1)._tc
    assert table.cell(1, 0)._tc is table.cell(2, 0)._tc
    assert table.cell(2, 2).text == "88\n并列"
    assert "w:tblHeader" in table.rows[0]._tr.xml


def test_docx_gives_the_code_to_scan_its_whole_height() -> None:
    document = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP)))
    picture = document.tables[-1].rows[0].cells[0].paragraphs[0]

    assert "<w:drawing>" in picture._element.xml
    # An exact line height, as the text has it, would cut the picture.
    assert picture.paragraph_format.line_spacing_rule == WD_LINE_SPACING.SINGLE


def test_docx_prints_the_digest_and_where_to_verify_it() -> None:
    document = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP)))

    texts = [paragraph.text for paragraph in document.tables[-1].rows[0].cells[1].paragraphs]
    assert f"核验地址：{STAMP.url}" in texts
    assert f"内容摘要：sha256:{DIGEST}" in texts
    assert len(document.inline_shapes) == 1
    assert document.core_properties.identifier == f"sha256:{DIGEST}"
    assert f"sha256:{DIGEST}" in [p.text for p in document.sections[0].footer.paragraphs]


def test_docx_footer_counts_pages() -> None:
    document = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP)))

    xml = document.sections[0].footer.paragraphs[0]._element.xml

    assert "PAGE" in xml
    assert document.sections[0].footer.paragraphs[0].text == "—  —"


def test_docx_names_what_stands_in_for_missing_fonts() -> None:
    package = Document(io.BytesIO(write_docx(PAPER, stamp=STAMP))).part.package

    table = next(part.blob.decode() for part in package.iter_parts() if part.partname.endswith("/fontTable.xml"))

    assert 'w:altName w:val="华文中宋"' in table


def test_docx_without_a_stamp_says_that_it_is_a_draft() -> None:
    document = Document(io.BytesIO(write_docx(PAPER, stamp=None)))

    assert "草稿，没有签发，不能作为凭据。" in [paragraph.text for paragraph in document.paragraphs]
    assert document.core_properties.identifier == ""


@needs_typst
def test_pdf_read_back_has_every_text_and_reads_none_of_it_as_markup() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(PAPER, stamp=STAMP)))

    text = "".join(page.extract_text() for page in reader.pages)

    assert "#let *x* = [1]" in text
    assert "示范集成有限公司" in text
    assert "示经信〔2026〕12号" in text
    assert reader.metadata["/Title"] == TITLE
    assert reader.metadata["/Keywords"] == f"sha256:{DIGEST}"


@needs_typst
def test_pdf_begins_with_the_cover_on_its_own_page() -> None:
    reader = PdfReader(io.BytesIO(write_pdf(PAPER, stamp=STAMP)))

    assert "申报单位：示范县人民政府" in reader.pages[0].extract_text()
    assert TITLE not in reader.pages[0].extract_text()
    assert len(reader.pages) == 3


@needs_typst
def test_pdf_of_one_paper_is_the_same_twice() -> None:
    assert write_pdf(PAPER, stamp=STAMP) == write_pdf(PAPER, stamp=STAMP)


def test_xlsx_read_back_keeps_a_formula_as_text() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(BOOK, stamp=STAMP)))["汇总"]

    assert sheet["A4"].value == "'=1+1"
    assert sheet["A4"].data_type == "s"
    assert sheet["B4"].value == 87.5
    assert sheet["C4"].value == datetime(2026, 1, 2)  # noqa: DTZ001 - what openpyxl reads for a day


def test_xlsx_read_back_has_the_digest_on_its_last_sheet_and_in_its_properties() -> None:
    book = load_workbook(io.BytesIO(write_xlsx(BOOK, stamp=STAMP)))

    assert book.sheetnames == ["汇总", "核验"]
    assert book["核验"]["A3"].value == f"内容摘要：sha256:{DIGEST}"
    assert book.properties.keywords == f"sha256:{DIGEST}"


def test_table_with_stretched_cells_is_laid_out_as_drawn() -> None:
    places = [(placed.row, placed.column, placed.cell.text) for placed in place_cells(TABLE)]

    assert places == [
        (0, 0, "服务商"),
        (0, 2, "得分"),
        (1, 0, "第一组"),
        (1, 1, "示范云服务有限公司"),
        (1, 2, "91.2"),
        (2, 1, "示范集成有限公司"),
        (2, 2, "88\n并列"),
    ]


@pytest.mark.parametrize(
    "rows",
    [
        ((Cell(text="a"),),),
        ((Cell(text="a"), Cell(text="b"), Cell(text="c")),),
        ((Cell(text="a", columns=3),),),
        ((Cell(text="a", rows=2), Cell(text="b")),),
    ],
)
def test_table_that_does_not_fit_its_columns_is_refused(rows: tuple[tuple[Cell, ...], ...]) -> None:
    with pytest.raises(ValueError, match="table"):
        place_cells(Table(rows=rows, widths=(1, 1)))


@pytest.mark.parametrize(
    ("typed", "inside", "alone"),
    [
        ("投诉核实属实。", "投诉核实属实", "投诉核实属实。"),
        ("投诉核实属实", "投诉核实属实", "投诉核实属实。"),
        (" 自愿退出；。 ", "自愿退出", "自愿退出；。"),
        ("已整改！", "已整改！", "已整改！"),
        ("", "", ""),
    ],
)
def test_what_people_type_joins_a_sentence_with_one_stop(typed: str, inside: str, alone: str) -> None:
    assert (clause(typed), sentence(typed)) == (inside, alone)
