"""The web server's own settings are read by gunicorn itself, and bound what one client may cost."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import urllib3

from marketplace.serving import gunicorn_command
from marketplace.settings import Settings
from marketplace.web.metrics import FOLDER_VARIABLE

ROOT = Path(__file__).parents[2]
APP = """
import time
from pathlib import Path
def app(environ, start):
    if environ["PATH_INFO"] == "/slow":
        Path(__file__).with_name("begun").touch()
        time.sleep(0.5)
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"done"]
"""


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(path: Path) -> None:
    """Return when a file is there."""
    until = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < until, f"{path} never came"
        time.sleep(0.02)


@pytest.fixture
def command(tmp_path: Path, port: int) -> list[str]:
    """The command line of ``serve``, with an application that only waits."""
    (tmp_path / "slow_app.py").write_text(APP, encoding="utf-8")
    made = gunicorn_command(Settings(demo_mode=True, web_workers=1), host="127.0.0.1", port=port)
    return [*(part.replace("marketplace.wsgi:app", "slow_app:app") for part in made), f"--pythonpath={tmp_path}"]


@pytest.fixture
def server(command: list[str], port: int) -> Iterator[subprocess.Popen[bytes]]:
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, FOLDER_VARIABLE: ""}, start_new_session=True)
    retries = urllib3.Retry(total=200, connect=200, backoff_factor=0.05, backoff_max=0.2)
    with urllib3.PoolManager(retries=retries) as pool:
        pool.request("GET", f"http://127.0.0.1:{port}/")
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def ask(port: int, *, request: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(request)
    return client


def read_all(client: socket.socket) -> bytes:
    with client:
        return b"".join(iter(lambda: client.recv(4096), b""))


def test_request_under_way_is_answered_when_the_server_is_told_to_stop(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    client = ask(port, request=b"GET /slow HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    wait_for(tmp_path / "begun")

    server.send_signal(signal.SIGTERM)

    assert b"done" in read_all(client)
    assert server.wait(timeout=60) == 0


def test_request_beyond_measure_is_refused_before_the_application(server: subprocess.Popen[bytes], port: int) -> None:
    sent = {
        "long line": b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "many fields": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Many: 1\r\n" * 70 + b"\r\n",
        "long field": b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n",
        "nonsense": b"no request at all\r\n\r\n",
    }

    statuses = {name: read_all(ask(port, request=request)).split(b" ")[1] for name, request in sent.items()}

    assert statuses == {"long line": b"414", "many fields": b"431", "long field": b"431", "nonsense": b"400"}
    assert server.poll() is None


def test_command_hands_gunicorn_the_file_it_reads(command: list[str], tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", *command[1:], "--print-config"],
        cwd=ROOT,
        env={
            **os.environ,
            "PYTHONPATH": str(tmp_path),
        },  # Asked so, gunicorn loads the application before --pythonpath.
        capture_output=True,
        text=True,
        check=True,
    )

    read = dict(line.split("=", 1) for line in done.stdout.replace(" ", "").splitlines() if "=" in line)
    assert read["timeout"] == "60"
    assert read["graceful_timeout"] == "20"
    assert read["max_requests"] == "5000"
    assert read["limit_request_fields"] == "64"
    assert read["preload_app"] == "True"
    assert read["control_socket_disable"] == "True"
