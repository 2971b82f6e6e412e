"""Gunicorn inside this process: it answers as soon as the application is loaded, and warms it meanwhile."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any
from wsgiref.types import WSGIApplication

import structlog
from gunicorn.app.base import BaseApplication
from sqlalchemy.exc import DBAPIError

from marketplace.operations import gunicorn_conf

log = structlog.get_logger(__name__)
STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT)


class WebServer(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Forks workers that share one application.

    The first of them answer at once and lay out for themselves what a page needs. Meanwhile the parent warms the
    application and then replaces them, as gunicorn does when it is told to reload (HUP): requests under way are
    finished, and nothing that is costly is done once a process.
    """

    def __init__(self, app: WSGIApplication, *, warm: Callable[[], None], workers: int, host: str, port: int) -> None:
        self._app = app
        self._warm = warm
        self._options = {"bind": f"{host}:{port}", "workers": workers, "when_ready": _ask_to_reload}
        super().__init__()

    def load_config(self) -> None:
        """Take the settings of the operators' file that gunicorn knows, then those of this start."""
        for name, value in {**vars(gunicorn_conf), **self._options}.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> WSGIApplication:
        """Return the application, warm or not."""
        return self._app

    def reload(self) -> None:
        """Warm the application before the parent forks new workers; without a database the old ones are as good."""
        try:
            with _ended_by_signals():
                self._warm()
        except DBAPIError as error:
            log.warning("not_warmed", error=type(error).__name__)


def _ask_to_reload(_arbiter: Any) -> None:
    # The parent reads its signals after it has forked the first workers.
    os.kill(os.getpid(), signal.SIGHUP)


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """End long work in the parent at once when it is told to stop; gunicorn would first let it come to its end.

    Gunicorn takes the interruption as its order to stop gracefully.
    """
    told = []

    def stop(number: int, _frame: FrameType | None) -> None:
        told.append(number)
        raise KeyboardInterrupt

    before = {number: signal.signal(number, stop) for number in STOP_SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if told:  # Python swallows what is raised while an object is finalised: then the work came to its end.
            raise KeyboardInterrupt
