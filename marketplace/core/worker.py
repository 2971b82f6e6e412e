"""The worker: runs due jobs one after another; each is marked as done in the transaction of its own writes."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session

from marketplace.core import jobs
from marketplace.core.db import Database

Handlers = Mapping[str, jobs.Handler | jobs.Errand[Any, Any]]

log = structlog.get_logger(__name__)


def run_due_jobs(database: Database, handlers: Handlers, *, clock: Callable[[], datetime], limit: int = 1000) -> int:
    """Run jobs until none is due; return how many were done. A failed one is kept and tried again later."""
    done = 0
    for _ in range(limit):
        with database.transaction() as session:
            job = jobs.claim_next(session, now=clock())
        if job is None:
            break
        done += _run_one(database, handlers, job, clock=clock)
    return done


def _run_one(database: Database, handlers: Handlers, job: jobs.Job, *, clock: Callable[[], datetime]) -> bool:
    job_id = job.id or 0
    with structlog.contextvars.bound_contextvars(job_id=job_id, request_id=job.request_id):
        try:
            _perform(database, handlers[job.kind], job, clock=clock)
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the job must survive it
            log.warning("job_failed", kind=job.kind, attempts=job.attempts, error=type(error).__name__)
            with database.transaction() as session:
                if jobs.is_still_ours(session, job=job):
                    jobs.postpone(session, job_id=job_id, error=type(error).__name__, now=clock())
            return False
        log.info("job_ended", kind=job.kind, attempts=job.attempts)
    return True


def _perform(
    database: Database, handler: jobs.Handler | jobs.Errand[Any, Any], job: jobs.Job, *, clock: Callable[[], datetime]
) -> None:
    note: Callable[[Session], None] | None = None
    if isinstance(handler, jobs.Errand):
        note = _run_errand(database, handler, job, clock=clock)
    with database.transaction() as session:
        if not jobs.is_still_ours(session, job=job):
            log.warning("job_taken_over", kind=job.kind)
            return
        if note is not None:
            note(session)
        elif not isinstance(handler, jobs.Errand):
            handler(session, job.payload, clock())
        jobs.finish(session, job_id=job.id or 0, now=clock())


def _run_errand(
    database: Database, errand: jobs.Errand[Any, Any], job: jobs.Job, *, clock: Callable[[], datetime]
) -> Callable[[Session], None] | None:
    with database.session() as session:
        parcel = errand.read(session, job.payload, clock())
    if parcel is None:
        return None
    answer = errand.send(parcel, clock())
    return lambda session: errand.note(session, answer, clock())
