"""A writer that dies leaves a readable index whose position agrees with its content."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from search_index import EngineName

ROOT = Path(__file__).parents[2]


def killed(folder: Path, *, engine: EngineName, kills: int, seed: int, timeout: int) -> dict[str, object]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.search_index.killed_writer"]
    done = subprocess.run(
        [*command, str(folder), str(engine), str(kills), str(seed)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=timeout,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, object] = json.loads(done.stdout)
    print(f"{engine}: {found['kills']} kills over {found['commits']} commits, {found['problems']} problems")
    return found


def test_index_survives_twenty_kills_while_writing(engine: EngineName, tmp_path: Path) -> None:
    found = killed(tmp_path, engine=engine, kills=20, seed=5, timeout=240)

    assert (found["kills"], found["problems"]) == (20, [])
    assert int(str(found["commits"])) > 0


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("quarter", range(4))
def test_index_survives_a_thousand_kills_while_writing(engine: EngineName, tmp_path: Path, quarter: int) -> None:
    # A folder holds what fifty kills left: with more, looking at it would cost more than killing.
    for part in range(quarter * 5, quarter * 5 + 5):
        folder = tmp_path / str(part)
        folder.mkdir()

        found = killed(folder, engine=engine, kills=50, seed=part, timeout=3000)

        assert (found["kills"], found["problems"]) == (50, [])
