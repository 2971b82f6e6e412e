"""A Dask cluster as an operator starts one: a scheduler and workers, each a process of its own, on loopback."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[2]
WAIT_SECONDS = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Nodes:
    """A running cluster: the scheduler's address and the processes of its workers."""

    address: str
    workers: tuple[subprocess.Popen[bytes], ...]


@contextmanager
def running_nodes(folder: Path, *, workers: int) -> Iterator[Nodes]:
    """Start scheduler and workers, and end them all however the block ends."""
    place = folder / "scheduler.json"
    with ExitStack() as stack:
        scheduler = ["dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--scheduler-file", str(place)]
        stack.enter_context(_process(folder, *scheduler))
        _wait_for(place)
        worker = ["dask_worker", "--scheduler-file", str(place), "--no-nanny", "--nthreads", "1"]
        started = tuple(stack.enter_context(_process(folder, *worker)) for _ in range(workers))
        yield Nodes(address=_address(place), workers=started)


@contextmanager
def _process(folder: Path, name: str, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{name}", *arguments, "--no-dashboard"]
    single = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")
    with (folder / "log").open("ab") as log:
        process = subprocess.Popen(
            command, cwd=folder, env={**os.environ, **single, "PYTHONPATH": str(ROOT)}, stdout=log, stderr=log
        )
    try:
        yield process
    finally:
        for child in psutil.Process(process.pid).children() if process.poll() is None else []:
            child.kill()
        process.kill()
        process.wait()


def _wait_for(path: Path) -> None:
    end = time.monotonic() + WAIT_SECONDS
    while not path.exists() or not path.read_text():
        assert time.monotonic() < end, "the scheduler has not written its address"
        time.sleep(0.05)


def _address(path: Path) -> str:
    return str(json.loads(path.read_text())["address"])
