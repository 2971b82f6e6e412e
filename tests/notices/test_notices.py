"""Notices: frozen, restarted by a change, settled only when clear."""

from datetime import timedelta

import pytest
from sqlmodel import select

from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.digest import digest
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, VersionMovedError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.notices.calendar import CalendarMissingError
from marketplace.notices.errors import NoticeNotClearError, NoticeRunningError
from marketplace.notices.jobs import end_notice
from marketplace.notices.labels import NoticeState, Outcome
from marketplace.notices.models import NoticeChange, PublicNotice
from marketplace.notices.queries import load_calendar, load_standing
from marketplace.notices.schemas import DayRow
from marketplace.notices.services import (
    publish_notice,
    restart_notice,
    settle_notice,
    store_calendar_year,
    withdraw_notice,
)
from marketplace.notify.models import Message
from tests.fixtures.web import NOW
from tests.notices.world import (
    ENDS_AT,
    FACTS,
    answer,
    change_in,
    make_officer,
    make_provider_person,
    notice_in,
    object_to,
    publish,
    restart,
    write_calendar,
)

SECOND = timedelta(seconds=1)


def state_of(database: Database, *, now: object) -> NoticeState:
    with database.session() as session:
        standing = load_standing(session, subject_kind="list", subject_id=7, now=now)  # type: ignore[arg-type]
    assert standing is not None
    return standing.state


def settle(database: Database, *, officer: object, now: object) -> PublicNotice:
    with database.transaction() as session:
        return settle_notice(session, actor=officer, subject_kind="list", subject_id=7, now=now)  # type: ignore[arg-type]


def test_published_notice_freezes_facts_and_counts_its_days(any_database: Database) -> None:
    write_calendar(any_database)
    notice = publish(any_database, officer=make_officer(any_database))

    assert notice.digest == digest(FACTS)
    assert notice.ends_at == ENDS_AT
    assert notice.number == f"GS2026-{notice.id:05d}"


def test_notice_of_others_than_bureaus_is_refused(database: Database) -> None:
    write_calendar(database)
    someone = make_provider_person(database)

    with pytest.raises(ForbiddenError), database.transaction() as session:
        publish_notice(session, actor=someone, notice=notice_in(), now=NOW)


def test_notice_into_a_year_without_calendar_is_refused(database: Database) -> None:
    with pytest.raises(CalendarMissingError):
        publish(database, officer=make_officer(database))


def test_notice_whose_answers_would_fall_into_a_year_without_calendar_is_refused(database: Database) -> None:
    write_calendar(database)
    # Five days from 21 December 2026 end within the year; five more for answers do not.
    late = NOW + timedelta(days=31)

    with pytest.raises(CalendarMissingError):
        publish(database, officer=make_officer(database), now=late)


def test_second_notice_of_a_thing_is_refused_while_one_runs(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)

    with pytest.raises(NoticeRunningError):
        publish(database, officer=officer, now=NOW + timedelta(hours=1))


@pytest.mark.parametrize(
    ("offset", "is_settled"), [(-SECOND, False), (timedelta(), True), (SECOND, True)], ids=["before", "at", "after"]
)
def test_decision_is_taken_from_the_end_of_the_last_day(
    database: Database, offset: timedelta, *, is_settled: bool
) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)

    if is_settled:
        assert settle(database, officer=officer, now=ENDS_AT + offset).settled_at == ENDS_AT + offset
    else:
        with pytest.raises(NoticeNotClearError, match="公示期还没有结束"):
            settle(database, officer=officer, now=ENDS_AT + offset)


def test_decision_waits_for_the_answer_to_an_objection(any_database: Database) -> None:
    write_calendar(any_database)
    officer = make_officer(any_database)
    notice = publish(any_database, officer=officer)
    filed = object_to(any_database, notice=notice, actor=make_provider_person(any_database), now=ENDS_AT - SECOND)

    with pytest.raises(NoticeNotClearError, match="还有 1 件异议没有答复"):
        settle(any_database, officer=officer, now=ENDS_AT)

    answer(any_database, officer=officer, objection=filed.objection, now=ENDS_AT)
    assert settle(any_database, officer=officer, now=ENDS_AT).settled_at == ENDS_AT


def test_upheld_objection_holds_the_decision_until_the_change_was_noticed(any_database: Database) -> None:
    write_calendar(any_database)
    officer = make_officer(any_database)
    notice = publish(any_database, officer=officer)
    filed = object_to(any_database, notice=notice, actor=make_provider_person(any_database), now=NOW)
    answer(any_database, officer=officer, objection=filed.objection, outcome=Outcome.UPHELD, now=ENDS_AT)

    with pytest.raises(NoticeNotClearError, match="还没有落实更改"):
        settle(any_database, officer=officer, now=ENDS_AT)

    new = restart(any_database, officer=officer, objection_ids=(filed.objection.id or 0,), now=ENDS_AT)
    assert state_of(any_database, now=new.ends_at - SECOND) is NoticeState.OPEN
    assert settle(any_database, officer=officer, now=new.ends_at).id == new.id


