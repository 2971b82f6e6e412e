"""The two reads that kinds of one table have alike."""

from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from marketplace.search.sources.documents import pattern


def ids_beyond(session: Session, column: Any, *, after_id: int, limit: int) -> list[int]:
    """Return ids of rows beyond an id in rising order."""
    rows = session.execute(select(column).where(column > after_id).order_by(column).limit(limit))
    return [key or 0 for key in rows.scalars()]


def titled(session: Session, wanted: Any, *, title: Any, text: str, limit: int) -> list[tuple[str, str]]:
    """Return (id, title) of the rows of a selection whose titles hold the text, shortest titles first."""
    holding = wanted.where(title.like(pattern(text), escape="/"))
    rows = session.execute(holding.order_by(func.length(title), wanted.selected_columns[0]).limit(limit))
    return [(str(key), name) for key, name in rows]
