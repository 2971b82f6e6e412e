"""Reads of calls that were published."""

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.errors import NotFoundError
from marketplace.lists.labels import CallState
from marketplace.lists.models import ListCall, RecommendedList
from marketplace.lists.queries import call_state_of, load_call, load_list


def load_public_call(session: Session, *, call_id: int, now: datetime) -> tuple[ListCall, RecommendedList]:
    """Return a call that was published."""
    call = load_call(session, call_id=call_id)
    if call_state_of(call, now=now) is CallState.DRAFT:
        raise NotFoundError
    return call, load_list(session, list_id=call.list_id)


def find_public_calls(session: Session, *, limit: int = 100) -> list[tuple[ListCall, RecommendedList]]:
    """Return published calls with their lists, the latest deadline first."""
    rows = session.exec(
        select(ListCall, RecommendedList)
        .join(RecommendedList, col(RecommendedList.id) == ListCall.list_id)
        .where(col(ListCall.published_at).is_not(None), col(ListCall.withdrawn_at).is_(None))
        .order_by(col(ListCall.deadline_at).desc(), col(ListCall.id).desc())
        .limit(limit)
    )
    return list(rows)


def load_public_calls_after(session: Session, *, after_id: int, limit: int) -> list[tuple[ListCall, RecommendedList]]:
    """Return published calls that were not withdrawn with their lists, by id, beyond a cursor: one statement."""
    rows = session.exec(
        select(ListCall, RecommendedList)
        .join(RecommendedList, col(RecommendedList.id) == ListCall.list_id)
        .where(col(ListCall.published_at).is_not(None), col(ListCall.withdrawn_at).is_(None))
        .where(col(ListCall.id) > after_id)
        .order_by(col(ListCall.id))
        .limit(limit)
    )
    return list(rows)
