"""Rows read for a change: as they stand now, and kept from everybody else until the transaction ends."""

from typing import Any, TypeVar

from sqlalchemy import Select
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)
Statement = TypeVar("Statement", bound=Select[*tuple[Any, ...]])


def find(session: Session, model: type[Row], key: object, *, lock: bool) -> Row | None:
    """Return a row by its key, with ``lock`` as :func:`find_locked` does; None when there is none."""
    return find_locked(session, model, key) if lock else session.get(model, key)


def find_locked(session: Session, model: type[Row], key: object) -> Row | None:
    """Return a row by its key, kept for this transaction; None when there is none.

    Read anew even when the session knows it: what was read before the lock may have changed while others held it.
    """
    return session.get(model, key, with_for_update=True, populate_existing=True)


def get_locked(session: Session, model: type[Row], key: object) -> Row:
    """Return the same of a row that is known to be there; raise NoResultFound when it isn't."""
    return session.get_one(model, key, with_for_update=True, populate_existing=True)


def locked(statement: Statement, *, skip_locked: bool = False) -> Statement:
    """Return a query whose rows are read anew and kept for this transaction, as :func:`find_locked` does with one.

    With ``skip_locked`` rows that others keep are passed over instead of waited for.
    """
    return statement.with_for_update(skip_locked=skip_locked).execution_options(populate_existing=True)