def test_restart_keeps_the_old_notice_with_what_changed_and_why(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    old = publish(database, officer=officer)
    new = restart(database, officer=officer, now=NOW + timedelta(days=1))

    with database.session() as session:
        change = session.exec(select(NoticeChange)).one()
        kept = session.get_one(PublicNotice, old.id)
    assert (change.notice_id, change.new_notice_id) == (old.id, new.id)
    assert change.before == kept.facts
    assert change.changes == ["移出示范集成有限公司"]
    assert kept.digest == digest(FACTS)
    assert [item["key"] for item in new.items] == ["provider:2"]


def test_open_objection_of_a_replaced_notice_still_holds_the_decision(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    old = publish(database, officer=officer)
    object_to(database, notice=old, actor=make_provider_person(database), now=NOW)
    new = restart(database, officer=officer, now=NOW + timedelta(days=1))

    assert state_of(database, now=new.ends_at) is NoticeState.ANSWERING


def test_change_that_changes_nothing_is_refused(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)
    with pytest.raises(InvalidError, match="没有变化"), database.transaction() as session:
        from dataclasses import replace

        restart_notice(session, actor=officer, change=replace(change_in(), facts=dict(FACTS)), now=NOW)


def test_change_after_the_decision_is_refused(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)
    settle(database, officer=officer, now=ENDS_AT)

    with pytest.raises(ConflictError):
        restart(database, officer=officer, now=ENDS_AT)


def test_change_names_only_objections_that_were_upheld(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    filed = object_to(database, notice=notice, actor=make_provider_person(database), now=NOW)

    with pytest.raises(InvalidError):
        restart(database, officer=officer, objection_ids=(filed.objection.id or 0,), now=NOW)


def test_settled_thing_may_be_noticed_anew(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)
    settle(database, officer=officer, now=ENDS_AT)

    again = publish(database, officer=officer, now=ENDS_AT)

    assert again.replaces_id is None


def test_withdrawn_notice_says_why_and_takes_no_decision(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    with database.transaction() as session:
        withdraw_notice(session, actor=officer, notice_id=notice.id or 0, reason="材料有误，重新征集。", now=NOW)

    with pytest.raises(NoticeNotClearError):
        settle(database, officer=officer, now=ENDS_AT)


def test_worker_notes_the_end_once_and_tells_the_office(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    for moment in (ENDS_AT - SECOND, ENDS_AT, ENDS_AT + SECOND):
        with database.transaction() as session:
            end_notice(session, {"notice_id": notice.id}, moment)

    with database.session() as session:
        assert session.get_one(PublicNotice, notice.id).ended_at == ENDS_AT
        messages = session.exec(select(Message).where(Message.user_id == officer.user_id)).all()
    assert [message.body for message in messages] == ["没有未决异议，可以作决定了。"]


def test_every_step_is_journalled(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    publish(database, officer=officer)
    new = restart(database, officer=officer, now=NOW)
    settle(database, officer=officer, now=new.ends_at)

    with database.session() as session:
        rows = session.exec(select(JournalEntry).order_by(JournalEntry.seq))  # type: ignore[arg-type]
        actions = [parse_event(row)["action"] for row in rows]
    steps = [action for action in actions if action.startswith("notice.")]
    assert steps == ["notice.published", "notice.restarted", "notice.settled"]


def test_calendar_year_is_replaced_as_a_whole(any_database: Database) -> None:
    write_calendar(any_database)
    with any_database.transaction() as session:
        store_calendar_year(
            session,
            actor=System(name="test"),
            year=2026,
            days=[DayRow(day=NOW.date().replace(day=23), is_working=False, name="临时放假")],
            source="临时安排",
            seen_version=1,
            now=NOW,
        )

    with any_database.session() as session:
        calendar = load_calendar(session)
    assert not calendar.is_working_day(NOW.date().replace(day=23))
    assert calendar.is_working_day(NOW.date().replace(month=10, day=1))


def test_calendar_year_that_moved_meanwhile_is_refused(database: Database) -> None:
    write_calendar(database)

    with pytest.raises(VersionMovedError), database.transaction() as session:
        store_calendar_year(
            session, actor=System(name="test"), year=2026, days=[], source="旧", seen_version=0, now=NOW
        )


def test_later_calendar_does_not_move_a_running_notice(database: Database) -> None:
    write_calendar(database)
    officer = make_officer(database)
    notice = publish(database, officer=officer)
    with database.transaction() as session:
        store_calendar_year(
            session, actor=System(name="test"), year=2026, days=[], source="改过", seen_version=1, now=NOW
        )

    with database.session() as session:
        assert session.get_one(PublicNotice, notice.id).ends_at == ENDS_AT
