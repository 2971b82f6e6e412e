"""The papers of a round read back as an officer would: every field of the form, the size, the code, the digest."""

import io
from pathlib import Path

import pytest
from docx import Document
from docx.document import Document as DocumentType
from docx.shared import Mm
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.documents.labels import Format
from marketplace.documents.models import IssuedDocument
from marketplace.documents.qr import qr_png
from marketplace.documents.queries import load_document_file
from marketplace.programme.models import PilotApplication
from tests.programme.world import COUNTIES, Land, build_land, content, fill, finalise, hand_in, publish

FIELDS = (
    "申报主体：第1溪县人民政府",
    "联系人：示例联系人",
    "联系电话：0000-0000000",
    "试点行业名称",
    "试点行业2025年工业总产值（亿元）",
    "试点行业2025年规上工业产值（亿元）",
    "试点行业中小企业数量（家）",
    "试点行业中小企业数量占比（%）",
    "（二）绩效目标",
    "（三）试点内容及任务",
    "（四）政策支持",
    "县（市、区）人民政府意见",
    "设区市经济和信息化局意见",
    "一、基础条件",
    "二、试点目标",
    "三、试点任务及实施内容",
    "四、保障措施",
    "五、附件材料",
    "示例木门一厂有限公司",
    "并对其真实性负责",
)


@pytest.fixture
def land(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:1])


def issued(land: Land, kind: str) -> tuple[IssuedDocument, DocumentType]:
    with land.database.session() as session:
        document = session.exec(select(IssuedDocument).where(IssuedDocument.kind == kind)).one()
        file = load_document_file(session, document_id=document.id or 0, written=Format.DOCX)
        return document, Document(io.BytesIO(file.content))


def text_of(paper: DocumentType) -> str:
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in paper.paragraphs), *cells])


def final(land: Land) -> PilotApplication:
    return finalise(land, fill(land, publish(land), COUNTIES[0]))


def test_paper_has_every_field_of_the_form(land: Land) -> None:
    final(land)

    _, paper = issued(land, "pilot_application")

    text = text_of(paper)
    assert [field for field in FIELDS if field not in text] == []
    assert [value for value in ("120.5", "80", "420", "61.5", content()["goals"]) if value not in text] == []


def test_cover_stands_on_a_page_of_its_own(land: Land) -> None:
    final(land)

    _, paper = issued(land, "pilot_application")

    lines = [one for one in paper.paragraphs if one.text or "w:br" in one._p.xml]
    breaks = [number for number, one in enumerate(lines) if 'w:type="page"' in one._p.xml]
    cover = [one.text for one in lines[: breaks[0]]]
    assert cover == [
        "中小企业数字化改造试点县（市、区）",
        "创建实施方案",
        "申报单位：第1溪县人民政府",
        "细分行业：木门制造",
        "推荐单位：云溪市经济和信息化局",
        "浙江省数字经济发展领导小组办公室编制",
        "2026年11月",
    ]


def test_paper_is_a4(land: Land) -> None:
    final(land)

    section = issued(land, "pilot_application")[1].sections[0]

    assert (round((section.page_width or 0) / Mm(1)), round((section.page_height or 0) / Mm(1))) == (210, 297)


def test_code_on_the_paper_leads_to_verification(land: Land, client: FlaskClient) -> None:
    application = final(land)

    document, paper = issued(land, "pilot_application")
    address = f"http://example.invalid/verify/{application.digest}"
    pictures = [part.blob for part in paper.part.package.iter_parts() if part.partname.endswith(".png")]
    found = client.get(f"/verify/{application.digest}")

    assert document.digest == application.digest
    assert qr_png(address) in pictures
    assert address in text_of(paper)
    assert "创建实施方案" in found.text


def test_person_to_call_is_no_part_of_the_digest(land: Land) -> None:
    final(land)

    document, _ = issued(land, "pilot_application")

    assert "示例联系人" not in document.facts
    assert "0000-0000000" not in document.facts


def test_receipt_names_the_digest_that_was_handed_in(land: Land) -> None:
    application = hand_in(land, publish(land), COUNTIES[0])

    _, paper = issued(land, "pilot_receipt")

    assert f"sha256:{application.digest}" in text_of(paper)
    assert application.receipt_number in text_of(paper)
