"""The web server bounds what one client may cost, finishes what is under way, and is warmed while it answers."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
import urllib3
from gunicorn.http.errors import InvalidResponseHeader

from marketplace.operations.web_worker import refusal
from marketplace.web_server import WebServer

ROOT = Path(__file__).parents[2]
# What is warmed, and whether its warming ends, the test says by files.
SERVER = """
import sys, time
from pathlib import Path
from sqlalchemy.exc import OperationalError
from marketplace.web_server import WebServer
folder, warmed = Path(sys.argv[1]), []
def app(environ, start):
    if environ["PATH_INFO"] == "/slow":
        (folder / "begun").touch()
        time.sleep(0.5)
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"warm" if warmed else b"cold"]
def warm():
    (folder / "warming").touch()
    while not (folder / "go on").exists():
        try:
            time.sleep(0.01)
        except KeyboardInterrupt:
            (folder / "swallowed").touch()
    if (folder / "no database").exists():
        raise OperationalError("SELECT 1", {}, Exception())
    warmed.append(True)
WebServer(app, warm=warm, workers=1, host="127.0.0.1", port=int(sys.argv[2])).run()
"""


def no_warming() -> None:
    """Leave the application as it is."""


@pytest.fixture
def port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def server(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A server whose worker answers, and whose parent has begun to warm the application."""
    command = [sys.executable, "-c", SERVER, str(tmp_path), str(port)]
    process = subprocess.Popen(command, cwd=ROOT, start_new_session=True)
    retries = urllib3.Retry(total=200, connect=200, backoff_factor=0.05, backoff_max=0.2)
    with urllib3.PoolManager(retries=retries) as pool:
        pool.request("GET", f"http://127.0.0.1:{port}/")
    wait_until((tmp_path / "warming").exists)
    yield process
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Return when it is so."""
    until = time.monotonic() + 60
    while not is_so():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.02)


def ask(port: int, *, request: bytes) -> socket.socket:
    client = socket.create_connection(("127.0.0.1", port))
    client.sendall(request)
    return client


def read_all(client: socket.socket) -> bytes:
    with client:
        return b"".join(iter(lambda: client.recv(4096), b""))


def get(port: int, *, path: bytes = b"/") -> socket.socket:
    return ask(port, request=b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")


def test_request_under_way_is_answered_when_the_server_is_told_to_stop(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    client = get(port, path=b"/slow")
    wait_until((tmp_path / "begun").exists)

    server.send_signal(signal.SIGTERM)  # In the midst of its warming, where the interruption is swallowed.

    wait_until((tmp_path / "swallowed").exists)
    (tmp_path / "go on").touch()
    assert b"cold" in read_all(client)
    assert server.wait(timeout=60) == 0


def test_warm_workers_take_over_and_a_request_under_way_is_answered(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    client = get(port, path=b"/slow")
    wait_until((tmp_path / "begun").exists)

    (tmp_path / "go on").touch()

    assert b"cold" in read_all(client)
    wait_until(lambda: b"warm" in read_all(get(port)))
    assert server.poll() is None


def test_server_goes_on_when_there_is_no_database_to_warm_from(
    server: subprocess.Popen[bytes], port: int, tmp_path: Path
) -> None:
    (tmp_path / "no database").touch()

    (tmp_path / "go on").touch()

    assert b"cold" in read_all(get(port))
    server.send_signal(signal.SIGTERM)
    assert server.wait(timeout=60) == 0


def test_request_beyond_measure_is_refused_before_the_application(server: subprocess.Popen[bytes], port: int) -> None:
    sent = {
        "long line": b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "many fields": b"GET / HTTP/1.1\r\nHost: x\r\n" + b"X-Many: 1\r\n" * 70 + b"\r\n",
        "long field": b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 9000 + b"\r\n\r\n",
        "nonsense": b"no request at all\r\n\r\n",
    }

    answers = {name: read_all(ask(port, request=request)).decode() for name, request in sent.items()}

    statuses = {name: said.split(" ")[1] for name, said in answers.items()}
    assert statuses == {"long line": "414", "many fields": "431", "long field": "431", "nonsense": "400"}
    assert all('<html lang="zh-CN">' in said for said in answers.values())
    assert "<h1>地址太长</h1>" in answers["long line"]
    assert server.poll() is None


def test_program_is_told_in_a_problem_how_to_write_what_could_not_be_read(
    server: subprocess.Popen[bytes], port: int
) -> None:
    end = b" HTTP/1.1\r\nHost: x\r\n"
    sent = {
        "Chinese": "GET /api/v1/search?q=木门".encode() + end + b"\r\n",
        "long line": b"GET /api/v1/search?q=" + b"x" * 9000 + end + b"\r\n",
        "long field": b"GET /api/v1/me" + end + b"X-Long: " + b"x" * 9000 + b"\r\n\r\n",
    }

    answers = {name: read_all(ask(port, request=request)).partition(b"\r\n\r\n") for name, request in sent.items()}
    page = read_all(get(port, path="/search?q=木门".encode())).decode()

    problems = {name: json.loads(body) for name, (_, _, body) in answers.items()}
    assert [one["code"] for one in problems.values()] == ["bad_request", "address_too_long", "headers_too_large"]
    assert all(b"application/problem+json" in head for head, _, _ in answers.values())
    assert all(one["request_id"].encode() in answers[name][0] for name, one in problems.items())
    assert "--data-urlencode" in problems["Chinese"]["detail"]
    assert page.startswith("HTTP/1.1 400 ")
    assert "百分号编码" in page
    assert server.poll() is None


def test_question_of_ten_thousand_characters_is_refused_in_words_and_not_cut_off(
    server: subprocess.Popen[bytes], port: int
) -> None:
    question = quote("排产" * 5_000).encode()  # Ninety thousand bytes, most of them unread when the answer is sent.

    said = read_all(get(port, path=b"/search?q=" + question)).decode()

    assert said.startswith("HTTP/1.1 414 ")
    assert said.endswith("</html>")
    assert server.poll() is None


def test_answer_beyond_its_means_is_no_fault_of_the_client() -> None:
    assert refusal(InvalidResponseHeader("X-Odd")) is None
    assert refusal(ValueError()) is None


def test_server_takes_the_operators_file_and_its_own_start() -> None:
    read = WebServer(lambda *_: [], warm=no_warming, workers=3, host="127.0.0.1", port=8001).cfg

    assert (read.timeout, read.graceful_timeout, read.max_requests, read.limit_request_fields) == (60, 20, 100_000, 64)
    assert (read.preload_app, read.control_socket_disable) == (True, True)
    assert (read.workers, read.address) == (3, [("127.0.0.1", 8001)])
