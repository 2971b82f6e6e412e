"""The database: engines, read sessions, and the one place that commits."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlmodel import Session

from marketplace.core import changes, journal
from marketplace.core.commits import CommitWatch, number_commit
from marketplace.core.table_tags import tables_written, tag_statements

BUSY_MILLISECONDS = 15_000  # How long a statement waits for somebody else's lock before the request is answered 503.
CONNECT_SECONDS = 5
SQLITE_PRAGMAS = (
    "journal_mode=WAL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_MILLISECONDS}",
    "synchronous=FULL",  # What is acknowledged is on the disk: a commit waits for it.
    "cache_size=-32768",  # KiB a connection: with the default of 2 MB joins of a whole province read pages again.
)


class Database:
    """Sessions for reading and transactions for writing on SQLite or PostgreSQL."""

    def __init__(self, url: str, *, pool_size: int = 5) -> None:
        self.url = url
        self.is_sqlite = url.startswith("sqlite")
        options = {} if self.is_sqlite else _postgres_options(url, pool_size=pool_size)
        # Values stay out of error messages, which reach the log: they may be personal.
        self.engine = create_engine(url, hide_parameters=True, **options)
        if self.is_sqlite:
            _prepare_sqlite(self.engine)
        tag_statements(self.engine)
        self.commits = CommitWatch(self.engine)
        self._write_engine = self.engine.execution_options(begin="IMMEDIATE") if self.is_sqlite else self.engine

    def session(self) -> Session:
        """Return a session for reading; whoever takes it closes it."""
        return Session(self.engine, autoflush=False)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Yield a session whose work is committed as one when the block ends, or not at all."""
        with tables_written() as tables, Session(self._write_engine, expire_on_commit=False) as session:
            try:
                yield session
                _append_logs(session, tables)
                session.commit()
            except BaseException:
                session.rollback()
                raise

    def dispose(self) -> None:
        """Close every connection."""
        self.commits.close()
        self.engine.dispose()


def _append_logs(session: Session, tables: set[str]) -> None:
    """Number what is written, under one lock: whoever comes later sees all that was numbered before."""
    session.flush()  # Rows need their ids and constraints speak before the chain is locked.
    if not (tables or journal.has_pending(session) or changes.has_pending(session)):
        return
    journal.lock_chain(session)
    journal.append_pending(session)
    changes.append_pending(session)
    session.flush()  # The logs are tables that are written, too.
    number_commit(session, tables)


def _postgres_options(url: str, *, pool_size: int) -> dict[str, Any]:
    """Return how we connect: a dead connection is noticed, and nobody waits for ever for a server or for a lock."""
    given = make_url(url).query.get("options", "")  # What the address says itself comes last, so that it wins.
    bounds = {"connect_timeout": CONNECT_SECONDS, "options": f"-c lock_timeout={BUSY_MILLISECONDS} {given}".strip()}
    return {"pool_size": pool_size, "pool_pre_ping": True, "connect_args": bounds}


def _prepare_sqlite(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def on_connect(connection: Any, _record: object) -> None:
        # The driver's own transaction handling would open transactions late; ours begin explicitly below.
        connection.isolation_level = None
        for pragma in SQLITE_PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        # A writer takes its lock at once: an upgrade from reading to writing could fail half-way through.
        mode = connection.get_execution_options().get("begin", "DEFERRED")
        connection.exec_driver_sql(f"BEGIN {mode}")
