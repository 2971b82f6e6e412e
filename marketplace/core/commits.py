"""Whether anybody committed anything, and to which tables: cheap questions, for what is kept only until then."""

import os
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from threading import Lock
from typing import Any

from sqlalchemy import BigInteger, Engine, TextClause, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Field, Session, SQLModel

# PostgreSQL: the snapshot of a statement names every transaction that ended; those that wrote nothing leave no trace.
# SQLite: a number that rises when another connection than the one which asks has committed.
_QUESTIONS = {"postgresql": "SELECT pg_current_snapshot()::text", "sqlite": "PRAGMA data_version"}
_NEWER = "SELECT name, number FROM table_commit WHERE number > {}"
_NEXT = "(SELECT coalesce(max(number), 0) + 1 FROM table_commit)"
# The tags of what depends on the present moment, or on the day in Shanghai; no table is called so.
CLOCK, DAY = "the clock", "the day"
SHANGHAI_MINUTES, DAY_MINUTES = 8 * 60, 24 * 60  # Shanghai is eight hours ahead all the year.
LASTING_MINUTES = 10  # Then what another program wrote by hand is seen, too.
_openings = count()  # Answers of two connections mean nothing to each other.


class TableCommit(SQLModel, table=True):
    """The number of the last commit that wrote to a table; numbers rise in order of commit."""

    __tablename__ = "table_commit"

    name: str = Field(primary_key=True, max_length=63)
    number: int = Field(sa_type=BigInteger)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """How a database stood at one moment: the last commit of each table, as one connection of one process saw it.

    ``minute`` counts minutes since 1970.
    """

    opened: tuple[int, int]
    seen: Any = field(compare=False)
    numbers: Mapping[str, int]
    minute: int = 0

    def newest(self, tags: Collection[str], *, question: Hashable) -> tuple[int, ...]:
        """Return what stays equal while nobody commits to one of these tables, within some minutes.

        What looked at the clock lasts to the end of the minute, what asked for the day no longer than that. Answers to
        different questions else end at different minutes, so that they needn't all be made again at once.
        """
        shifted = self.minute + hash(question) % LASTING_MINUTES
        lasting = self.minute if CLOCK in tags else shifted // LASTING_MINUTES
        day = (self.minute + SHANGHAI_MINUTES) // DAY_MINUTES if DAY in tags else 0
        return (*self.opened, lasting, day, max((self.numbers.get(tag, 0) for tag in tags), default=0))


def number_commit(session: Session, tables: Iterable[str]) -> None:
    """Note that this transaction writes to tables, under one number; the caller holds the journal's lock to its end."""
    names = sorted(tables)
    if names:
        session.execute(_take_number(len(names)), {f"name{place}": name for place, name in enumerate(names)})


@cache
def _take_number(count: int) -> TextClause:
    rows = ", ".join(f"(:name{place}, {_NEXT})" for place in range(count))
    told = f"INSERT INTO table_commit (name, number) VALUES {rows}"  # noqa: S608 - holds nothing but names of values
    return text(f"{told} ON CONFLICT (name) DO UPDATE SET number = excluded.number")


class CommitWatch:
    """Tells apart the states of a database, whichever process wrote; it misses no commit of this service.

    It asks over a connection of its own, which reads nothing else. A forked process opens another. What other programs
    write by hand, without a number, changes no stand.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._driver_error: type[Exception] = engine.dialect.loaded_dbapi.Error
        self._lock = Lock()
        self._ask: Callable[[str], Any] | None = None
        self._connection: Any = None
        self._opened = (0, 0)
        self._last: Stand | None = None

    def stand(self) -> Stand | None:
        """Return how the database stands, None when it doesn't answer; one short statement while nobody commits."""
        with self._lock:
            for _ in range(2):  # A connection that was cut is opened anew once.
                try:
                    self._last = self._look(self._asking())
                except (SQLAlchemyError, self._driver_error):
                    self._close()
                else:
                    return self._last
        return None

    def close(self) -> None:
        """Close the connection; the next question opens another."""
        with self._lock:
            self._close()

    def _look(self, ask: Callable[[str], Any]) -> Stand:
        # What is committed between the two questions is seen by the second, and again when somebody asks next.
        seen, last = ask(_QUESTIONS[self._engine.dialect.name]).fetchone()[0], self._last
        if last is not None and (last.opened, last.seen) == (self._opened, seen):
            return last
        known = last.numbers if last is not None and last.opened == self._opened else {}
        newer = ask(_NEWER.format(max(known.values(), default=0))).fetchall()
        return Stand(opened=self._opened, seen=seen, numbers={**known, **dict(newer)})

    def _asking(self) -> Callable[[str], Any]:
        if self._ask is None or self._opened[0] != os.getpid():
            self._connection = self._engine.raw_connection()
            if self._engine.dialect.name != "sqlite":  # SQLite's connections are so already, see db.py.
                self._connection.driver_connection.autocommit = True
            self._connection.detach()
            self._ask = self._connection.cursor().execute
            self._opened = (os.getpid(), next(_openings))
        return self._ask

    def _close(self) -> None:
        connection, self._ask, self._connection = self._connection, None, None
        if connection is not None and self._opened[0] == os.getpid():
            with suppress(SQLAlchemyError, self._driver_error):
                connection.close()
