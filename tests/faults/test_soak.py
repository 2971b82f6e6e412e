"""The whole service while its processes are killed at random: whatever was acknowledged is there in the end."""

import itertools
import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import pytest
import urllib3
from sqlalchemy import text
from sqlmodel import col, func, select

from marketplace.accounts.services import create_api_token
from marketplace.catalog.models import ModuleVersion
from marketplace.core import journal
from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.core.jobs import Job
from tests.faults.ports import free_port
from tests.fixtures.offers import make_owner, make_provider, write_reference
from tests.operations.test_serving import worker_of

pytestmark = [pytest.mark.soak, pytest.mark.timeout(3_600)]
ROOT = Path(__file__).parents[2]
SECONDS = float(os.environ.get("SOAK_SECONDS", "300"))
SETTLE_SECONDS = 600
WRITERS = 4
OK = 200
PYTHON = (sys.executable, "-W", "ignore", "-m", "marketplace")


@dataclass(slots=True, kw_only=True)
class Site:
    """The service as a unit runs it: started again whenever it ends."""

    port: int
    env: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    starts: int = 0

    def ensure(self) -> subprocess.Popen[bytes]:
        if self.process is None or self.process.poll() is not None:
            self.starts += 1
            self.process = subprocess.Popen(
                [*PYTHON, "serve", f"--port={self.port}"], cwd=ROOT, env=dict(self.env), start_new_session=True
            )
        return self.process

    def answers(self) -> None:
        """Return once the service answers, started if need be."""
        self.ensure()
        with urllib3.PoolManager(retries=False, timeout=10) as pool:
            wait_until(lambda: self._is_up(pool), "the service does not start")

    def _is_up(self, pool: urllib3.PoolManager) -> bool:
        with suppress(urllib3.exceptions.HTTPError):
            return pool.request("GET", f"http://127.0.0.1:{self.port}/healthz").status == OK
        return False

    def end(self) -> None:
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None


@dataclass(slots=True, kw_only=True)
class Written:
    """What was acknowledged, by name, and what the writers met on their way."""

    ids: dict[str, int] = field(default_factory=dict)
    met: Counter[str] = field(default_factory=Counter)


@pytest.fixture
def durable(any_database: Database) -> Database:
    """A database that tells of a commit once it is kept: PostgreSQL's of the tests is in a hurry otherwise."""
    if not any_database.is_sqlite:
        url = any_database.engine.url
        with any_database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{url.database}" SET synchronous_commit = on')
        any_database.dispose()
    write_reference(any_database)
    return any_database


@contextmanager
def site_of(database: Database, *, folder: Path) -> Iterator[Site]:
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "PROMETHEUS"))}
    url = database.engine.url.render_as_string(hide_password=False)
    env = {**known, "DATABASE_URL": url, "DATA_DIR": str(folder), "DEMO_MODE": "1", "RATE_LIMITS": "0"}
    site = Site(port=free_port(), env={**env, "LOG_LEVEL": "ERROR"})
    try:
        yield site
    finally:
        site.end()


def write(site: Site, written: Written, *, token: str, names: Iterator[str], until: float) -> None:
    """Write drafts one after another, each under a key of its own until it is acknowledged."""
    with urllib3.PoolManager(retries=False, timeout=30) as pool:
        for name in names:
            if time.monotonic() > until:
                return
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": f"soak-{name}"}
            body = {"name": name, "summary": "写在有进程被杀的时候。", "payment": ["一次性付费"]}
            while time.monotonic() < until + 150:
                try:
                    url = f"http://127.0.0.1:{site.port}/api/v1/modules"
                    answer = pool.request("POST", url, json=body, headers=headers)
                except urllib3.exceptions.HTTPError as error:
                    written.met[type(error).__name__] += 1
                else:
                    written.met[str(answer.status)] += 1
                    if answer.status == 201:
                        written.ids[name] = json.loads(answer.data)["version_id"]
                        break
                    if answer.status == 409 and time.monotonic() > until:
                        break  # Done or lost, but never acknowledged: nothing was promised.
                time.sleep(0.2)


def names_of(writer: int) -> Iterator[str]:
    return (f"{writer}-{number}" for number in itertools.count())


def kill_web(site: Site, _database: Database) -> None:
    parents = [one for one in psutil.Process(site.ensure().pid).children() if one.children()]
    random.choice(parents[0].children()).kill()


