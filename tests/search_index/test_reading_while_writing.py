"""Readers in other processes see whole commits and no error while a writer works."""

import json
import subprocess
import sys
import time
from pathlib import Path

from search_index import EngineName, SearchQuery, open_index
from tests.search_index.killed_writer import BATCH, STAMP

ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from search_index import EngineName, open_index
from tests.search_index.killed_writer import batch
index = open_index(sys.argv[1], engine=EngineName(sys.argv[2]))
for number in range(1, int(sys.argv[3]) + 1):
    index.apply(upserts=batch(number), deletes=[], cursor=number)
"""


def test_reader_sees_only_whole_commits_while_another_process_writes(engine: EngineName, tmp_path: Path) -> None:
    reader = open_index(str(tmp_path), engine=engine)
    command = [sys.executable, "-W", "ignore", "-c", WRITER, str(tmp_path), str(engine), "25"]
    seen: list[tuple[int, int]] = []

    with subprocess.Popen(command, cwd=ROOT) as writer:
        while writer.poll() is None:
            digests = dict(reader.ids_and_digests())
            stamp = int(digests.pop(STAMP, "0"))
            seen.append((stamp, len(digests)))
            reader.search(SearchQuery(text="排产"))
            reader.suggest("pai")
            time.sleep(0.01)

    assert writer.returncode == 0
    assert all(documents == stamp * BATCH for stamp, documents in seen)
    assert reader.search(SearchQuery(text="排产")).total == 25 * BATCH
    print(json.dumps({"engine": str(engine), "reads": len(seen), "states": len(set(seen))}))
