"""The service as its unit runs it: a user of its own, code that it can't write, and only DATA_DIR to write to."""

import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import urllib3

from tests.operations.readable import Readable, provide
from tests.operations.test_serving import COMMANDS, end, port, status

__all__ = ["port"]  # A fixture that both files use.
NOBODY = 65534  # The user and the group that own nothing, on every Linux.
IS_ROOT = os.geteuid() == 0
AS_NOBODY: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
State = dict[str, tuple[int, int, int]]


def code_state(code: Path) -> State:
    """Return mode, size and time of change (ns) of every file and folder of the code."""
    stats = {path.relative_to(code).as_posix(): path.lstat() for path in (code, *code.rglob("*"))}
    return {name: (one.st_mode, one.st_size, one.st_mtime_ns) for name, one in stats.items()}


@pytest.fixture
def readable() -> Iterator[Readable]:
    """The code and what runs it; pytest's own folders are closed to other users, and a named one may be."""
    with TemporaryDirectory(dir="/tmp") as made:
        yield provide(Path(made))


@pytest.fixture
def before(readable: Readable) -> State:
    """The state of the code before anything runs on it."""
    return code_state(readable.code)


@pytest.fixture
def data_dir(readable: Readable, sqlite_template: Path) -> Path:
    """A folder that the service owns, beside the code."""
    folder = readable.code.with_name("data")
    folder.mkdir()
    shutil.copy(sqlite_template, folder / "marketplace.db")
    for path in (folder, folder / "marketplace.db") if IS_ROOT else ():
        os.chown(path, NOBODY, NOBODY)
    return folder


@pytest.fixture
def served(readable: Readable, data_dir: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """The service with both its processes; as nobody when the tests run as root, which no permission holds."""
    given = ("DATABASE", "PROMETHEUS", "PYTHON")
    known = {name: value for name, value in os.environ.items() if not name.startswith(given)}
    own = {"DEMO_MODE": "1", "DATA_DIR": str(data_dir), "HOME": str(data_dir), "LOG_LEVEL": "WARNING"}
    command = [str(readable.python), *(part.format(port=port) for part in COMMANDS["serve"][1:])]
    started: dict[str, Any] = {"cwd": readable.code, "env": {**known, **own, **readable.env}, "start_new_session": True}
    with (data_dir / "said").open("wb") as said:
        process = subprocess.Popen(command, stderr=said, **started, **(AS_NOBODY if IS_ROOT else {}))
    yield process
    if process.poll() is None:
        os.killpg(process.pid, 9)
        process.wait()


def powers_of(process: subprocess.Popen[bytes]) -> tuple[set[str], int]:
    """Return the users that a process acts as (real, effective, saved, of files), and its powers beyond theirs."""
    lines = Path(f"/proc/{process.pid}/status").read_text().splitlines()
    found = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return set(found["Uid"].split()), int(found["CapEff"], 16) | int(found["CapPrm"], 16)


def save(port: int) -> int:
    """Ask for a new password, as a browser does: what is saved is a job, whether the address is known or not."""
    headers = {"Sec-Fetch-Site": "same-origin"}
    with urllib3.PoolManager(timeout=60) as pool:
        address = f"http://127.0.0.1:{port}/password/forgot"
        return pool.request("POST", address, fields={"email": "nobody@example.invalid"}, headers=headers).status


def wait_for_job(data_dir: Path) -> int:
    """Wait until the worker has done what was saved; return how many jobs were."""
    until = time.monotonic() + 60
    while True:
        with closing(sqlite3.connect(data_dir / "marketplace.db")) as database:
            statement = "SELECT count(*) FROM job WHERE kind = 'password_reset' AND done_at IS NOT NULL"
            (done,) = database.execute(statement).fetchone()
        if done or time.monotonic() > until:
            return int(done)
        time.sleep(0.1)


def test_service_of_a_user_who_cannot_write_the_code_shows_saves_and_leaves_the_code_alone(
    before: State, served: subprocess.Popen[bytes], readable: Readable, port: int, data_dir: Path
) -> None:
    assert (status(port, "/"), status(port, "/readyz"), status(port, "/modules")) == (200, 200, 200)
    assert powers_of(served) == ({str(NOBODY if IS_ROOT else os.geteuid())}, 0)
    assert (save(port), wait_for_job(data_dir)) == (200, 1)

    end(served)
    assert code_state(readable.code) == before
    assert (data_dir / "said").read_text() == ""
