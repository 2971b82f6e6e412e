"""The outbox: work to do after the commit, claimed by one worker at a time and never lost with a process."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, TypeVar

from sqlalchemy import JSON, case, func
from sqlmodel import Field, Session, SQLModel, col, select

from marketplace.core.columns import UTC_DATETIME
from marketplace.core.locks import get_locked, locked
from marketplace.core.logs import bound_request_id

Parcel = TypeVar("Parcel")
Answer = TypeVar("Answer")

CLAIM_SECONDS = 120
MAX_ATTEMPTS = 12


class Job(SQLModel, table=True):
    """A piece of work; it is due at ``due_at`` and belongs to a worker until ``claimed_until``."""

    __tablename__ = "job"

    id: int | None = Field(default=None, primary_key=True)
    kind: str = Field(max_length=40)
    payload: dict[str, Any] = Field(sa_type=JSON)
    request_id: str = Field(default="", max_length=64)
    due_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
    claimed_until: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    attempts: int = 0
    done_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME, index=True)
    last_error: str = Field(default="", max_length=200)


Handler = Callable[[Session, Mapping[str, Any], datetime], None]
"""Work inside the database: it is done in the transaction that marks the job as done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand(Generic[Parcel, Answer]):
    """Work that speaks with the outside: no transaction is open while a slow server makes us wait.

    ``read`` gathers what to send (None: nothing any more), ``send`` speaks and may raise to be tried again, ``note``
    writes down the answer in the transaction that marks the job as done. A process that dies in between sends twice.
    """

    read: Callable[[Session, Mapping[str, Any], datetime], Parcel | None]
    send: Callable[[Parcel, datetime], Answer]
    note: Callable[[Session, Answer, datetime], None]


def enqueue(session: Session, *, kind: str, payload: Mapping[str, Any], now: datetime) -> Job:
    """Add a job in the caller's transaction; payloads carry ids, never personal values.

    It keeps the id of the request, or of the job, in which it is made: the worker's log is found by it.
    """
    job = Job(kind=kind, payload=dict(payload), due_at=now, request_id=bound_request_id())
    session.add(job)
    return job


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What waits: jobs that are due, how long the oldest has waited, and jobs that failed too often."""

    due: int
    given_up: int
    oldest_seconds: float


def load_backlog(session: Session, *, now: datetime) -> Backlog:
    """Count the jobs that are not done: one statement."""
    is_over = case((col(Job.attempts) >= MAX_ATTEMPTS, 1), else_=0)
    waiting = case((col(Job.attempts) < MAX_ATTEMPTS, col(Job.due_at)))
    total, given_up, oldest = session.execute(
        select(func.count(), func.coalesce(func.sum(is_over), 0), func.min(waiting)).where(
            col(Job.done_at).is_(None), col(Job.due_at) <= now
        )
    ).one()
    oldest_seconds = (now - oldest).total_seconds() if oldest is not None else 0.0
    return Backlog(due=total - given_up, given_up=given_up, oldest_seconds=oldest_seconds)


def claim_next(session: Session, *, now: datetime) -> Job | None:
    """Claim the oldest due job that nobody holds, or return None."""
    open_jobs = locked(
        select(Job)
        .where(col(Job.done_at).is_(None), col(Job.due_at) <= now, col(Job.attempts) < MAX_ATTEMPTS)
        .where(col(Job.claimed_until).is_(None) | (col(Job.claimed_until) < now))
        .order_by(col(Job.due_at), col(Job.id))
        .limit(1),
        skip_locked=True,
    )
    job = session.exec(open_jobs).first()
    if job is not None:
        job.claimed_until = now + timedelta(seconds=CLAIM_SECONDS)
        job.attempts += 1
    return job


def is_still_ours(session: Session, *, job: Job) -> bool:
    """Say whether a claimed job is ours, and lock it: after a clock jumped another worker may have taken it up."""
    found = get_locked(session, Job, job.id)
    return found.done_at is None and found.attempts == job.attempts


def finish(session: Session, *, job_id: int, now: datetime) -> None:
    """Mark a job as done, and forget its payload: a link inside it may still be a secret."""
    job = session.get_one(Job, job_id)
    job.payload = {}
    job.done_at = now
    job.claimed_until = None


def postpone(session: Session, *, job_id: int, error: str, now: datetime) -> None:
    """Give a failed job back with a waiting time that doubles with each attempt, an hour at most."""
    job = session.get_one(Job, job_id)
    job.claimed_until = None
    job.due_at = now + timedelta(seconds=min(3600, 5 * 2**job.attempts))
    job.last_error = error[:200]
