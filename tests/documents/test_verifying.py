"""Verification through the page and the API: a file, a digest, a head; altered, saved anew, superseded, unknown."""

import io
import json
from collections.abc import Callable
from dataclasses import replace

import pytest
from docx import Document
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlmodel import select
from werkzeug.test import TestResponse

from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.core.digest import canonical_json
from marketplace.documents.labels import MATCH_LABELS, Format, Match
from marketplace.documents.models import IssuedDocument, IssuedFile
from marketplace.documents.paper import Paragraph
from marketplace.documents.pdf_writing import can_write_pdf
from marketplace.documents.services import issue_document, publish_head, withdraw_document
from tests.documents.samples import PAPER, TITLE, issue
from tests.fixtures.web import NOW, Person

SYSTEM = System(name="test")


def issued(database: Database, *, is_public: bool = True, edition: int = 1, more: str = "") -> IssuedDocument:
    wanted = issue(edition=edition, is_public=is_public)
    if more:
        wanted = replace(wanted, paper=replace(PAPER, blocks=(*PAPER.blocks, Paragraph(text=more))))
    with database.transaction() as session:
        return issue_document(session, actor=SYSTEM, issue=wanted, base_url="https://example.invalid", now=NOW)


def bytes_of(database: Database, *, document: IssuedDocument, written: Format) -> bytes:
    with database.session() as session:
        wanted = select(IssuedFile.content).where(IssuedFile.document_id == document.id, IssuedFile.format == written)
        return session.exec(wanted).one()


def upload(client: FlaskClient, content: bytes, name: str) -> TestResponse:
    return client.post("/verify", data={"file": (io.BytesIO(content), name)}, content_type="multipart/form-data")


def saved_anew(content: bytes, *, old: str = "", new: str = "") -> bytes:
    """The document as a word processor saves it again, with a word replaced."""
    document = Document(io.BytesIO(content))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if old and old in run.text:
                run.text = run.text.replace(old, new)
    document.core_properties.last_modified_by = "某人"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("written", [Format.DOCX, Format.XLSX, Format.PDF])
def test_untouched_file_is_recognised_byte_by_byte(client: FlaskClient, database: Database, written: Format) -> None:
    if written is Format.PDF and not can_write_pdf():
        pytest.skip("typst or a Chinese font is missing")
    content = bytes_of(database, document=issued(database), written=written)

    page = upload(client, content, f"a.{written.value}").text

    assert MATCH_LABELS[Match.SAME_FILE] in page
    assert TITLE in page
    assert "现行有效" in page


def test_file_saved_anew_is_told_from_an_altered_one(client: FlaskClient, database: Database) -> None:
    content = bytes_of(database, document=issued(database), written=Format.DOCX)

    same = upload(client, saved_anew(content), "a.docx").text
    altered = upload(client, saved_anew(content, old="拟将下列单位列入", new="拟将下列一家列入"), "a.docx").text

    assert MATCH_LABELS[Match.SAME_TEXT] in same
    assert MATCH_LABELS[Match.OTHER_TEXT] in altered
    assert "少了：经公开征集和专家评审，拟将下列单位列入。" in altered
    assert "多了：经公开征集和专家评审，拟将下列一家列入。" in altered


def test_one_changed_cell_of_a_workbook_is_found(client: FlaskClient, database: Database) -> None:
    book = load_workbook(io.BytesIO(bytes_of(database, document=issued(database), written=Format.XLSX)))
    book["汇总"]["B4"] = 97.5
    buffer = io.BytesIO()
    book.save(buffer)

    page = upload(client, buffer.getvalue(), "a.xlsx").text

    assert MATCH_LABELS[Match.OTHER_TEXT] in page
    assert "97.5" in page


def test_one_changed_byte_of_a_pdf_is_found(client: FlaskClient, database: Database) -> None:
    if not can_write_pdf():
        pytest.skip("typst or a Chinese font is missing")
    content = bytearray(bytes_of(database, document=issued(database), written=Format.PDF))
    content[len(content) // 2] ^= 1

    page = upload(client, bytes(content), "a.pdf").text

    assert MATCH_LABELS[Match.SAME_FILE] not in page
    assert MATCH_LABELS[Match.UNREADABLE] in page


def test_altered_copy_of_a_document_that_is_not_public_tells_nothing_of_the_original(
    client: FlaskClient, database: Database
) -> None:
    content = bytes_of(database, document=issued(database, is_public=False), written=Format.DOCX)

    page = upload(client, saved_anew(content, old="拟将下列单位列入", new="改过"), "a.docx").text

    assert MATCH_LABELS[Match.OTHER_TEXT] in page
    assert "拟将下列单位列入" not in page
    assert TITLE not in page


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"plain text", "a.txt"),
        (b"PK\x03\x04 broken", "a.docx"),
        (b"%PDF-1.7 of somebody else", "a.pdf"),
        (b"{not json", "a.json"),
        (b"[" * 100_000, "a.json"),
        (b"\xff\xd8\xff picture", "a.jpg"),
    ],
)
def test_foreign_or_damaged_file_is_unknown(client: FlaskClient, content: bytes, name: str) -> None:
    answer = upload(client, content, name)

    assert answer.status_code == 200
    assert MATCH_LABELS[Match.UNKNOWN] in answer.text


