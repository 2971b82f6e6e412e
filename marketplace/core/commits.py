"""Whether anybody committed anything: one cheap question, for what is kept only until then."""

import os
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from threading import Lock
from typing import Any

from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

# PostgreSQL: the snapshot of a statement names every transaction that ended; those that wrote nothing leave no trace.
# SQLite: a number that rises when another connection than the one which asks has committed.
_QUESTIONS = {"postgresql": "SELECT pg_current_snapshot()::text", "sqlite": "PRAGMA data_version"}
_openings = count()  # Answers of two connections mean nothing to each other.


class CommitWatch:
    """Tells apart the states of a database, whichever process or program wrote; it misses no commit.

    It asks over a connection of its own, which reads nothing else. A forked process opens another.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._lock = Lock()
        self._ask: Callable[[], Any] | None = None
        self._connection: Any = None
        self._opened = (0, 0)

    def state(self) -> tuple[int, int, Any] | None:
        """Return what stays equal while nobody commits, None when the database doesn't answer."""
        with self._lock:
            for _ in range(2):  # A connection that was cut is opened anew once.
                try:
                    found = self._asking()()[0]
                except (SQLAlchemyError, self._driver_error):
                    self._close()
                else:
                    return (*self._opened, found)
        return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            self._close()

    def _asking(self) -> Callable[[], Any]:
        if self._ask is None or self._opened[0] != os.getpid():
            self._connection = self._engine.raw_connection()
            if self._engine.dialect.name != "sqlite":  # SQLite's connections are so already, see db.py.
                self._connection.driver_connection.autocommit = True
            self._connection.detach()
            cursor, question = self._connection.cursor(), _QUESTIONS[self._engine.dialect.name]
            self._ask = lambda: cursor.execute(question).fetchone()
            self._opened = (os.getpid(), next(_openings))
        return self._ask

    def _close(self) -> None:
        connection, self._ask, self._connection = self._connection, None, None
        if connection is not None and self._opened[0] == os.getpid():
            with suppress(SQLAlchemyError, self._driver_error):
                connection.close()
