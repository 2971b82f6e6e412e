"""Two at once: an objection in the last second and the decision, two decisions, two answers; one outcome each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from sqlmodel import select

from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.core.errors import MarketplaceError
from marketplace.notices.labels import Outcome
from marketplace.notices.models import Objection, PublicNotice
from marketplace.notices.queries import load_chain_objections
from marketplace.notices.services import settle_notice
from tests.fixtures.web import NOW
from tests.notices.world import ENDS_AT, answer, make_officer, make_provider_person, object_to, publish, write_calendar

ROUNDS = 6
SECOND = timedelta(seconds=1)


def at_once(*actions: Callable[[], object]) -> list[bool]:
    """Run actions together; say of each whether it succeeded rather than being refused."""
    gate = Barrier(len(actions))

    def run(action: Callable[[], object]) -> bool:
        gate.wait()
        try:
            action()
        except MarketplaceError:
            return False
        return True

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def settle(database: Database, *, officer: Actor, subject_id: int) -> None:
    with database.transaction() as session:
        settle_notice(session, actor=officer, subject_kind="list", subject_id=subject_id, now=ENDS_AT)


def test_objection_in_the_last_second_and_the_decision_exclude_each_other(any_database: Database) -> None:
    write_calendar(any_database)
    officer, someone = make_officer(any_database), make_provider_person(any_database)
    for subject_id in range(1, ROUNDS + 1):
        notice = publish(any_database, officer=officer, subject_id=subject_id)

        done = at_once(
            lambda notice=notice: object_to(any_database, notice=notice, actor=someone, now=ENDS_AT - SECOND),
            lambda subject_id=subject_id: settle(any_database, officer=officer, subject_id=subject_id),
        )

        with any_database.session() as session:
            kept = session.get_one(PublicNotice, notice.id)
            filed = load_chain_objections(session, notice=kept)
        assert sorted(done) == [False, True]
        assert (kept.settled_at is None) is bool(filed)


def test_two_decisions_at_once_are_one(any_database: Database) -> None:
    write_calendar(any_database)
    officer = make_officer(any_database)
    for subject_id in range(1, ROUNDS + 1):
        publish(any_database, officer=officer, subject_id=subject_id)

        done = at_once(*[lambda n=subject_id: settle(any_database, officer=officer, subject_id=n)] * 2)

        assert sorted(done) == [False, True]


def test_two_answers_at_once_are_one(any_database: Database) -> None:
    write_calendar(any_database)
    officer, someone = make_officer(any_database), make_provider_person(any_database)
    filed = object_to(any_database, notice=publish(any_database, officer=officer), actor=someone, now=NOW).objection

    done = at_once(
        lambda: answer(any_database, officer=officer, objection=filed, outcome=Outcome.UPHELD, now=NOW),
        lambda: answer(any_database, officer=officer, objection=filed, outcome=Outcome.REJECTED, now=NOW),
    )

    with any_database.session() as session:
        outcome = session.exec(select(Objection.outcome)).one()
    assert sorted(done) == [False, True]
    assert outcome is (Outcome.UPHELD if done[0] else Outcome.REJECTED)


def test_objections_at_once_get_numbers_of_their_own(any_database: Database) -> None:
    write_calendar(any_database)
    notice = publish(any_database, officer=make_officer(any_database))
    people = [make_provider_person(any_database) for _ in range(4)]

    done = at_once(*[lambda who=who: object_to(any_database, notice=notice, actor=who, now=NOW) for who in people])

    with any_database.session() as session:
        positions = sorted(session.exec(select(Objection.position)))
    assert done == [True] * 4
    assert positions == [1, 2, 3, 4]
