"""Follows the log or rebuilds the index of a database for ever, until it is killed; run as a program.

    python -m tests.faults.index_writer DATABASE_URL INDEX_ROOT ENGINE KILLS SEED

The program itself forks one writer after another, changes the database meanwhile, kills the writer with SIGKILL at a
random moment, and looks at what is left with another fork. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import configure_mappers
from sqlmodel import Session, select

import marketplace.tables  # noqa: F401 - foreign keys between areas need every table
from marketplace.catalog.services import write_modules
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.exchange.rows import ModuleRow
from marketplace.providers.models import Provider
from marketplace.search.checking import compare, drain
from marketplace.search.node import SearchNode
from marketplace.search.rebuilding import rebuild
from marketplace.search.worker import PAUSE_SECONDS, tend
from search_index import EngineName, SearchQuery

LONGEST_LIFE = 0.25
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def change(database: Database, *, number: int) -> str:
    """Publish a module of the first provider, so that the log grows while writers die; return its name."""
    name = f"排产模块{number}"
    with database.transaction() as session:
        provider_id = _first_provider(session)
        rows = [ModuleRow(ref=f"k{number}", name=name, summary="急单插单自动重排。")]
        write_modules(session, actor=System(name="test"), provider_id=provider_id, rows=rows, publish=True, now=NOW)
    return name


def _first_provider(session: Session) -> int:
    found = session.exec(select(Provider.organisation_id).order_by(Provider.organisation_id)).first()  # type: ignore[arg-type]  # A column.
    return found or 0


def write_for_ever(url: str, *, node: SearchNode, rebuilding: bool, started: int) -> None:
    """Follow, or build and swap, without a pause."""
    database, parent = Database(url), os.getppid()
    tend(database, node)
    os.write(started, b"!")
    while os.getppid() == parent:  # Nobody is left to kill it when the parent was ended from outside.
        if rebuilding:
            rebuild(database, node, wait=True)
        else:
            tend(database, node)


def problem(url: str, *, node: SearchNode) -> str:
    """Return what is wrong after a kill; empty when the index opens, answers, and catches up to the database."""
    database = Database(url)
    with database.session() as session:
        index, _ = node.refresh(session)
        total = index.search(SearchQuery(text="排产")).total
    if total == 0:
        return "nothing is found"
    drain(database, node)
    with database.session() as session:
        found = compare(session, node.open_current(session), node=node)
    return "" if found.is_equal else f"{found.missing} {found.differing} {found.surplus}"


def in_child(work: Callable[[], str]) -> str:
    """Run in a fork, so that this process never opens an index."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer = work()
        except BaseException:  # noqa: BLE001 - whatever it is, the parent prints it
            answer = traceback.format_exc()
        os.write(writing, answer.encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.read().decode()
    os.waitpid(pid, 0)
    return answer


def prepare(url: str, *, node: SearchNode) -> None:
    """Lay out once here what every child needs, so that it is killed while it writes rather than while it loads tables.

    No index is opened and no connection kept.
    """
    configure_mappers()
    database = Database(url)
    with database.session() as session:
        node.prepare(session, documents=True)
    database.engine.dispose()


def main(url: str, root: str, engine: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    node = SearchNode(Path(root), engine=EngineName(engine))
    prepare(url, node=node)
    first = in_child(lambda: str(tend(Database(url), node)))
    problems = [] if first in {"0.0", str(PAUSE_SECONDS)} else [first]
    for number in range(seed * kills, (seed + 1) * kills):  # New ones in each part of a long run.
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            write_for_ever(url, node=node, rebuilding=number % 2 == 1, started=writing)
        os.close(writing)
        os.read(reading, 1)
        in_child(lambda number=number: change(Database(url), number=number))  # type: ignore[misc]  # A bound number.
        time.sleep(chance.uniform(0, LONGEST_LIFE))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        os.close(reading)
        found = in_child(lambda: problem(url, node=node))
        problems += [found] if found else []
    print(json.dumps({"kills": kills, "problems": problems}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]))
