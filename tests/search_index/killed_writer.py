"""Kills writers of an index with SIGKILL again and again and looks at what is left; run as a program.

    python -m tests.search_index.killed_writer FOLDER ENGINE KILLS SEED

At position n the index must hold the documents 0 .. 20·n - 1 and a stamp whose digest is n. Prints one JSON object.
"""

import json
import os
import random
import signal
import sys
import time
import traceback
from collections.abc import Callable

from search_index import (
    EMPTY_LEXICON,
    DocKey,
    Document,
    EngineName,
    SearchIndex,
    SearchQuery,
    open_index,
    prepare_analysis,
)

BATCH = 20
LONGEST_LIFE = 0.25
STAMP = DocKey("stamp", "1")


def batch(number: int) -> list[Document]:
    first = (number - 1) * BATCH
    found = [
        Document(kind="module", id=str(n), title=f"排产模块{n}", body="急单插单自动重排" * 5, digest=str(n))
        for n in range(first, first + BATCH)
    ]
    return [*found, Document(kind=STAMP.kind, id=STAMP.id, title="戳记", digest=str(number))]


def write_for_ever(folder: str, *, engine: EngineName, started: int) -> None:
    index = open_index(folder, engine=engine)
    number, parent = index.cursor(), os.getppid()
    while os.getppid() == parent:  # Nobody is left to kill it when the parent was ended from outside.
        os.write(started, b"!")
        number += 1
        index.apply(upserts=batch(number), deletes=[], cursor=number)


def problem(index: SearchIndex) -> str:
    """Return what is wrong; empty when content and position agree."""
    cursor = index.cursor()
    digests = dict(index.ids_and_digests())
    stamp = digests.pop(STAMP, "0")
    if stamp != str(cursor):
        return f"stamp {stamp} at position {cursor}"
    expected = {DocKey("module", str(n)): str(n) for n in range(cursor * BATCH)}
    if digests != expected:
        return f"{len(digests)} documents at position {cursor}"
    total = index.search(SearchQuery(text="排产")).total
    return "" if total == len(expected) else f"{total} hits at position {cursor}"


def in_child(work: Callable[[], str]) -> str:
    """Run in a fork, so that this process never opens an index and stays free of threads."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            answer = work()
        except BaseException:  # noqa: BLE001  # Whatever it is, the parent prints it.
            answer = traceback.format_exc()
        os.write(writing, answer.encode()[:60_000])
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        answer = file.read().decode()
    os.waitpid(pid, 0)
    return answer


def kill_one(folder: str, *, engine: EngineName, commits: int, life: float) -> None:
    """Kill a writer that has made so many commits, a random moment later: busy machines reach commits late."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        write_for_ever(folder, engine=engine, started=writing)
    os.close(writing)
    for _ in range(commits + 1):
        os.read(reading, 1)
    time.sleep(life)
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    os.close(reading)


def main(folder: str, engine: EngineName, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    prepare_analysis(EMPTY_LEXICON, documents=True)  # Once here, or children would be killed while they load tables.
    problems = []
    for _ in range(kills):
        kill_one(folder, engine=engine, commits=chance.randrange(3), life=chance.uniform(0, LONGEST_LIFE))
        found = in_child(lambda: problem(open_index(folder, engine=engine)))
        if found:
            problems.append(found)
    reached = in_child(lambda: str(open_index(folder, engine=engine).cursor()))
    print(json.dumps({"kills": kills, "problems": problems, "commits": int(reached)}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1], EngineName(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
