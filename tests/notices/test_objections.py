"""Objections: in time, answered once, repeated without new grounds, withdrawn; nothing personal in the journal."""

from datetime import timedelta

import pytest
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, InvalidError, NotFoundError, TooManyRequestsError
from marketplace.core.journal import JournalEntry
from marketplace.notices.errors import NoticeClosedError
from marketplace.notices.labels import Ground, ObjectionState, Outcome
from marketplace.notices.models import Objection
from marketplace.notices.objections import file_objection, forget_authors, receipt_number, withdraw_objection
from marketplace.notices.queries import find_objection_by_token, state_of_objection
from marketplace.notices.services import settle_notice
from marketplace.notify.models import Message
from tests.fixtures.web import NOW
from tests.notices.world import (
    ENDS_AT,
    answer,
    make_officer,
    make_provider_person,
    object_to,
    objection_in,
    publish,
    restart,
    write_calendar,
)

SECOND = timedelta(seconds=1)


def test_objection_in_the_last_second_is_taken(any_database: Database) -> None:
    write_calendar(any_database)
    notice = publish(any_database, officer=make_officer(any_database))

    filed = object_to(any_database, notice=notice, actor=make_provider_person(any_database), now=ENDS_AT - SECOND)

    assert receipt_number(notice, filed.objection) == f"{notice.number}-01"
    # Friday, 27 November; the fifth working day after it is Friday, 4 December.
    assert filed.objection.answer_due_on.isoformat() == "2026-12-04"


@pytest.mark.parametrize("offset", [timedelta(), SECOND])
def test_late_objection_is_refused_with_both_times(database: Database, offset: timedelta) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    with pytest.raises(NoticeClosedError) as caught:
        object_to(database, notice=notice, actor=make_provider_person(database), now=ENDS_AT + offset)

    assert "公示已于 2026年11月27日 24:00 结束" in caught.value.message
    assert f"现在是 2026年11月28日 00:00:0{offset.seconds}（北京时间）" in caught.value.message


