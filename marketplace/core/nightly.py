"""Jobs of every night: planned ahead in the database, so that a night without a worker is made up for."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta

from sqlmodel import Session, select

from marketplace.core.clock import SHANGHAI
from marketplace.core.db import Database
from marketplace.core.jobs import Job, enqueue


def next_moment(now: datetime, *, at: time) -> datetime:
    """Return the first moment after ``now`` at which the clock in Shanghai shows ``at``, in the zone of ``now``."""
    local = now.astimezone(SHANGHAI)
    today = datetime.combine(local.date(), at, tzinfo=SHANGHAI)
    return (today if today > local else today + timedelta(days=1)).astimezone(now.tzinfo)


def plan(session: Session, *, kind: str, at: time, now: datetime) -> bool:
    """Enqueue the next night's job unless that was done; return whether it was not."""
    due_at = next_moment(now, at=at)
    if session.exec(select(Job.id).where(Job.kind == kind, Job.due_at == due_at)).first() is not None:
        return False
    enqueue(session, kind=kind, payload={}, now=due_at)
    return True


class NightPlanner:
    """Plan each night's jobs once; between nights asking costs nothing."""

    def __init__(self, times: Mapping[str, time]) -> None:
        """Take the hour of each kind of job, in Asia/Shanghai."""
        self._times = dict(times)
        self._planned: dict[str, datetime] = {}

    def plan(self, database: Database, *, now: datetime) -> int:
        """Enqueue what the next night needs; return how many jobs. Two planners do no more than one."""
        count = 0
        for kind, at in self._times.items():
            due_at = next_moment(now, at=at)
            if self._planned.get(kind) != due_at:
                with database.transaction() as session:
                    count += plan(session, kind=kind, at=at, now=now)
                self._planned[kind] = due_at
        return count
