"""The register: the same facts once, newer over older, withdrawal with its reason."""

import hashlib
from datetime import timedelta

import pytest
from sqlmodel import select

from marketplace.core import journal
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.digest import digest
from marketplace.core.errors import InvalidError
from marketplace.documents.models import IssuedDocument, IssuedFile, PublishedHead
from marketplace.documents.services import issue_document, publish_head, withdraw_document
from tests.documents.samples import issue
from tests.fixtures.web import NOW

SYSTEM = System(name="test")
BASE = "https://example.invalid/"


def test_issued_document_carries_the_digest_of_its_facts(any_database: Database) -> None:
    with any_database.transaction() as session:
        made = issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)

    assert made.digest == digest({"edition": 1, "entries": ["甲", "乙"]})
    assert made.facts == '{"edition":1,"entries":["甲","乙"]}'


def test_issued_files_are_kept_with_the_digest_of_their_bytes(database: Database) -> None:
    with database.transaction() as session:
        made = issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)

    with database.session() as session:
        files = session.exec(select(IssuedFile).where(IssuedFile.document_id == made.id)).all()
    assert {file.format.value for file in files} >= {"docx", "xlsx"}
    assert all(hashlib.sha256(file.content).hexdigest() == file.file_digest for file in files)


def test_same_facts_issued_twice_give_one_document(database: Database) -> None:
    with database.transaction() as session:
        first = issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)
    with database.transaction() as session:
        second = issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)

    assert first.id == second.id


def test_newer_document_supersedes_the_older_of_its_kind_alone(database: Database) -> None:
    with database.transaction() as session:
        old = issue_document(session, actor=SYSTEM, issue=issue(edition=1), base_url=BASE, now=NOW)
        other = issue_document(session, actor=SYSTEM, issue=issue(kind="minutes"), base_url=BASE, now=NOW)
        new = issue_document(session, actor=SYSTEM, issue=issue(edition=2), base_url=BASE, now=NOW)

    with database.session() as session:
        assert session.get_one(IssuedDocument, old.id).superseded_by_id == new.id
        assert session.get_one(IssuedDocument, other.id).superseded_by_id is None
        assert session.get_one(IssuedDocument, new.id).superseded_at is None


def test_facts_that_come_back_after_a_change_are_issued_anew(database: Database) -> None:
    with database.transaction() as session:
        first = issue_document(session, actor=SYSTEM, issue=issue(edition=1), base_url=BASE, now=NOW)
        issue_document(session, actor=SYSTEM, issue=issue(edition=2), base_url=BASE, now=NOW)
        third = issue_document(session, actor=SYSTEM, issue=issue(edition=1), base_url=BASE, now=NOW)

    assert third.id != first.id
    assert third.superseded_at is None


def test_document_is_not_withdrawn_without_a_reason(database: Database) -> None:
    with database.transaction() as session:
        made = issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)

    with pytest.raises(InvalidError), database.transaction() as session:
        withdraw_document(session, actor=SYSTEM, document_id=made.id or 0, reason=" ", now=NOW)


def test_head_of_a_day_is_published_once_and_fits_the_chain(any_database: Database) -> None:
    with any_database.transaction() as session:
        issue_document(session, actor=SYSTEM, issue=issue(), base_url=BASE, now=NOW)
    with any_database.transaction() as session:
        first = publish_head(session, now=NOW)
    with any_database.transaction() as session:
        issue_document(session, actor=SYSTEM, issue=issue(edition=2), base_url=BASE, now=NOW)
        again = publish_head(session, now=NOW + timedelta(hours=1))

    assert first is not None
    assert again is not None
    assert (first.day.isoformat(), first.seq) == ("2026-11-21", 1)
    assert again.digest == first.digest
    with any_database.session() as session:
        saved = journal.Head(seq=first.seq, digest=first.digest)
        assert journal.verify(session, head=saved).is_intact
        assert len(session.exec(select(PublishedHead)).all()) == 1


def test_empty_journal_has_no_head_to_publish(database: Database) -> None:
    with database.transaction() as session:
        assert publish_head(session, now=NOW) is None
