"""Jobs of every night: due at an hour in Shanghai, planned once, made up for after a night without a worker."""

from datetime import UTC, datetime, time, timedelta

from sqlmodel import select

from marketplace.core.db import Database
from marketplace.core.jobs import Job, claim_next
from marketplace.core.nightly import NightPlanner, next_moment

EVENING = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
THREE = {"tidy": time(3, 0)}


def due_times(database: Database) -> list[datetime]:
    with database.session() as session:
        return sorted(session.exec(select(Job.due_at)).all())


def test_next_moment_before_the_hour_is_of_the_same_day_in_shanghai() -> None:
    assert next_moment(datetime(2026, 11, 22, 18, 59, tzinfo=UTC), at=time(3, 0)) == datetime(
        2026, 11, 22, 19, 0, tzinfo=UTC
    )


def test_next_moment_at_the_hour_is_of_the_next_day() -> None:
    assert next_moment(datetime(2026, 11, 22, 19, 0, tzinfo=UTC), at=time(3, 0)) == datetime(
        2026, 11, 23, 19, 0, tzinfo=UTC
    )


def test_night_is_planned_once_however_often_it_is_asked_for(any_database: Database) -> None:
    planner = NightPlanner(THREE)

    counts = [planner.plan(any_database, now=EVENING + timedelta(minutes=minute)) for minute in range(3)]

    assert counts == [1, 0, 0]
    assert due_times(any_database) == [datetime(2026, 11, 22, 19, 0, tzinfo=UTC)]


def test_second_worker_plans_nothing_more(any_database: Database) -> None:
    NightPlanner(THREE).plan(any_database, now=EVENING)

    assert NightPlanner(THREE).plan(any_database, now=EVENING) == 0


def test_planned_night_is_made_up_for_when_no_worker_was_awake(database: Database) -> None:
    NightPlanner(THREE).plan(database, now=EVENING)

    with database.transaction() as session:
        assert claim_next(session, now=EVENING) is None
        assert claim_next(session, now=EVENING + timedelta(days=3)) is not None


def test_each_night_gets_its_own_job(database: Database) -> None:
    planner = NightPlanner(THREE)

    for day in range(3):
        planner.plan(database, now=EVENING + timedelta(days=day))

    assert len(due_times(database)) == 3
