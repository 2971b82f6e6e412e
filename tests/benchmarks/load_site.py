"""The service as it runs, on a province's numbers, beside an empty Flask route on the same server."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import urllib3

from marketplace.core.db import Database
from tests.faults.ports import free_port

ROOT = Path(__file__).parents[2]
PLANTS = int(os.environ.get("LOAD_ENTERPRISES", "3000"))  # 60,000 is the province, and takes hours beside other work.
PROVINCE = tuple(
    f"--{name}={number}"
    for name, number in {
        "counties": 90,
        "enterprises": PLANTS,
        "providers": PLANTS // 12,
        "modules": PLANTS * 10 // 12,
    }.items()
)
WORKERS = "2"
READY_SECONDS = 1800.0
QUICK_SECONDS = 3.0
EMPTY = """
import sys
from flask import Flask
from marketplace.web_server import WebServer
app = Flask("empty")
app.add_url_rule("/", view_func=lambda: "")
WebServer(app, warm=lambda: None, workers=int(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2])).run()
"""


def environment(url: str, *, folder: Path) -> dict[str, str]:
    """Return how the service is configured for the measurement."""
    chosen = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DEMO_MODE": "1",
        "SECURE_COOKIES": "0",
        "RATE_LIMITS": "0",
        "SEARCH_ENGINE": "tantivy",
        "WEB_WORKERS": WORKERS,
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **chosen}


def generate(url: str, *, folder: Path) -> None:
    """Fill the database; what is there already is left alone."""
    command = [sys.executable, "-m", "marketplace", "demo", "--no-serve", *PROVINCE]
    subprocess.run(command, cwd=ROOT, env=environment(url, folder=folder), check=True)
    database = Database(url)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("ANALYZE")
    database.dispose()


@contextmanager
def running(*command: str, env: Mapping[str, str]) -> Iterator[None]:
    """Run a server and end it with everything that it started."""
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=dict(env), start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def served(url: str, *, folder: Path) -> Iterator[tuple[int, int]]:
    """Yield the ports of the service and of the empty route, both answering."""
    ours, empty = free_port(), free_port()
    env = environment(url, folder=folder)
    with (
        running("-m", "marketplace", "serve", "--host", "127.0.0.1", "--port", str(ours), env=env),
        running("-c", EMPTY, WORKERS, str(empty), env=env),
    ):
        for port in (ours, empty):
            wait_for(f"http://127.0.0.1:{port}/")
        yield ours, empty


def wait_for(url: str, *, token: str = "") -> None:
    """Return once an address is answered well and quickly, several times in a row: everything is laid out then."""
    headers = {"Authorization": f"Bearer {token}"} if token else None
    until, good = time.monotonic() + READY_SECONDS, 0
    with urllib3.PoolManager(retries=False) as pool:
        while good < 6:
            assert time.monotonic() < until, f"{url} was not ready in time"
            started = time.monotonic()
            try:
                answer = pool.request("GET", url, headers=headers, timeout=120, redirect=False)
                quick = answer.status == 200 and time.monotonic() - started < QUICK_SECONDS
            except urllib3.exceptions.HTTPError:
                quick = False
            good = good + 1 if quick else 0
            if not quick:
                time.sleep(1)
