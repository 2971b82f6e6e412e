"""Two at once: two officers publish, an objection meets the decision, two confirm a change; one outcome each."""

from datetime import timedelta

from sqlmodel import select

from marketplace.core import journal
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.lists.models import ListDraft, ListEdition
from marketplace.notices.models import Objection
from tests.lists import world
from tests.lists.test_services import change_of, confirm
from tests.lists.world import ENDS_AT
from tests.notices.test_races import at_once
from tests.notices.world import object_to

SECOND = timedelta(seconds=1)


def decided(database: Database) -> tuple[world.People, ListDraft]:
    people = world.make_people(database)
    draft = world.drafted(database, people=people)
    world.submitted(database, people=people, draft=draft)
    world.noticed(database, people=people, draft=draft)
    world.decided(database, officer=people.drafter, draft=draft)
    return people, draft


def test_two_officers_who_publish_at_once_make_one_edition(any_database: Database) -> None:
    people, draft = decided(any_database)
    colleague = world.make_officer(any_database, organisation_id=people.drafter.organisation_id)

    done = at_once(
        lambda: world.published(any_database, officer=people.publisher, draft=draft),
        lambda: world.published(any_database, officer=colleague, draft=draft),
    )

    with any_database.session() as session:
        editions = session.exec(select(ListEdition)).all()
        actions = [parse_event(row)["action"] for row in session.exec(select(JournalEntry))]
        intact = journal.verify(session).is_intact
    assert sorted(done) == [False, True]
    assert len(editions) == 1
    assert actions.count("list.published") == 1
    assert intact


def test_two_officers_who_confirm_at_once_make_one_edition(any_database: Database) -> None:
    people = world.make_people(any_database)
    edition = world.whole_course(any_database, people=people)
    colleague = world.make_officer(any_database, organisation_id=people.drafter.organisation_id)
    change = change_of(any_database, officer=people.drafter, edition=edition, provider=people.providers[0])

    done = at_once(
        lambda: confirm(any_database, officer=people.publisher, change=change),
        lambda: confirm(any_database, officer=colleague, change=change),
    )

    with any_database.session() as session:
        numbers = sorted(session.exec(select(ListEdition.number)))
    assert sorted(done) == [False, True]
    assert numbers == [1, 2]


def test_objection_of_the_last_second_is_seen_by_the_decision_or_refused(any_database: Database) -> None:
    people = world.make_people(any_database)
    draft = world.drafted(any_database, people=people)
    world.submitted(any_database, people=people, draft=draft)
    notice = world.noticed(any_database, people=people, draft=draft)

    done = at_once(
        lambda: object_to(any_database, notice=notice, actor=people.providers[2], now=ENDS_AT - SECOND, item_key="*"),
        lambda: world.decided(any_database, officer=people.publisher, draft=draft, now=ENDS_AT),
    )

    with any_database.session() as session:
        filed = session.exec(select(Objection)).all()
        kept = session.get_one(ListDraft, draft.id)
    assert sorted(done) == [False, True]
    assert (kept.decided_at is None) is bool(filed)


def test_clock_moved_back_neither_reopens_the_call_nor_the_notice(any_database: Database) -> None:
    people, draft = decided(any_database)
    notice = world.newest_notice(any_database, draft)

    done = at_once(
        lambda: object_to(
            any_database, notice=notice, actor=people.providers[2], now=ENDS_AT - timedelta(days=2), item_key="*"
        )
    )
    edition = world.published(any_database, officer=people.publisher, draft=draft, now=ENDS_AT - timedelta(hours=3))

    assert done == [False]
    assert edition.number == 1
