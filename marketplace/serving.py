"""``marketplace serve`` and ``marketplace worker``: web processes, and the process that runs jobs."""

import multiprocessing
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess

import click
import structlog
from sqlalchemy.exc import DBAPIError

from marketplace.loading import load_app, warm_app
from marketplace.settings import Settings
from marketplace.web_server import WebServer

log = structlog.get_logger(__name__)
POLL_SECONDS = 1.0
FORK = multiprocessing.get_context("fork")


def run_server(settings: Settings, *, host: str, port: int) -> int:
    """Run web server and worker until the server ends or a signal comes; stop both gracefully.

    Both are forked from this process, so that code is loaded once. A worker that dies is replaced.
    """
    from marketplace.web.metrics import prepare_folder

    prepare_folder(settings.data_dir)
    app = load_app(settings)
    server = WebServer(app, warm=partial(warm_app, app), workers=settings.web_workers, host=host, port=port)
    web = FORK.Process(target=server.run, name="web")
    web.start()
    worker = _start_worker(settings)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: web.terminate())
    while web.is_alive():
        wait([web.sentinel, worker.sentinel])
        if web.is_alive() and not worker.is_alive():
            log.warning("worker_died", exit_code=worker.exitcode)
            time.sleep(POLL_SECONDS)  # One that dies at once must not keep a processor busy.
            worker = _start_worker(settings)
    worker.terminate()
    worker.join()
    return web.exitcode or 0


def _start_worker(settings: Settings) -> ForkProcess:
    worker = FORK.Process(target=_forked_worker, args=(settings,), name="worker")
    worker.start()
    return worker


def _forked_worker(settings: Settings) -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_DFL)  # Those of the parent would stop the web server.
    run_worker(settings)


def run_worker(settings: Settings) -> None:
    """Run due jobs and keep this node's search index up until a signal comes; a job under way is finished first."""
    from marketplace.core.clock import utc_now
    from marketplace.core.db import Database
    from marketplace.core.nightly import NightPlanner
    from marketplace.core.worker import run_due_jobs
    from marketplace.handlers import NIGHTLY, job_handlers, tell_webhooks
    from marketplace.search.node import make_node
    from marketplace.search.worker import start_following

    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda _number, _frame: stopping.set())
    database, handlers = Database(settings.effective_database_url), job_handlers(settings)
    follower = start_following(database, make_node(settings), stopping)
    planner = NightPlanner(NIGHTLY)
    log.info("worker_started")

    def turn() -> int:
        planner.plan(database, now=utc_now())
        tell_webhooks(database, now=utc_now())
        return run_due_jobs(database, handlers, clock=utc_now, limit=50)

    keep_turning(turn, stopping=stopping)
    follower.join()
    log.info("worker_stopped")


def keep_turning(turn: Callable[[], int], *, stopping: threading.Event, pause: float = POLL_SECONDS) -> None:
    """Repeat a turn until told to stop; rest after one without work, and outlast a database that is busy or away."""
    while not stopping.is_set():
        try:
            done = turn()
        except DBAPIError as error:
            # A long write on SQLite or a restarting server ends by itself; jobs that were claimed come back in time.
            log.warning("worker_waits_for_database", error=type(error).__name__)
            done = 0
        if done == 0:
            stopping.wait(pause)


def require_tables(settings: Settings) -> None:
    """End with a sentence when the database is away or was never set up, rather than serve pages that all fail."""
    from marketplace.core.db import Database
    from marketplace.migrations.runner import current_revision

    database = Database(settings.effective_database_url)
    revision = current_revision(database.engine)
    database.dispose()
    if revision is None:
        click.echo("数据库还是空的。请先运行 marketplace db upgrade。", err=True)
        sys.exit(1)


@click.command("serve", help="启动网站和后台任务进程。")
@click.option("--host", default="127.0.0.1", show_default=True, help="监听地址")
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="监听端口")
def serve_command(*, host: str, port: int) -> None:
    """Serve until stopped."""
    settings = Settings()
    require_tables(settings)
    click.echo(f"网站地址：http://{host}:{port}  （Ctrl+C 停止）")
    sys.exit(run_server(settings, host=host, port=port))


@click.command("worker", help="只启动后台任务进程。")
def worker_command() -> None:
    """Run jobs until stopped."""
    from marketplace.core.logs import configure_logs

    settings = Settings()
    configure_logs(as_json=settings.log_json, level=settings.log_level)
    run_worker(settings)
