"""Gunicorn's settings, which ``marketplace serve`` hands over.

Without it: ``gunicorn -c python:marketplace.operations.gunicorn_conf``. Address and number of workers are given on the
command line. A worker serves one request at a time and is replaced after a hundred thousand, so that memory which grows
slowly never becomes a matter; what was loaded before the fork is shared.
"""

from pathlib import Path
from typing import Any

wsgi_app = "marketplace.wsgi:app"
worker_class = "marketplace.operations.web_worker.WebWorker"
preload_app = True
# A request that takes longer is cut off, its worker replaced: a slow client holds up one worker for a minute at most.
# That bounds, it does not protect: as many slow clients as workers hold up everybody. The proxy in front must buffer.
timeout = 60
graceful_timeout = 20
keepalive = 2
max_requests = 100_000
max_requests_jitter = 10_000
limit_request_line = 8190
limit_request_fields = 64
limit_request_field_size = 8190
loglevel = "warning"
# Nobody steers a running server over a socket in somebody's home folder; signals and the unit are enough.
control_socket_disable = True
# The heartbeat of workers must not wait for a disk; in memory where there is such a folder.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - Linux's folder in memory


def child_exit(_server: Any, worker: Any) -> None:
    """Forget the gauges of a worker that ended; its counters stay."""
    from marketplace.web.metrics import forget_worker

    forget_worker(worker.pid)
