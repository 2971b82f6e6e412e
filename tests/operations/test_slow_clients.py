"""A client that sends a byte now and then: what a worker does alone, without the proxy that buffers.

A worker serves one client at a time and waits for it; ``timeout`` ends that wait with the worker. Here the minute of
the operators' file is two seconds.
"""

import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import partial
from pathlib import Path

import psutil
import pytest
import urllib3

ROOT = Path(__file__).parents[2]
TIMEOUT = 2
IDLE = 10  # Clients who keep a connection that was answered.
BOUND = 20  # Seconds that a busy machine may need to notice, and to fork another worker.
APPLICATION = """
def app(environ, start):
    body = environ["wsgi.input"].read()
    start("200 OK", [("Content-Type", "text/plain")])
    return [str(len(body)).encode()]
"""
GUNICORN = (sys.executable, "-W", "ignore", "-m", "gunicorn", "--config=python:marketplace.operations.gunicorn_conf")
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\n"
SLOW = {"body": HEAD + b"Content-Length: 100000\r\n\r\n", "head": HEAD}
StartServer = Callable[[int], int]


@pytest.fixture
def start_server(tmp_path: Path) -> Iterator[StartServer]:
    """Start a server with so many workers; its port."""
    running = []
    (tmp_path / "reading.py").write_text(APPLICATION)

    def start(workers: int) -> int:
        with closing(socket.socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
        options = (f"--timeout={TIMEOUT}", f"--workers={workers}", f"--bind=127.0.0.1:{port}")
        command = [*GUNICORN, *options, f"--pythonpath={tmp_path}", "reading:app"]
        running.append(subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL))
        assert ask(port) == b"3"
        wait_for_workers(running[-1], workers)
        return port

    yield start
    for process in running:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def wait_for_workers(server: subprocess.Popen[bytes], wanted: int) -> None:
    """Return when all are there; the first answers before the others are started."""
    until = time.monotonic() + 60
    while len(psutil.Process(server.pid).children()) != wanted:
        assert time.monotonic() < until, "a worker is missing"
        time.sleep(0.05)


def ask(port: int) -> bytes:
    """Send three bytes as others do, again while nobody listens."""
    retries = urllib3.Retry(total=200, connect=200, read=0, backoff_factor=0.05, backoff_max=0.2)
    with urllib3.PoolManager(retries=retries, timeout=60) as pool:
        return pool.request("POST", f"http://127.0.0.1:{port}/", body=b"abc", headers={"Connection": "close"}).data


@contextmanager
def slow_client(port: int, *, begins: bytes) -> Iterator[threading.Event]:
    """Send a byte ten times a second while the block runs; the event says that the server cut the connection."""
    is_cut, is_over = threading.Event(), threading.Event()
    client = socket.create_connection(("127.0.0.1", port))

    def send() -> None:
        with suppress(OSError):
            client.sendall(begins)
            while not is_over.wait(0.1):
                client.sendall(b"x")
            return
        is_cut.set()

    sender = threading.Thread(target=send)
    sender.start()
    try:
        yield is_cut
    finally:
        is_over.set()
        sender.join()
        client.close()


@pytest.mark.parametrize("begins", SLOW.values(), ids=SLOW.keys())
def test_slow_client_holds_the_only_worker_until_the_bound_and_others_are_served_then(
    start_server: StartServer, begins: bytes
) -> None:
    port = start_server(1)

    with slow_client(port, begins=begins) as is_cut:
        time.sleep(0.3)  # It is the first whom the worker accepts.
        began = time.monotonic()
        answer = ask(port)
        waited = time.monotonic() - began

        assert answer == b"3"
        assert TIMEOUT - 1 < waited < TIMEOUT + BOUND
        assert is_cut.wait(BOUND)


def test_client_that_never_hangs_up_holds_nobody_up(start_server: StartServer) -> None:
    port = start_server(1)

    with ExitStack() as idle:
        began = time.monotonic()
        for _ in range(IDLE):
            client = idle.enter_context(socket.create_connection(("127.0.0.1", port)))
            client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            answer = b"".join(iter(partial(client.recv, 4096), b""))
            assert answer.startswith(b"HTTP/1.1 200")
        waited = time.monotonic() - began

    assert waited < IDLE  # Gunicorn alone takes twice as many seconds.


def test_slow_client_leaves_the_other_worker_to_everybody_else(start_server: StartServer) -> None:
    port = start_server(2)

    with slow_client(port, begins=SLOW["body"]) as is_cut:
        time.sleep(0.3)
        answers = [ask(port) for _ in range(3)]

        assert (answers, is_cut.is_set()) == ([b"3"] * 3, False)
        assert is_cut.wait(TIMEOUT + BOUND)
    assert ask(port) == b"3"