def test_objection_after_the_decision_is_refused_even_when_the_clock_is_moved_back(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    with database.transaction() as session:
        settle_notice(session, actor=officer, subject_kind="list", subject_id=7, now=ENDS_AT)

    with pytest.raises(NoticeClosedError):
        object_to(database, notice=notice, actor=make_provider_person(database), now=ENDS_AT - SECOND)


def test_objection_to_a_replaced_notice_is_sent_to_the_new_one(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    restart(database, officer=officer, now=NOW)

    with pytest.raises(NoticeClosedError, match="重新公示"):
        object_to(database, notice=notice, actor=make_provider_person(database), now=NOW)


def test_objection_against_a_part_that_is_not_noticed_is_refused(database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    with pytest.raises(InvalidError) as caught:
        object_to(database, notice=notice, actor=make_provider_person(database), now=NOW, item_key="provider:99")

    assert list(caught.value.fields) == ["item_key"]


def test_visitor_has_to_leave_name_and_contact(database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    with pytest.raises(InvalidError) as caught:
        object_to(database, notice=notice, actor=None, now=NOW)

    assert set(caught.value.fields) == {"name", "contact"}


def test_visitor_finds_the_objection_again_through_the_receipt(database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))

    filed = object_to(database, notice=notice, actor=None, now=NOW, name="某厂", contact="someone@example.invalid")

    with database.session() as session:
        found = find_objection_by_token(session, token=filed.token)
        assert found is not None
        assert found.id == filed.objection.id
        assert find_objection_by_token(session, token="another") is None


def test_person_may_object_five_times_a_day(database: Database) -> None:
    write_calendar(database)
    notice, someone = publish(database, officer=make_officer(database)), make_provider_person(database)
    for _ in range(5):
        object_to(database, notice=notice, actor=someone, now=NOW)

    with pytest.raises(TooManyRequestsError):
        object_to(database, notice=notice, actor=someone, now=NOW)


def test_answered_objection_is_told_to_its_author(database: Database) -> None:
    write_calendar(database)
    officer, someone = make_officer(database), make_provider_person(database)
    filed = object_to(database, notice=publish(database, officer=officer), actor=someone, now=NOW)

    answer(database, officer=officer, objection=filed.objection, now=NOW)

    with database.session() as session:
        told = session.exec(select(Message).where(Message.user_id == someone.user_id)).one()
    assert told.body == "结论：异议不成立。"


def test_answer_cannot_be_given_twice(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    filed = object_to(
        database, notice=publish(database, officer=officer), actor=make_provider_person(database), now=NOW
    )
    answer(database, officer=officer, objection=filed.objection, now=NOW)

    with pytest.raises(ConflictError):
        answer(database, officer=officer, objection=filed.objection, outcome=Outcome.UPHELD, now=NOW)


def test_answer_of_another_bureau_finds_nothing(database: Database) -> None:
    write_calendar(database)
    filed = object_to(
        database,
        notice=publish(database, officer=make_officer(database)),
        actor=make_provider_person(database),
        now=NOW,
    )

    with pytest.raises(NotFoundError):
        answer(database, officer=make_officer(database), objection=filed.objection, now=NOW)


def test_repetition_of_an_answered_objection_is_closed_as_such(database: Database) -> None:
    write_calendar(database)
    officer, someone = make_officer(database), make_provider_person(database)
    notice = publish(database, officer=officer)
    first = object_to(database, notice=notice, actor=someone, now=NOW).objection
    answer(database, officer=officer, objection=first, now=NOW)
    second = object_to(database, notice=notice, actor=someone, now=NOW).objection

    closed = answer(database, officer=officer, objection=second, outcome=Outcome.REPEATED, repeats_id=first.id, now=NOW)

    assert closed.repeats_id == first.id
    assert state_of_objection(closed) is ObjectionState.ANSWERED


@pytest.mark.parametrize("difference", [{"ground": Ground.CONFLICT}, {"item_key": "provider:1"}])
def test_objection_with_new_grounds_is_no_repetition(database: Database, difference: dict[str, str]) -> None:
    write_calendar(database)
    officer, someone = make_officer(database), make_provider_person(database)
    notice = publish(database, officer=officer)
    first = object_to(database, notice=notice, actor=someone, now=NOW).objection
    answer(database, officer=officer, objection=first, now=NOW)
    second = object_to(database, notice=notice, actor=someone, now=NOW, **difference).objection

    with pytest.raises(InvalidError) as caught:
        answer(database, officer=officer, objection=second, outcome=Outcome.REPEATED, repeats_id=first.id, now=NOW)

    assert list(caught.value.fields) == ["repeats_id"]


def test_unanswered_objection_cannot_be_what_is_repeated(database: Database) -> None:
    write_calendar(database)
    officer, someone = make_officer(database), make_provider_person(database)
    notice = publish(database, officer=officer)
    first = object_to(database, notice=notice, actor=someone, now=NOW).objection
    second = object_to(database, notice=notice, actor=someone, now=NOW).objection

    with pytest.raises(InvalidError):
        answer(database, officer=officer, objection=second, outcome=Outcome.REPEATED, repeats_id=first.id, now=NOW)


def test_author_takes_an_open_objection_back(database: Database) -> None:
    write_calendar(database)
    officer, someone = make_officer(database), make_provider_person(database)
    filed = object_to(database, notice=publish(database, officer=officer), actor=someone, now=NOW)

    with database.transaction() as session:
        taken = withdraw_objection(session, actor=someone, objection_id=filed.objection.id or 0, now=NOW)

    assert state_of_objection(taken) is ObjectionState.WITHDRAWN


def test_stranger_cannot_take_an_objection_back(database: Database) -> None:
    write_calendar(database)
    filed = object_to(
        database,
        notice=publish(database, officer=make_officer(database)),
        actor=make_provider_person(database),
        now=NOW,
    )

    stranger = make_provider_person(database)

    with pytest.raises(NotFoundError), database.transaction() as session:
        withdraw_objection(
            session,
            actor=stranger,
            objection_id=filed.objection.id or 0,
            token="guess",
            now=NOW,
        )


def test_journal_holds_neither_name_nor_contact_nor_text(database: Database) -> None:
    write_calendar(database)
    notice = publish(database, officer=make_officer(database))
    object_to(database, notice=notice, actor=None, now=NOW, name="某木门厂", contact="someone@example.invalid")

    with database.session() as session:
        events = "".join(row.event for row in session.exec(select(JournalEntry)))
        kept = session.exec(select(Objection)).one()
    assert kept.name == "某木门厂"
    assert "某木门厂" not in events
    assert "example.invalid" not in events
    assert kept.text not in events


def test_objection_is_filed_and_the_office_told_in_one_transaction(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    entered = objection_in(name="某厂", contact="someone@example.invalid")
    with pytest.raises(RuntimeError), database.transaction() as session:
        file_objection(session, actor=None, notice_id=notice.id or 0, entered=entered, now=NOW)
        raise RuntimeError

    with database.session() as session:
        assert session.exec(select(Objection)).all() == []
        assert session.exec(select(Message).where(Message.user_id == officer.user_id)).all() == []


def test_visitor_is_forgotten_a_year_after_the_answer(any_database: Database) -> None:
    write_calendar(any_database)
    officer = make_officer(any_database)
    notice = publish(any_database, officer=officer)
    contact = "someone@example.invalid"
    answered = object_to(any_database, notice=notice, actor=None, now=NOW, name="某厂", contact=contact).objection
    object_to(any_database, notice=notice, actor=None, now=NOW, name="另一家厂", contact=contact)
    answer(any_database, officer=officer, objection=answered, now=NOW)

    with any_database.transaction() as session:
        early = forget_authors(session, now=NOW + timedelta(days=365))
    with any_database.transaction() as session:
        late = forget_authors(session, now=NOW + timedelta(days=365, seconds=1))

    assert (early, late) == (0, 1)
    with any_database.session() as session:
        names = session.exec(select(Objection.name).order_by(Objection.id)).all()  # type: ignore[arg-type]
    assert list(names) == ["", "另一家厂"]
