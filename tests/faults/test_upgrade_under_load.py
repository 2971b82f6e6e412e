"""The newest migration on a database that is read and written: nobody is refused, and every write is there."""

import threading
import time
from dataclasses import dataclass, field

import pytest
from sqlalchemy import inspect
from sqlmodel import func, select

from marketplace.core import db, journal
from marketplace.core.actor import System
from marketplace.core.db import BUSY_MILLISECONDS, Database
from marketplace.core.jobs import Job, enqueue
from marketplace.migrations.runner import current_revision, downgrade, head_revision, upgrade
from tests.fixtures.web import NOW

SYSTEM = System(name="test")
BEFORE_AND_AFTER = 20  # Writes and reads that must have been done on either side of the migration.


@dataclass(slots=True, kw_only=True)
class Traffic:
    """What a reader and a writer did and met, until they are told to stop."""

    database: Database
    stopping: threading.Event = field(default_factory=threading.Event)
    writes: int = 0
    reads: int = 0
    longest: float = 0.0
    troubles: list[str] = field(default_factory=list)

    def write(self) -> None:
        while not self.stopping.is_set():
            started = time.monotonic()
            try:
                with self.database.transaction() as session:
                    enqueue(session, kind="test.noted", payload={"number": self.writes}, now=NOW)
                    journal.record(session, actor=SYSTEM, action="noted", subject=f"thing:{self.writes}", now=NOW)
            except Exception as error:
                self.troubles.append(repr(error))
                raise
            self.writes += 1
            self.longest = max(self.longest, time.monotonic() - started)

    def read(self) -> None:
        while not self.stopping.is_set():
            with self.database.session() as session:
                session.exec(select(func.count()).select_from(Job)).one()
            self.reads += 1

    def has_moved(self, *, since: tuple[int, int]) -> bool:
        return self.writes >= since[0] + BEFORE_AND_AFTER and self.reads >= since[1] + BEFORE_AND_AFTER


def wait_for(traffic: Traffic, *, since: tuple[int, int]) -> None:
    until = time.monotonic() + 60
    while not traffic.has_moved(since=since):
        assert not traffic.troubles, traffic.troubles
        assert time.monotonic() < until, "reads and writes stand still"
        time.sleep(0.01)


@pytest.fixture
def before(any_database: Database, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database of the release before, and writers of that release: they number commits only where it could."""
    downgrade(any_database.engine, revision="-1")
    if not inspect(any_database.engine).has_table("table_commit"):
        monkeypatch.setattr(db, "number_commit", lambda _session, _tables: None)
    return any_database


def test_newest_migration_runs_under_reads_and_writes_and_loses_none(before: Database) -> None:
    assert current_revision(before.engine) != head_revision()
    traffic = Traffic(database=before)
    threads = [threading.Thread(target=one) for one in (traffic.write, traffic.read)]
    for thread in threads:
        thread.start()
    try:
        wait_for(traffic, since=(0, 0))
        upgrade(before.engine)
        wait_for(traffic, since=(traffic.writes, traffic.reads))
    finally:
        traffic.stopping.set()
        for thread in threads:
            thread.join()

    assert current_revision(before.engine) == head_revision()
    assert traffic.troubles == []
    assert traffic.longest < BUSY_MILLISECONDS / 1000
    with before.session() as session:
        found = journal.verify(session)
        assert (found.is_intact, found.count) == (True, traffic.writes)
        assert session.exec(select(func.count()).select_from(Job)).one() == traffic.writes
