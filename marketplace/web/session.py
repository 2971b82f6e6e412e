"""One read session per request, and the write transaction that a view opens around its services."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import cast

from flask import Flask, g
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from marketplace.web.state import state


def read_session() -> Session:
    """Return this request's session for reading; it is closed when the request ends."""
    if "read_session" not in g:
        g.read_session = state().database.session()
    return cast("Session", g.read_session)


@contextmanager
def transaction() -> Iterator[Session]:
    """Yield a write session that commits once when the block ends; later reads see the result."""
    with state().database.transaction() as session:
        yield session
        for hook in state().before_commit:
            hook(session)
    close_read_session()


def close_read_session(_error: BaseException | None = None) -> None:
    """End the read session, so that nothing stays open after the answer."""
    session = g.pop("read_session", None)
    if session is not None:
        try:
            session.close()
        except DBAPIError:
            session.invalidate()  # The server cut the connection after the last question: there is nothing left to end.


def init_sessions(app: Flask) -> None:
    """Close sessions when requests end."""
    app.teardown_appcontext(close_read_session)
