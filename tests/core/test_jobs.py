"""Jobs: claimed once, kept on failure, tried again later, and forgotten when done."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import Session, select

from marketplace.core import jobs
from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from tests.fixtures.web import NOW


def enqueue(database: Database, *, kind: str = "note") -> None:
    with database.transaction() as session:
        jobs.enqueue(session, kind=kind, payload={"secret": "link"}, now=NOW)


def only_job(database: Database) -> jobs.Job:
    with database.session() as session:
        return session.exec(select(jobs.Job)).one()


def succeed(_session: Session, _payload: Mapping[str, Any], _now: datetime) -> None:
    return


def fail(_session: Session, _payload: Mapping[str, Any], _now: datetime) -> None:
    raise ConnectionError


def test_claimed_job_is_not_given_to_a_second_worker(any_database: Database) -> None:
    enqueue(any_database)
    with any_database.transaction() as session:
        assert jobs.claim_next(session, now=NOW) is not None

    with any_database.transaction() as session:
        assert jobs.claim_next(session, now=NOW) is None


def test_job_of_a_dead_worker_is_claimed_again_when_its_time_is_over(any_database: Database) -> None:
    enqueue(any_database)
    with any_database.transaction() as session:
        jobs.claim_next(session, now=NOW)

    later = NOW + timedelta(seconds=jobs.CLAIM_SECONDS + 1)
    with any_database.transaction() as session:
        assert jobs.claim_next(session, now=later) is not None


def test_two_workers_on_one_job_after_a_clock_jump_write_once(any_database: Database) -> None:
    """The clock jumps ahead while the first is at work: a second takes the job up and ends before it."""
    enqueue(any_database)
    written = []

    def second(_session: Session, _payload: Mapping[str, Any], now: datetime) -> None:
        written.append(("second", now))

    def send_slowly(_parcel: str, now: datetime) -> str:
        run_due_jobs(any_database, {"note": second}, clock=lambda: now + timedelta(days=1))
        return "sent"

    first = jobs.Errand(
        read=lambda *_: "parcel", send=send_slowly, note=lambda _session, answer, _now: written.append((answer, NOW))
    )
    run_due_jobs(any_database, {"note": first}, clock=lambda: NOW)

    assert written == [("second", NOW + timedelta(days=1))]
    assert only_job(any_database).done_at == NOW + timedelta(days=1)


def test_worker_that_fails_late_does_not_take_a_done_job_back(any_database: Database) -> None:
    enqueue(any_database)

    def fail_late(_parcel: str, now: datetime) -> str:
        run_due_jobs(any_database, {"note": succeed}, clock=lambda: now + timedelta(days=1))
        raise ConnectionError

    late = jobs.Errand(read=lambda *_: "parcel", send=fail_late, note=lambda *_: None)
    run_due_jobs(any_database, {"note": late}, clock=lambda: NOW)

    job = only_job(any_database)
    assert job.done_at is not None
    assert job.last_error == ""


def test_done_job_forgets_its_payload(any_database: Database) -> None:
    enqueue(any_database)

    done = run_due_jobs(any_database, {"note": succeed}, clock=lambda: NOW)

    assert done == 1
    assert only_job(any_database).payload == {}


def test_failed_job_is_kept_for_later_without_the_error_text(any_database: Database) -> None:
    enqueue(any_database)

    done = run_due_jobs(any_database, {"note": fail}, clock=lambda: NOW)

    job = only_job(any_database)
    assert done == 0
    assert job.due_at > NOW
    assert job.last_error == "ConnectionError"


def test_errand_speaks_with_the_outside_while_others_may_write(any_database: Database) -> None:
    """A slow server must not keep the database's write lock."""
    enqueue(any_database)
    noted: list[str] = []

    def send(parcel: str, _now: datetime) -> str:
        enqueue(any_database, kind="other")
        return parcel.upper()

    errand: jobs.Errand[str, str] = jobs.Errand(
        read=lambda _session, _payload, _now: "letter",
        send=send,
        note=lambda _session, answer, _now: noted.append(answer),
    )

    assert run_due_jobs(any_database, {"note": errand}, clock=lambda: NOW, limit=1) == 1
    assert noted == ["LETTER"]


def test_errand_without_anything_to_send_is_done(any_database: Database) -> None:
    enqueue(any_database)
    errand: jobs.Errand[str, str] = jobs.Errand(
        read=lambda _session, _payload, _now: None,
        send=lambda _parcel, _now: pytest.fail("nothing to send"),
        note=lambda _session, _answer, _now: pytest.fail("nothing to note"),
    )

    assert run_due_jobs(any_database, {"note": errand}, clock=lambda: NOW) == 1
    assert only_job(any_database).done_at == NOW


def test_errand_that_fails_is_tried_again_later(any_database: Database) -> None:
    enqueue(any_database)

    def send(_parcel: str, _now: datetime) -> str:
        raise TimeoutError

    errand: jobs.Errand[str, str] = jobs.Errand(
        read=lambda _session, _payload, _now: "letter",
        send=send,
        note=lambda _session, _answer, _now: pytest.fail("nothing to note"),
    )

    assert run_due_jobs(any_database, {"note": errand}, clock=lambda: NOW) == 0
    assert only_job(any_database).due_at > NOW