def test_superseded_document_says_so_and_what_changed(client: FlaskClient, database: Database) -> None:
    old = issued(database, edition=1)
    new = issued(database, edition=2, more="新增示范数据服务有限公司。")

    page = client.get(f"/verify/{old.digest}").text

    assert "已被新的一份取代" in page
    assert "多了：新增示范数据服务有限公司。" in page
    assert f'href="/verify/{new.digest}"' in page


def test_withdrawn_document_says_why(client: FlaskClient, database: Database) -> None:
    document = issued(database)
    with database.transaction() as session:
        withdraw_document(session, actor=SYSTEM, document_id=document.id or 0, reason="材料有误", now=NOW)

    page = client.get(f"/verify/{document.digest}").text

    assert "已撤回：材料有误" in page
    assert "不再有效" in page


def test_canonical_json_of_the_facts_is_recognised(client: FlaskClient, database: Database) -> None:
    issued(database)

    page = upload(client, canonical_json({"entries": ["甲", "乙"], "edition": 1}), "a.json").text

    assert MATCH_LABELS[Match.DIGEST] in page
    assert TITLE in page


def test_digest_typed_with_blanks_and_capitals_is_understood(client: FlaskClient, database: Database) -> None:
    document = issued(database)
    typed = "SHA256:" + " ".join((document.digest[:32].upper(), document.digest[32:]))

    answer = client.post("/verify", data={"digest": typed}, follow_redirects=True)

    assert TITLE in answer.text


@pytest.mark.parametrize(("typed", "message"), [("abc", "摘要是 64 位"), ("", "请选择文件，或者填写摘要")])
def test_what_is_no_digest_is_sent_back(client: FlaskClient, typed: str, message: str) -> None:
    answer = client.post("/verify", data={"digest": typed})

    assert answer.status_code == 422
    assert message in answer.text


def test_saved_head_fits_the_journal_and_a_made_up_one_does_not(client: FlaskClient, database: Database) -> None:
    issued(database)
    with database.transaction() as session:
        head = publish_head(session, now=NOW)
    assert head is not None
    saved = client.get(f"/verify/heads/{head.day.isoformat()}.json").data
    made_up = json.dumps({"seq": head.seq, "digest": "0" * 64}).encode()

    assert MATCH_LABELS[Match.CHAIN_HEAD] in upload(client, saved, "head.json").text
    assert MATCH_LABELS[Match.BROKEN_HEAD] in upload(client, made_up, "head.json").text
    assert head.digest in client.get("/verify/heads").text


def test_head_of_a_rewritten_journal_no_longer_fits(client: FlaskClient, database: Database) -> None:
    issued(database)
    with database.transaction() as session:
        publish_head(session, now=NOW)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER journal_entry_no_update")
        connection.exec_driver_sql(f"UPDATE journal_entry SET digest = '{'1' * 64}'")

    assert client.get("/api/v1/journal-heads").json["items"][0]["fits"] is False
    assert "对不上" in client.get("/verify/heads").text


def test_program_verifies_a_digest(client: FlaskClient, database: Database) -> None:
    document = issued(database)

    known = client.get(f"/api/v1/verify/{document.digest}").json
    unknown = client.get(f"/api/v1/verify/{'0' * 64}").json
    wrong = client.get("/api/v1/verify/abc")

    assert (known["match"], known["is_current"], known["things"][0]["title"]) == ("digest", True, TITLE)
    assert (unknown["match"], unknown["things"]) == ("unknown", [])
    assert wrong.status_code == 422


def test_public_document_is_for_everybody_and_others_are_not(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    public, closed = issued(database), issued(database, is_public=False, edition=2)

    assert client.get(f"/documents/{public.id}/docx").status_code == 200
    assert client.get(f"/documents/{closed.id}/docx").status_code == 404
    assert person(Role.PROVIDER).client.get(f"/documents/{closed.id}/docx").status_code == 404
    assert person(Role.AUDITOR).client.get(f"/documents/{closed.id}/docx").status_code == 200
    assert client.get(f"/documents/{public.id}/exe").status_code == 404


def test_downloaded_document_has_a_chinese_name_and_runs_nothing(client: FlaskClient, database: Database) -> None:
    answer = client.get(f"/documents/{issued(database).id}/docx")

    assert answer.headers["Content-Disposition"].startswith("attachment; filename=document_1.docx; ")
    assert "filename*=UTF-8''%E7%A4%BA" in answer.headers["Content-Disposition"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
