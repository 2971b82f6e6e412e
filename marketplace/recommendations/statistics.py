"""Editions of the term statistics: kept in the database, so that a score moves only when an edition is fitted anew."""

import zlib
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy.orm import defer
from sqlmodel import Session, col, select

from marketplace.recommendations.models import StatisticsEdition
from matching.statistics import Statistics

_ADAPTER = TypeAdapter(Statistics)


def pack_statistics(statistics: Statistics) -> bytes:
    """Return statistics as compressed JSON."""
    return zlib.compress(_ADAPTER.dump_json(statistics))


def unpack_statistics(payload: bytes) -> Statistics:
    """Return what :func:`pack_statistics` packed, number for number."""
    return _ADAPTER.validate_json(zlib.decompress(payload))


def find_newest(session: Session, *, library_edition: str) -> Statistics | None:
    """Return the statistics fitted last under an edition of the library, None before any were stored."""
    payload = session.exec(
        select(StatisticsEdition.payload)
        .where(StatisticsEdition.library_edition == library_edition)
        .order_by(col(StatisticsEdition.id).desc())
    ).first()
    return unpack_statistics(payload) if payload is not None else None


def find_statistics(session: Session, *, edition: str, library_edition: str) -> Statistics | None:
    """Return one edition of the statistics, None when it is not kept."""
    payload = session.exec(
        select(StatisticsEdition.payload).where(
            StatisticsEdition.edition == edition, StatisticsEdition.library_edition == library_edition
        )
    ).first()
    return unpack_statistics(payload) if payload is not None else None


def store_statistics(session: Session, statistics: Statistics, *, library_edition: str, now: datetime) -> bool:
    """Make statistics the newest of their library edition; return False when they were kept already."""
    rows = session.exec(
        select(StatisticsEdition)
        .where(StatisticsEdition.library_edition == library_edition)
        .order_by(col(StatisticsEdition.id).desc())
        .options(defer(StatisticsEdition.payload))  # type: ignore[arg-type]  # SQLModel types columns as values
    ).all()
    if rows and rows[0].edition == statistics.edition:
        return False
    for row in rows:
        if row.edition == statistics.edition:
            # The newest edition is the one of the highest id: an old one that came back is written anew.
            session.delete(row)
    session.flush()  # Both names are unique together.
    session.add(
        StatisticsEdition(
            edition=statistics.edition,
            library_edition=library_edition,
            documents=statistics.documents,
            fitted_at=now,
            payload=pack_statistics(statistics),
        )
    )
    return True
