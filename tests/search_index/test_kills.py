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
def test_index_survives_a_thousand_kills_while_writing(engine: EngineName, tmp_path: Path) -> None:
    found = {"problems": [], "kills": 0}
    for part in range(20):
        folder = tmp_path / str(part)
        folder.mkdir()
        one = killed(folder, engine=engine, kills=50, seed=part, timeout=3000)
        found["problems"] += one["problems"]  # type: ignore[operator]  # JSON.
        found["kills"] += int(str(one["kills"]))  # type: ignore[operator]  # JSON.

    assert found == {"problems": [], "kills": 1000}
