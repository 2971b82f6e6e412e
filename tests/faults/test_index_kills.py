"""A follower or a rebuild that dies loses nothing: the index opens, answers, and catches up with the database."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from marketplace.core.db import Database
from search_index import EngineName
from tests.fixtures.offers import make_provider, write_reference

ROOT = Path(__file__).parents[2]
KILLS = 10  # With each engine, every second one while rebuilding: twenty in a run.


@pytest.fixture
def offers(database: Database) -> Database:
    """Give a database with one provider, who publishes a module before each kill."""
    write_reference(database)
    make_provider(database, name="安平排产软件有限公司")
    return database


def killed(database: Database, *, folder: Path, engine: EngineName, kills: int, seed: int, timeout: int) -> object:
    url = database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-W", "ignore", "-m", "tests.faults.index_writer"]
    done = subprocess.run(
        [*command, url, str(folder), str(engine), str(kills), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    print(f"search index, {engine}: {done.stdout.splitlines()[-1]}")
    return json.loads(done.stdout.splitlines()[-1])


@pytest.mark.slow
@pytest.mark.parametrize("engine", list(EngineName))
def test_index_survives_kills_while_following_rebuilding_and_swapping(
    offers: Database, tmp_path: Path, engine: EngineName
) -> None:
    found = killed(offers, folder=tmp_path / "search", engine=engine, kills=KILLS, seed=7, timeout=240)

    assert found == {"kills": KILLS, "problems": []}


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("quarter", range(4))
@pytest.mark.parametrize("engine", list(EngineName))
def test_index_survives_a_thousand_kills_while_following_rebuilding_and_swapping(
    offers: Database, tmp_path: Path, engine: EngineName, quarter: int
) -> None:
    # One after another over the same database and folder, so that a long run shows how far it is.
    for part in range(quarter * 5, quarter * 5 + 5):
        found = killed(offers, folder=tmp_path / "search", engine=engine, kills=50, seed=part, timeout=3600)

        assert found == {"kills": 50, "problems": []}
