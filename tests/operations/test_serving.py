"""Both ways to start the service, as processes: pages are answered, and a signal ends everybody."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path

import psutil
import pytest
import urllib3

ROOT = Path(__file__).parents[2]
PYTHON = (sys.executable, "-W", "ignore", "-m")
CONFIG = "--config=python:marketplace.operations.gunicorn_conf"
COMMANDS = {
    "serve": [*PYTHON, "marketplace", "serve", "--port={port}"],
    "gunicorn": [*PYTHON, "gunicorn", CONFIG, "--workers=2", "--bind=127.0.0.1:{port}"],
}


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(
    request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path, port: int
) -> Iterator[subprocess.Popen[bytes]]:
    shutil.copy(sqlite_template, tmp_path / "marketplace.db")
    known = {name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "PROMETHEUS"))}
    env = {**known, "DEMO_MODE": "1", "DATA_DIR": str(tmp_path), "LOG_LEVEL": "WARNING"}
    command = [part.format(port=port) for part in COMMANDS[request.param]]
    with (tmp_path / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=ROOT, env=env, stderr=said, start_new_session=True)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def status(port: int, path: str) -> int:
    """Ask on a connection of its own, until somebody answers."""
    retries = urllib3.Retry(total=900, connect=900, backoff_factor=0.1, backoff_max=0.2)
    with urllib3.PoolManager(retries=retries, timeout=60) as pool:
        return pool.request("GET", f"http://127.0.0.1:{port}{path}", headers={"Connection": "close"}).status


def worker_of(server: subprocess.Popen[bytes]) -> psutil.Process | None:
    """Return the child without children of its own, the worker; nothing while it is being replaced."""
    for one in psutil.Process(server.pid).children():
        with suppress(psutil.NoSuchProcess):  # It may end while it is looked at.
            if not one.children():
                return one
    return None


def two_workers(server: subprocess.Popen[bytes]) -> list[psutil.Process]:
    """Return both workers of gunicorn; the first may answer before the second is started."""
    until = time.monotonic() + 60
    while len(found := psutil.Process(server.pid).children()) != 2:
        assert time.monotonic() < until, f"gunicorn has {len(found)} workers instead of two"
        time.sleep(0.05)
    return found


def end(server: subprocess.Popen[bytes]) -> None:
    """Tell the server to stop; nobody of its session may be left."""
    server.send_signal(signal.SIGTERM)

    assert server.wait(timeout=60) == 0
    with pytest.raises(ProcessLookupError):
        os.killpg(server.pid, 0)


@pytest.mark.parametrize("server", ["gunicorn"], indirect=True)
def test_each_worker_of_gunicorn_answers_and_a_signal_ends_them_all(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    assert status(port, "/") == 200

    first, second = two_workers(server)
    answers = []
    for one, other in ((first, second), (second, first)):
        other.suspend()
        answers.append(status(port, "/readyz"))
        other.resume()
        assert one.is_running()

    assert answers == [200, 200]
    end(server)
    assert (tmp_path / "said").read_text() == ""


@pytest.mark.parametrize("server", ["serve"], indirect=True)
def test_serve_answers_replaces_a_dead_worker_and_a_signal_ends_both(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    assert (status(port, "/"), status(port, "/readyz")) == (200, 200)
    killed = worker_of(server)
    assert killed is not None
    killed.kill()
    until = time.monotonic() + 60
    while (found := worker_of(server)) is None or found.pid == killed.pid:
        assert time.monotonic() < until, "nobody took the place of the worker that was killed"
        time.sleep(0.05)

    end(server)
    assert [json.loads(line)["event"] for line in (tmp_path / "said").read_text().splitlines()] == ["worker_died"]
