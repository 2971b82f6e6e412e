"""Many visitors at once: wrk for pages alone, threads for reads and writes mixed, closed or at a stated rate.

wrk takes a small share of the processors from the server that it measures, but knows nothing of forms.
"""

import socket
import subprocess
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import urllib3

CONNECTIONS = 64
MOST_AT_ONCE = 256  # Of visitors who come at a stated rate: beyond, they wait outside, and their waiting counts.
SCRIPT = Path(__file__).with_name("wrk.lua")
MILLION = 1_000_000
PIECE = 1 << 20
GOOD = frozenset({200, 303})
FAILED = 0  # Instead of a status: no answer came.


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page, and the cookie of whoever asks for it."""

    path: str
    cookie: str = ""

    def get(self, port: int) -> int:
        """Ask for it over a connection of its own and return the status; the cheapest client there is in Python."""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        asked = f"GET {self.path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nAccept-Encoding: gzip\r\n{cookie}\r\n"
        with socket.create_connection(("127.0.0.1", port), timeout=60) as connection:
            connection.sendall(asked.encode())
            pieces = list(iter(partial(connection.recv, PIECE), b""))  # A worker closes after each answer.
        return int(pieces[0].split(b" ", 2)[1])


@dataclass(slots=True, kw_only=True)
class Measured:
    """What came back: seconds that each answer took, statuses, and how long it all lasted (seconds of the wall)."""

    requests: int = 0
    seconds: float = 0.0
    waits: dict[str, list[float]] = field(default_factory=dict)
    errors: Counter[str] = field(default_factory=Counter)

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds

    def quantiles(self, kind: str = "") -> tuple[float, float, float]:
        """Return median, 95th and 99th percentile in seconds, of one kind of request or of all."""
        waits = self.waits[kind] if kind else [one for found in self.waits.values() for one in found]
        p50, p95, p99 = np.percentile(waits, [50, 95, 99])
        return float(p50), float(p95), float(p99)


def wrk(port: int, pages: Sequence[Page], *, seconds: float) -> Measured:
    """Ask for pages in turn over 64 connections, each as soon as the one before was answered."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as sent:
        sent.writelines(f"{page.path}\t{page.cookie}\n" for page in pages)
        sent.flush()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "30s", "-s", str(SCRIPT)]
        said = subprocess.run(
            [*command, f"http://127.0.0.1:{port}", "--", sent.name], check=True, capture_output=True, text=True
        ).stdout
    found = next(line for line in said.splitlines() if line.startswith("found"))
    requests, lasted, p50, p95, p99, errors = (int(word) for word in found.split()[1:])
    return Measured(
        requests=requests,
        seconds=lasted / MILLION,
        waits={"page": [p50 / MILLION, p95 / MILLION, p99 / MILLION]},
        errors=Counter({"page": errors}) if errors else Counter(),
    )


Task = tuple[str, Callable[[urllib3.PoolManager], int]]


def closed(tasks: Callable[[int], Task], *, seconds: float = 1e9, count: int = MILLION) -> Measured:
    """Let 64 visitors do tasks in turn, each the next as soon as the one before is answered."""
    until, numbers = time.monotonic() + seconds, iter(range(count))
    return _crowd(tasks, numbers=numbers, due=lambda _number: None, until=until, visitors=CONNECTIONS)


def at_rate(tasks: Callable[[int], Task], *, rate: float, seconds: float) -> Measured:
    """Do tasks at a stated rate a second, whatever the server does; an answer's time counts from when it was due."""
    begun, numbers = time.monotonic() + 0.5, iter(range(int(rate * seconds)))
    return _crowd(tasks, numbers=numbers, due=lambda number: begun + number / rate, until=1e18, visitors=MOST_AT_ONCE)


def _crowd(
    tasks: Callable[[int], Task],
    *,
    numbers: Iterator[int],
    due: Callable[[int], float | None],
    until: float,
    visitors: int,
) -> Measured:
    found, lock, begun = Measured(), threading.Lock(), time.monotonic()

    def next_number() -> int | None:
        with lock:
            return next(numbers, None) if time.monotonic() < until else None

    def visit() -> None:
        with urllib3.PoolManager(retries=False, timeout=60) as pool:
            while (number := next_number()) is not None:
                kind, task = tasks(number)
                started = due(number) or time.monotonic()
                time.sleep(max(0.0, started - time.monotonic()))
                status = _tried(task, pool)
                waited = time.monotonic() - started
                with lock:
                    found.waits.setdefault(kind, []).append(waited)
                    if status not in GOOD:
                        found.errors[f"{kind} {status}"] += 1

    crowd = [threading.Thread(target=visit) for _ in range(visitors)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
    found.seconds = time.monotonic() - begun
    found.requests = sum(len(waits) for waits in found.waits.values())
    return found


def _tried(task: Callable[[urllib3.PoolManager], int], pool: urllib3.PoolManager) -> int:
    try:
        return task(pool)
    except (urllib3.exceptions.HTTPError, OSError, IndexError):
        return FAILED