def kill_worker(site: Site, _database: Database) -> None:
    found = worker_of(site.ensure())
    if found is None:
        raise ProcessLookupError
    found.kill()


def kill_everything(site: Site, _database: Database) -> None:
    site.end()
    site.answers()  # Whoever is started anew is given the time to be killed at work.


def kill_database(_site: Site, database: Database) -> None:
    """Kill a process that serves a connection: PostgreSQL then drops all, recovers and goes on."""
    database.dispose()
    with database.engine.connect() as connection:
        wanted = text("SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
        pids = list(connection.execute(wanted).scalars())
    database.dispose()
    if pids:
        os.kill(random.choice(pids), signal.SIGKILL)


KILLS: dict[str, Callable[[Site, Database], None]] = {
    "web": kill_web,
    "worker": kill_worker,
    "database": kill_database,
    "everything": kill_everything,
}
WEIGHTS = {"web": 5, "worker": 3, "database": 2, "everything": 1}


def kill_at_random(site: Site, database: Database, *, until: float) -> Counter[str]:
    """Kill somebody every few seconds, and start again what a unit would start."""
    done: Counter[str] = Counter()
    weights = {kind: weight for kind, weight in WEIGHTS.items() if kind != "database" or not database.is_sqlite}
    every = [kind for kind, weight in weights.items() for _ in range(weight)]
    kinds: list[str] = []
    while time.monotonic() < until:
        time.sleep(random.uniform(1, 5))
        site.ensure()
        kinds = kinds or random.sample(every, len(every))
        kind = kinds.pop()
        try:
            KILLS[kind](site, database)
        except (psutil.Error, IndexError, StopIteration, ProcessLookupError):
            continue  # It was not up yet, or gone already.
        done[kind] += 1
    site.ensure()
    return done


def wait_until(is_so: Callable[[], bool], what: str) -> None:
    end = time.monotonic() + SETTLE_SECONDS
    while not is_so():
        assert time.monotonic() < end, what
        time.sleep(1)


def due(database: Database) -> int:
    with database.session() as session:
        return session.exec(select(func.count()).where(col(Job.done_at).is_(None), Job.due_at <= utc_now())).one()


def index_is_equal(site: Site) -> bool:
    for command in ("drain", "check"):
        done = subprocess.run([*PYTHON, "search", command], cwd=ROOT, env=dict(site.env), check=False, timeout=600)
        if done.returncode != 0:
            return False
    return True


def test_nothing_that_was_acknowledged_is_lost_while_processes_are_killed(durable: Database, tmp_path: Path) -> None:
    tokens = []
    for _ in range(WRITERS):
        actor = make_owner(durable, provider_id=make_provider(durable))
        with durable.transaction() as session:
            _, token = create_api_token(session, actor=actor, name="程序", scopes=["write"], days=1, now=utc_now())
        tokens.append(token)
    written = Written()
    with site_of(durable, folder=tmp_path) as site:
        site.answers()
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(
                target=write,
                args=(site, written),
                kwargs={"token": token, "names": names_of(number), "until": until},
            )
            for number, token in enumerate(tokens)
        ]
        for thread in threads:
            thread.start()
        kills = kill_at_random(site, durable, until=until)
        for thread in threads:
            thread.join()
        wait_until(lambda: due(durable) == 0, "jobs are left")
        wait_until(lambda: index_is_equal(site), "the index differs")

        kind = "SQLite" if durable.is_sqlite else "PostgreSQL"
        print(f"\n{kind}, {SECONDS:.0f} s, killed {dict(kills)}, started {site.starts} times")
        print(f"{len(written.ids)} writes acknowledged, met {dict(written.met)}", flush=True)
    with durable.session() as session:
        kept = dict(session.exec(select(ModuleVersion.name, ModuleVersion.id)).all())
        total = session.exec(select(func.count()).select_from(ModuleVersion)).one()
        verified = journal.verify(session)
    assert {name: kept.get(name) for name in written.ids} == written.ids
    assert total == len(kept)
    assert verified.is_intact
    # It was a trial: whoever can be killed was, and people could work meanwhile.
    assert set(kills) == {kind for kind in KILLS if kind != "database" or not durable.is_sqlite}
    assert len(written.ids) >= SECONDS / 10
