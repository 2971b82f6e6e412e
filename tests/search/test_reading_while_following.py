"""One process follows the log under steady writes while others read: no error, and changes show soon."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from marketplace.core.db import Database
from search_index import EngineName
from tests.fixtures.offers import make_provider, write_reference

ROOT = Path(__file__).parents[2]


def run(database: Database, *, folder: Path, engine: EngineName, seconds: int, readers: int) -> dict[str, Any]:
    write_reference(database)
    make_provider(database, name="安平排产软件有限公司")
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "ignore", "-m", "tests.search.reading_while_following"]
    done = subprocess.run(
        [*command, url, str(folder), str(engine), str(seconds), str(readers)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds * 4 + 200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(f"{engine}, {readers} readers, {seconds} s: {done.stdout.splitlines()[-1]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.slow
def test_readers_meet_no_error_while_the_follower_writes(database: Database, tmp_path: Path) -> None:
    found = run(database, folder=tmp_path / "search", engine=EngineName.WHOOSH, seconds=5, readers=2)

    assert found["errors"] == []
    # Beside other tests a machine has little time to spare; the minute below holds the second that people feel.
    assert found["median"] <= 3


@pytest.mark.soak
@pytest.mark.timeout(600)
@pytest.mark.parametrize("engine", list(EngineName))
def test_four_readers_meet_no_error_and_a_second_of_staleness_for_a_minute(
    database: Database, tmp_path: Path, engine: EngineName
) -> None:
    found = run(database, folder=tmp_path / "search", engine=engine, seconds=60, readers=4)

    assert found["errors"] == []
    assert found["most"] <= 1
