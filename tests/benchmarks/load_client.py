"""Many connections at once, by wrk, which takes a small share of the processors from the server that it measures."""

import resource
import subprocess
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

CONNECTIONS = 64
SCRIPT = Path(__file__).with_name("wrk.lua")
MILLION = 1_000_000
_runs = count()


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A request; one with a body is a write, and bears a key of its own each time."""

    path: str
    token: str = ""
    body: str = ""

    @property
    def line(self) -> str:
        return "\t".join(("POST" if self.body else "GET", self.path, self.token, self.body))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What came back: how many answers, in which time, how quickly; what was written; what went wrong.

    Seconds are of the wall, ``client_seconds`` of the processor that the client took.
    """

    requests: int
    seconds: float
    p50: float
    p95: float
    p99: float
    errors: int
    other: Counter[str]
    version_ids: list[int]
    client_seconds: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def load(port: int, calls: Sequence[Call], *, seconds: float, pause_ms: int = 0) -> Measured:
    """Send calls in turn over 64 connections, each as soon as the one before was answered, or a pause later."""
    with tempfile.TemporaryDirectory() as folder:
        sent, came = Path(folder, "sent"), Path(folder, "came")
        sent.write_text("".join(f"{call.line}\n" for call in calls), encoding="utf-8")
        before = _children_seconds()
        command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds:.0f}s", "--timeout", "30s", "-s", str(SCRIPT)]
        told = subprocess.run(
            [*command, f"http://127.0.0.1:{port}", "--", str(sent), str(came), str(next(_runs)), str(pause_ms)],
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        client = _children_seconds() - before
        lines = [line.split("\t") for line in came.read_text().splitlines()]
    found = next(line for line in told.splitlines() if line.startswith("found"))
    requests, duration, p50, p95, p99, *errors = (int(word) for word in found.split()[1:])
    return Measured(
        requests=requests,
        seconds=duration / MILLION,
        p50=p50 / MILLION,
        p95=p95 / MILLION,
        p99=p99 / MILLION,
        errors=sum(errors),
        other=Counter(status for status, _ in lines),
        version_ids=[int(key) for status, key in lines if status == "201"],
        client_seconds=client,
    )


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
