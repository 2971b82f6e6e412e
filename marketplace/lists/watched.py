"""What an office and those above it watch, beyond a cursor: lists, calls and drafts of the counties one governs."""

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.lists import policies
from marketplace.lists.models import ListCall, ListDraft, ListEdition, RecommendedList
from marketplace.lists.queries import load_current_of


def load_watched_calls_after(
    session: Session, *, actor: Actor, after_id: int, limit: int
) -> list[tuple[ListCall, RecommendedList]]:
    """Return calls, drafted ones too, that an actor keeps or watches with their lists, by id: one statement."""
    wanted = select(ListCall, RecommendedList).join(RecommendedList, col(RecommendedList.id) == ListCall.list_id)
    wanted = wanted.where(_watched(actor))
    return list(session.exec(wanted.where(col(ListCall.id) > after_id).order_by(col(ListCall.id)).limit(limit)))


def load_watched_lists_after(
    session: Session, *, actor: Actor, after_id: int, limit: int
) -> list[tuple[RecommendedList, ListEdition | None]]:
    """Return lists that an actor keeps or watches with their newest editions, by id: two statements."""
    wanted = select(RecommendedList).where(_watched(actor), col(RecommendedList.id) > after_id)
    rows = session.exec(wanted.order_by(col(RecommendedList.id)).limit(limit)).all()
    newest = {one.kept.id: one.edition for one in load_current_of(session, list_ids=[row.id or 0 for row in rows])}
    return [(row, newest.get(row.id)) for row in rows]


def load_watched_drafts_after(
    session: Session, *, actor: Actor, after_id: int, limit: int, is_open: bool
) -> list[tuple[ListDraft, RecommendedList]]:
    """Return drafts that an actor keeps or watches with their lists, by id, beyond a cursor: one statement."""
    wanted = select(ListDraft, RecommendedList).join(RecommendedList, col(RecommendedList.id) == ListDraft.list_id)
    wanted = wanted.where(_watched(actor))
    if is_open:
        wanted = wanted.where(col(ListDraft.published_at).is_(None), col(ListDraft.withdrawn_at).is_(None))
    return list(session.exec(wanted.where(col(ListDraft.id) > after_id).order_by(col(ListDraft.id)).limit(limit)))


def _watched(actor: Actor) -> ColumnElement[bool]:
    """Keep the lists that ``policies.can_watch`` lets the actor see."""
    if actor.role is Role.COUNTY:
        return col(RecommendedList.organisation_id) == actor.organisation_id
    if actor.role in policies.SEES_ALL:
        return true()
    return col(RecommendedList.county_code).startswith(actor.area_prefix or "-")
