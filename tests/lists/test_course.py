"""From a call to an edition, on both databases."""

import pytest
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.core.errors import ConflictError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.documents.models import IssuedDocument
from marketplace.lists.facts import entries_of, facts_of
from marketplace.providers.models import Listing
from tests.lists.world import (
    decided,
    drafted,
    make_people,
    noticed,
    published,
    submitted,
    whole_course,
)


def test_course_ends_in_an_edition_with_marks_papers_and_journal(any_database: Database) -> None:
    people = make_people(any_database)

    edition = whole_course(any_database, people=people)

    first, second, third = (provider.organisation_id for provider in people.providers)
    with any_database.session() as session:
        listed = session.exec(select(Listing.provider_id).order_by(Listing.provider_id)).all()  # type: ignore[arg-type]
        documents = {row.kind: row for row in session.exec(select(IssuedDocument))}
        actions = [parse_event(row)["action"] for row in session.exec(select(JournalEntry))]
    assert [entry.provider_id for entry in entries_of(edition)] == [first, second]
    assert third not in listed
    assert listed == [first, second]
    assert edition.label == "2026年第1版"
    assert digest_bytes(edition.facts.encode()) == edition.digest == documents["list_edition"].digest
    assert facts_of(edition)["decision"]["notice"].startswith("GS2026-")
    assert actions.count("list.edition_published") == 1
    assert {"call.published", "application.submitted", "call.opened", "notice.settled"} <= set(actions)


def test_drafter_may_not_check_or_publish(any_database: Database) -> None:
    people = make_people(any_database)
    draft = drafted(any_database, people=people)
    submitted(any_database, people=people, draft=draft)
    alone = type(people)(
        drafter=people.drafter, publisher=people.drafter, experts=people.experts, providers=people.providers
    )

    with pytest.raises(ConflictError, match="不能自己审核、发布"):
        noticed(any_database, people=alone, draft=draft)
    noticed(any_database, people=people, draft=draft)
    decided(any_database, officer=people.drafter, draft=draft)
    with pytest.raises(ConflictError, match="不能自己审核、发布"):
        published(any_database, officer=people.drafter, draft=draft)
