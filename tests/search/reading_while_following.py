"""One process writes, one follows the log, and some read: errors and staleness are printed; run as a program.

    python -m tests.search.reading_while_following DATABASE_URL INDEX_ROOT ENGINE SECONDS READERS

Staleness is the time from a commit until the follower's index holds it. Prints one JSON object.
"""

import json
import multiprocessing
import os
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import TypeAlias

import marketplace.tables  # noqa: F401 - foreign keys between areas need every table
from marketplace.core.changes import load_last_seq
from marketplace.core.db import Database
from marketplace.search.node import SearchNode
from marketplace.search.worker import keep_following, tend
from search_index import EngineName, SearchQuery
from tests.faults.index_writer import change

PAUSE = 0.2
LOOK = 0.02
PATIENCE = 120.0  # Seconds until everybody has started; a start that failed ends the others, too.
SLACK = 2.0  # Seconds by which the others outlive the writer.
Out: TypeAlias = "multiprocessing.Queue[object]"
Ready: TypeAlias = Barrier


def end_with_parent() -> None:
    """Leave nothing behind when the program is killed: its processes would search and follow for ever."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def follow(given: tuple[str, str, str], seconds: float, out: Out, ready: Ready) -> None:
    """Follow in a thread, as the worker does."""
    end_with_parent()
    url, root, engine = given
    database, node, stopping = Database(url), SearchNode(Path(root), engine=EngineName(engine)), threading.Event()
    with database.session() as session:
        node.open_current(session)  # A worker has been running long before the change that is measured.
        node.prepare(session, documents=True)
    thread = threading.Thread(target=keep_following, args=(database, node, stopping))
    thread.start()
    ready.wait(PATIENCE)
    time.sleep(seconds)
    stopping.set()
    thread.join()
    out.put([])


def read(given: tuple[str, str, str], seconds: float, out: Out, ready: Ready) -> None:
    """Search again and again without following; put what went wrong."""
    end_with_parent()
    url, root, engine = given
    database, node = Database(url), SearchNode(Path(root), engine=EngineName(engine))
    errors: list[str] = []
    with database.session() as session:
        node.open_current(session).search(SearchQuery(text="排产"))
    ready.wait(PATIENCE)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            with database.session() as session:
                index = node.open_current(session)
                if index.search(SearchQuery(text="排产")).total == 0:
                    errors.append("nothing is found")
                index.suggest("pai")
        except Exception as error:  # noqa: BLE001 - every error counts, whatever it is
            errors.append(repr(error))
        time.sleep(LOOK)
    out.put(errors)


def write(database: Database, node: SearchNode, *, seconds: float) -> list[float]:
    """Publish modules and note how long each takes to reach the index."""
    waits, end, number = [], time.monotonic() + seconds, 0
    while time.monotonic() < end:
        change(database, number=number)
        committed, number = time.monotonic(), number + 1
        with database.session() as session:
            head = load_last_seq(session)
            index = node.open_current(session)
        while index.cursor() < head and time.monotonic() - committed < seconds:
            time.sleep(LOOK / 4)
        waits.append(time.monotonic() - committed)
        time.sleep(PAUSE)
    return waits


def main(url: str, root: str, engine: str, seconds: float, readers: int) -> None:
    node = SearchNode(Path(root), engine=EngineName(engine))
    tend(Database(url), node)
    context = multiprocessing.get_context("spawn")
    out: multiprocessing.Queue[object] = context.Queue()
    work: list[Callable[..., None]] = [follow, *[read] * readers]
    ready = context.Barrier(len(work) + 1)
    processes = [context.Process(target=one, args=((url, root, engine), seconds + SLACK, out, ready)) for one in work]
    for process in processes:
        process.start()
    ready.wait(PATIENCE)
    waits = sorted(write(Database(url), node, seconds=seconds))
    errors = [error for _ in processes for error in out.get(timeout=seconds + 60)]  # type: ignore[attr-defined]  # Lists of texts.
    for process in processes:
        process.join()
    found = {
        "errors": errors,
        "changes": len(waits),
        "median": round(waits[len(waits) // 2], 3),
        "most": round(waits[-1], 3),
    }
    print(json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], float(sys.argv[4]), int(sys.argv[5]))
