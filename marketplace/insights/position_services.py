"""Writes of positions: asked for by a provider, computed by the worker, computed again after each survey."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.digest import digest
from marketplace.core.jobs import enqueue
from marketplace.core.locks import find_locked
from marketplace.insights.models import ProviderPosition
from marketplace.insights.position_content import Position

POSITION_JOB = "provider_position"
REFRESHED_FOR = timedelta(days=60)  # Nobody who has not asked for two months has a position computed every night.
WAITING = timedelta(minutes=10)  # After that a lost request may be repeated.


def ask_for_position(session: Session, *, actor: Actor, now: datetime) -> bool:
    """Have the actor's own position computed; False while that is under way already."""
    row = find_locked(session, ProviderPosition, actor.organisation_id)
    if row is not None and is_waiting(row, now=now):
        return False
    if row is None:
        row = ProviderPosition(provider_id=actor.organisation_id, asked_at=now)
    row.asked_at = now
    session.add(row)
    _enqueue(session, provider_id=actor.organisation_id, now=now)
    return True


def is_waiting(row: ProviderPosition, *, now: datetime) -> bool:
    """Say whether a position was asked for and has not come yet."""
    is_open = row.computed_at is None or row.computed_at < row.asked_at
    return is_open and now - row.asked_at < WAITING


def keep_position(session: Session, *, provider_id: int, position: Position | None, now: datetime) -> None:
    """Write what was computed; an empty content says that there is no position now."""
    row = find_locked(session, ProviderPosition, provider_id)
    if row is None:
        return
    content = position.model_dump(mode="json") if position else {}
    row.content, row.computed_at = content, now
    row.digest = digest(_exact(content)) if content else ""
    session.add(row)


def refresh_positions(session: Session, *, now: datetime) -> int:
    """Have every position computed anew that somebody asked for lately; return how many."""
    wanted = select(ProviderPosition.provider_id).where(col(ProviderPosition.asked_at) > now - REFRESHED_FOR)
    ids = session.exec(wanted.order_by(col(ProviderPosition.provider_id))).all()
    for provider_id in ids:
        _enqueue(session, provider_id=provider_id, now=now)
    return len(ids)


def _enqueue(session: Session, *, provider_id: int, now: datetime) -> None:
    enqueue(session, kind=POSITION_JOB, payload={"provider_id": provider_id}, now=now)


def _exact(value: object) -> object:
    """Return JSON with fractions as text, since a digest is taken over whole numbers and texts."""
    if isinstance(value, float):
        return f"{value:.1f}"
    if isinstance(value, dict):
        return {key: _exact(one) for key, one in value.items()}
    return [_exact(one) for one in value] if isinstance(value, list) else value
