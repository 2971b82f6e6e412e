"""The service as an operator starts it, on a province's numbers, beside an empty Flask route on the same server."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import urllib3
from sqlalchemy import NullPool, create_engine

from tests.faults.ports import free_port

ROOT = Path(__file__).parents[2]
PLANTS = int(os.environ.get("LOAD_ENTERPRISES", "3000"))  # A province has 60,000.
PROVIDERS = max(900, PLANTS // 12)  # At least forty pages of the directory.
PROVINCE = {"counties": 90, "enterprises": PLANTS, "providers": PROVIDERS, "modules": 10 * PROVIDERS}
WORKERS = int(os.environ.get("LOAD_WORKERS", "2"))
READY_SECONDS = 1800.0
IDLE_SECONDS, IDLE_SHARE = 4.0, 0.1  # Idle is whoever takes less than a tenth of a processor for four seconds.
MARKETPLACE = (sys.executable, "-W", "ignore", "-m", "marketplace")
EMPTY = """
import sys
from flask import Flask
from marketplace.web_server import WebServer
app = Flask("empty")
app.add_url_rule("/", view_func=lambda: "")
WebServer(app, warm=lambda: None, workers=int(sys.argv[1]), host="127.0.0.1", port=int(sys.argv[2])).run()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """Ports of the service and of the empty route, and the processes behind them."""

    port: int
    empty_port: int
    service: psutil.Process
    empty: psutil.Process
    database: psutil.Process

    def seconds(self) -> dict[str, float]:
        """Return the processor seconds that each part has taken since it was started."""
        worker = worker_seconds(self.service)
        client = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
        return {
            "empty": tree_seconds(self.empty),
            "web": tree_seconds(self.service) - worker,
            "worker": worker,
            "database": tree_seconds(self.database),
            "client": sum(one.ru_utime + one.ru_stime for one in client),
        }


def tree_seconds(root: psutil.Process) -> float:
    """Return the processor seconds of a process, of all that live below it and of all that ended there."""
    total = 0.0
    for one in (root, *root.children(recursive=True)):
        try:
            times = one.cpu_times()
        except psutil.NoSuchProcess:
            continue  # It ended meanwhile; its parent has its time now.
        total += times.user + times.system + times.children_user + times.children_system
    return total


def worker_seconds(service: psutil.Process) -> float:
    """Return those of the background worker, the child that has no children."""
    return sum(tree_seconds(one) for one in service.children() if not one.children())


def environment(url: str, *, folder: Path) -> dict[str, str]:
    """Return how the service is configured for the measurement."""
    chosen = {
        "DATABASE_URL": url,
        "DATA_DIR": str(folder),
        "DEMO_MODE": "1",
        "SECURE_COOKIES": "0",
        "RATE_LIMITS": "0",
        "SEARCH_ENGINE": "tantivy",
        "WEB_WORKERS": str(WORKERS),
        "LOG_LEVEL": "ERROR",
    }
    return {**os.environ, **chosen}


def generate(url: str, *, folder: Path) -> None:
    """Fill an empty database with the demonstration and a province around it, and lay out its search index."""
    amounts = [f"--{name}={number}" for name, number in PROVINCE.items()]
    for command in (["demo", "--no-serve", *amounts], ["search", "rebuild"]):
        subprocess.run([*MARKETPLACE, *command], cwd=ROOT, env=environment(url, folder=folder), check=True)
    with create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool).connect() as connection:
        connection.exec_driver_sql("ANALYZE")


@contextmanager
def running(*command: str, env: Mapping[str, str]) -> Iterator[psutil.Process]:
    """Run a server and end it with everything that it started."""
    process = subprocess.Popen([sys.executable, "-W", "ignore", *command], cwd=ROOT, env=env, process_group=0)
    try:
        yield psutil.Process(process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


@contextmanager
def served(url: str, *, folder: Path) -> Iterator[Site]:
    """Yield service and empty route once both answer and are idle: everything is laid out then."""
    ours, empty = free_port(), free_port()
    env = environment(url, folder=folder)
    with (
        running("-m", "marketplace", "serve", "--host", "127.0.0.1", "--port", str(ours), env=env) as service,
        running("-c", EMPTY, str(WORKERS), str(empty), env=env) as bare,
    ):
        site = Site(port=ours, empty_port=empty, service=service, empty=bare, database=postmaster(url))
        for port in (ours, empty):
            wait_for(f"http://127.0.0.1:{port}/")
        wait_until_idle(service)
        yield site


def postmaster(url: str) -> psutil.Process:
    """Return the process that all of PostgreSQL's are children of; it runs on this machine."""
    with create_engine(url, poolclass=NullPool).connect() as connection:
        return psutil.Process(connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()).parent()


def wait_for(url: str) -> None:
    """Return once an address is answered well."""
    until = time.monotonic() + READY_SECONDS
    with urllib3.PoolManager(retries=False, timeout=120) as pool:
        while True:
            try:
                if pool.request("GET", url, redirect=False).status == 200:
                    return
            except urllib3.exceptions.HTTPError:
                pass  # It does not listen yet.
            assert time.monotonic() < until, f"{url} was not ready in time"
            time.sleep(1)


def wait_until_idle(root: psutil.Process) -> None:
    """Return once nobody below a process works: before, the first web processes are still to be replaced."""
    until = time.monotonic() + READY_SECONDS
    while True:
        before = tree_seconds(root)
        time.sleep(IDLE_SECONDS)
        if tree_seconds(root) - before < IDLE_SECONDS * IDLE_SHARE:
            return
        assert time.monotonic() < until, "the service never came to rest"
