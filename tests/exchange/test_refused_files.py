"""Files of the wrong kind, too large, damaged or hostile are refused by their content with one sentence."""

import io
import zipfile

import pytest

from marketplace.exchange import Limits, read_workbook, write_workbook
from marketplace.exchange.rows import EnterpriseRow

SHEET = "xl/worksheets/sheet1.xml"
NAMESPACE = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
FAR = (
    "有工作表用到了很远的行或列（例如最右或最下面有内容），读取会占满内存；"
    "请删掉多余的行和列，或把数据复制到新的工作簿里保存后再上传。"
)


def reasons(file, places, **options):
    collection = read_workbook(file, places=places, name="a.xlsx", **options)
    assert collection.enterprises == ()
    return [defect.reason_zh for defect in collection.defects]


def workbook_bytes() -> bytes:
    file = io.BytesIO()
    write_workbook(file, enterprises=[EnterpriseRow(ref="1", name="甲厂")])
    return file.getvalue()


def with_member(data: bytes, name: str, content: bytes) -> io.BytesIO:
    """Copy an archive with one member replaced or added."""
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(copy, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.namelist():
            if member != name:
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return copy


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"%PDF-1.7", "这是PDF文件，不能导入；请上传XLSX、XLS、CSV或JSONL文件。"),
        (b"\x89PNG\r\n", "这是图片，不能导入；请上传XLSX、XLS、CSV或JSONL文件。"),
        (b"\x7fELF\x00\x00", "这不是表格或文字文件，不能导入；请上传XLSX、XLS、CSV或JSONL文件。"),
        (b"<html><table><tr>", "这是网页格式的表格，请用Excel或WPS打开，另存为XLSX后再上传。"),
        ("编号,企业名称".encode("utf-16"), "文件是UTF-16编码，请另存为“CSV UTF-8”或XLSX后再上传。"),
        (b'[{"ref": 1}]', "这是一整个JSON列表；请改成JSON Lines，一行一个对象，不要外层方括号。"),
        (b"PK\x03\x04 broken", "文件已损坏，打不开；请在Excel或WPS里重新保存后再上传。"),
        (b"", "文件是空的。"),
    ],
)
def test_file_of_another_kind_is_refused_by_its_content(places, content, reason):
    assert reasons(io.BytesIO(content), places) == [reason]


def test_archive_that_is_no_workbook_is_refused(places):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")

    assert reasons(file, places) == ["这是压缩包或别的文档，不是XLSX工作簿；请上传XLSX、XLS、CSV或JSONL文件。"]


def test_file_over_the_limit_is_refused(places):
    assert reasons(io.BytesIO(b"a" * 3_000_000), places, limits=Limits(file_bytes=2 * 1024 * 1024)) == [
        "文件有3MB，超过上限2MB，请拆成几个文件。"
    ]


def test_zip_bomb_is_refused(places):
    bomb = with_member(workbook_bytes(), "xl/media/image1.png", b"\0" * 30 * 1024 * 1024)

    assert reasons(bomb, places, limits=Limits(unpacked_bytes=20 * 1024 * 1024)) == [
        "文件解开后超过20MB，像是压缩炸弹或带了大量图片；请把数据复制到新的工作簿里保存后再上传。"
    ]


def test_zip_bomb_that_lies_about_its_size_is_refused(places):
    content = b"\0" * 30 * 1024 * 1024
    bomb = bytearray(with_member(workbook_bytes(), "xl/media/image1.png", content).getvalue())
    stated = len(content).to_bytes(4, "little")
    while (at := bomb.find(stated)) >= 0:
        bomb[at : at + 4] = (1000).to_bytes(4, "little")

    assert reasons(io.BytesIO(bytes(bomb)), places, limits=Limits(unpacked_bytes=20 * 1024 * 1024)) == [
        "文件解开后超过20MB，像是压缩炸弹或带了大量图片；请把数据复制到新的工作簿里保存后再上传。"
    ]


@pytest.mark.parametrize(
    "cells",
    [
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c s="1" r=\'XFD1048576\'><v>1</v></c></row>',
        b'<row r="900000">' + b"<c/>" * 30 + b"<c><v>1</v></c></row>",
    ],
)
def test_sheet_that_spans_a_huge_rectangle_is_refused(places, cells):
    xml = b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (NAMESPACE, cells)

    assert reasons(with_member(workbook_bytes(), SHEET, xml), places) == [FAR]


def test_far_cells_without_content_are_no_reason_to_refuse(places):
    cells = '<c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="XFD1" s="1"/>'.encode()
    xml = b'<worksheet %s><sheetData><row r="1">%s</row></sheetData></worksheet>' % (NAMESPACE, cells)

    collection = read_workbook(with_member(workbook_bytes(), SHEET, xml), places=places)

    assert [defect.reason_zh for defect in collection.defects] == [
        "“企业”表缺少必需的表头“企业名称”；请补上这一列，或为别的表头指定（网页在导入页面上，程序用 PUT 写 headers）。"
    ]


def cell_with(content: str) -> bytes:
    header = '<c r="A1" t="inlineStr"><is><t>编号</t></is></c><c r="B1" t="inlineStr"><is><t>企业名称</t></is></c>'
    cells = f'<row r="1">{header}</row><row r="2"><c r="A2"><v>1</v></c><c r="B2" t="str">{content}</c></row>'
    return b"<worksheet %s><sheetData>%s</sheetData></worksheet>" % (NAMESPACE, cells.encode())


@pytest.mark.parametrize("formula", ["<f>A1&amp;A2</f>", '<f t="shared" si="0"/>'])
def test_formula_without_a_result_is_refused_with_its_cell(places, formula):
    assert reasons(with_member(workbook_bytes(), SHEET, cell_with(formula)), places) == [
        "单元格B2写的是公式，文件里没有存它的结果；请用Excel或WPS打开这个文件，保存一次再上传，或把公式换成数值。"
    ]


def test_formula_with_a_result_counts_with_it(places):
    file = with_member(workbook_bytes(), SHEET, cell_with("<f>A1&amp;A2</f><v>甲厂</v>"))

    assert [row.name for row in read_workbook(file, places=places).enterprises] == ["甲厂"]


def test_entities_that_multiply_are_not_expanded(places):
    lols = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 9))
    types = b'<!DOCTYPE x [<!ENTITY l0 "lol">%s]>' % lols
    xml = types + b"<worksheet %s><sheetData><row><c><v>&l8;</v></c></row></sheetData></worksheet>" % NAMESPACE

    assert len(reasons(with_member(workbook_bytes(), SHEET, xml), places)) == 1


def test_csv_with_an_open_quote_is_refused_with_its_line(places):
    text = '编号,企业名称\n1,甲厂\n2,"乙厂\n' + "三,丙厂\n" * 20_000

    assert reasons(io.BytesIO(text.encode()), places)[-1] == (
        "从第3行起读不下去：单元格太长，或引号没有成对；请在Excel或WPS里检查后另存再上传。"
    )


def test_csv_with_an_endless_line_is_refused(places):
    text = "编号,企业名称\n1," + "甲" * 1_100_000

    assert reasons(io.BytesIO(text.encode()), places)[-1] == "第2行超过1,000,000字，请缩短其中的长文字。"


def test_broken_bytes_in_a_csv_are_named(places):
    text = "编号,企业名称\n1,甲厂".encode("gb18030") + b"\xff\xff\n"

    assert reasons(io.BytesIO(text), places)[-1] == "含有无法识别的字符（乱码），请用正确的编码另存后重新上传。"
