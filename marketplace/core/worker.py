"""The worker: runs due jobs one after another, each in its own transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime

import structlog

from marketplace.core import jobs
from marketplace.core.db import Database

log = structlog.get_logger(__name__)


def run_due_jobs(
    database: Database, handlers: Mapping[str, jobs.Handler], *, clock: Callable[[], datetime], limit: int = 1000
) -> int:
    """Run jobs until none is due; return how many were done. A failed one is kept and tried again later."""
    done = 0
    for _ in range(limit):
        with database.transaction() as session:
            job = jobs.claim_next(session, now=clock())
        if job is None:
            break
        done += _run_one(database, handlers, job, clock=clock)
    return done


def _run_one(
    database: Database, handlers: Mapping[str, jobs.Handler], job: jobs.Job, *, clock: Callable[[], datetime]
) -> bool:
    job_id = job.id or 0
    with structlog.contextvars.bound_contextvars(job_id=job_id, request_id=job.request_id):
        try:
            with database.transaction() as session:
                handlers[job.kind](session, job.payload, clock())
                jobs.finish(session, job_id=job_id, now=clock())
        except Exception as error:  # noqa: BLE001 - whatever a handler raises, the job must survive it
            log.warning("job_failed", kind=job.kind, attempts=job.attempts, error=type(error).__name__)
            with database.transaction() as session:
                jobs.postpone(session, job_id=job_id, error=type(error).__name__, now=clock())
            return False
    return True
