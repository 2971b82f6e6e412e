"""Pure rules of notices and objections: state as a function of times, objections and the clock; who may do what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from marketplace.core.actor import Actor, Role
from marketplace.notices.labels import NoticeState, ObjectionState, Outcome

BUREAUS = frozenset({Role.COUNTY, Role.CITY, Role.PROVINCE})
SEES_ALL = frozenset({Role.AUDITOR, Role.OPERATOR})


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeTimes:
    """The moments of a notice; None means that it has not happened."""

    published_at: datetime
    ends_at: datetime
    ended_at: datetime | None = None
    settled_at: datetime | None = None
    replaced_at: datetime | None = None
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionTimes:
    """The moments of an objection with its outcome."""

    outcome: Outcome | None = None
    answered_at: datetime | None = None
    change_done_at: datetime | None = None
    withdrawn_at: datetime | None = None


def objection_state(objection: ObjectionTimes) -> ObjectionState:
    """Return where an objection stands; an upheld one waits for the change that it asks for."""
    if objection.withdrawn_at is not None:
        return ObjectionState.WITHDRAWN
    if objection.answered_at is None:
        return ObjectionState.OPEN
    needs_change = objection.outcome in {Outcome.UPHELD, Outcome.PARTLY}
    return ObjectionState.CHANGE_DUE if needs_change and objection.change_done_at is None else ObjectionState.ANSWERED


def has_ended(notice: NoticeTimes, *, now: datetime) -> bool:
    """Say whether the period has run out; once noted as ended it stays so, even when a clock is moved back."""
    return notice.ended_at is not None or now >= notice.ends_at


def accepts_objections(notice: NoticeTimes, *, now: datetime) -> bool:
    """Say whether an objection filed now is in time: from publication until just before 24:00 of the last day."""
    closed = notice.settled_at or notice.replaced_at or notice.withdrawn_at
    return closed is None and notice.published_at <= now and not has_ended(notice, now=now)


def notice_state(notice: NoticeTimes, objections: Iterable[ObjectionState], *, now: datetime) -> NoticeState:
    """Return where a notice stands; ``objections`` are those of the whole chain of restarts that leads to it."""
    if notice.withdrawn_at is not None:
        return NoticeState.WITHDRAWN
    if notice.replaced_at is not None:
        return NoticeState.REPLACED
    if notice.settled_at is not None:
        return NoticeState.SETTLED
    states = set(objections)
    if not has_ended(notice, now=now):
        return NoticeState.OPEN
    if ObjectionState.OPEN in states:
        return NoticeState.ANSWERING
    return NoticeState.CHANGE_DUE if ObjectionState.CHANGE_DUE in states else NoticeState.CLEAR


def can_publish(actor: Actor, *, organisation_id: int) -> bool:
    """A bureau publishes notices of its own."""
    return actor.role in BUREAUS and actor.organisation_id == organisation_id


def can_answer(actor: Actor | None, *, organisation_id: int) -> bool:
    """The bureau that published a notice answers objections to it."""
    return actor is not None and actor.role in BUREAUS and actor.organisation_id == organisation_id


def can_see_objection(actor: Actor | None, *, organisation_id: int, county_code: str, user_id: int | None) -> bool:
    """The whole text is for its author, the answering bureau, the bureaus above it, and auditors."""
    if actor is None:
        return False
    if user_id is not None and actor.user_id == user_id:
        return True
    if actor.organisation_id == organisation_id and actor.role in BUREAUS:
        return True
    above = actor.role in {Role.CITY, Role.PROVINCE} and bool(county_code) and actor.governs(county_code)
    return above or actor.role in SEES_ALL
