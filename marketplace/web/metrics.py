"""What the web processes count for Prometheus: requests by route template, method and status. Never an address.

Several processes count into files of ``PROMETHEUS_MULTIPROC_DIR``, which ``marketplace serve`` sets and empties before
the first of them starts: the library looks for it when it is imported.
"""

import os
import shutil
import time
from pathlib import Path
from typing import cast

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead

from marketplace.web.state import state

FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
FOLDER = "metrics"
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_UNKNOWN = "(none)"  # Addresses that lead nowhere are one label, or scanners would fill the memory.


class Meters:
    """What one application counts."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "marketplace_requests", "Requests", ("method", "route", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "marketplace_request_seconds",
            "Time from the start of a request to its answer",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )


def prepare_folder(data_dir: Path) -> None:
    """Empty the folder in which the processes count, and tell them where it is; before the first of them starts."""
    folder = data_dir / FOLDER
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ[FOLDER_VARIABLE] = str(folder)


def forget_worker(pid: int) -> None:
    """Drop what a process that ended said about itself; its counts stay."""
    if os.environ.get(FOLDER_VARIABLE):
        mark_process_dead(pid)  # type: ignore[no-untyped-call]  # the library says nothing about its types here


def init_metrics(app: Flask) -> None:
    """Count every answer under the template of its address, never under the address."""
    meters = Meters()

    @app.before_request
    def start() -> None:
        g.measured_from = time.perf_counter()

    @app.after_request
    def count(response: Response) -> Response:
        route = request.url_rule.rule if request.url_rule else _UNKNOWN
        method = request.method if request.url_rule else _UNKNOWN
        meters.requests.labels(method, route, str(response.status_code)).inc()
        meters.seconds.labels(route).observe(time.perf_counter() - g.get("measured_from", time.perf_counter()))
        return response

    app.extensions["marketplace"].services[FOLDER] = meters


def counted() -> CollectorRegistry:
    """Return what all web processes of this machine counted together, or this one when it is alone."""
    if not os.environ.get(FOLDER_VARIABLE):
        return cast("Meters", state().services[FOLDER]).registry
    registry = CollectorRegistry()
    MultiProcessCollector(registry)  # type: ignore[no-untyped-call]  # as above
    return registry
