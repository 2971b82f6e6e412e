"""Reads of rounds."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find
from marketplace.programme import policies
from marketplace.programme.labels import ROUND_STATE_LABELS, RoundState
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.policies import RoundTimes
from marketplace.programme.rules import CountyFlags, RoundRules, flags_on, rules_of
from marketplace.taxonomy.models import County


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundLine:
    """A round in a list; ``submitted`` counts applications that were handed in, ``listed`` the pilot counties."""

    round: PilotRound
    state: RoundState
    submitted: int
    listed: int

    @property
    def state_label(self) -> str:
        return ROUND_STATE_LABELS[self.state]


def times_of(found: PilotRound) -> RoundTimes:
    """Return the days and decisions of a round for its policies."""
    return RoundTimes(
        opens_on=found.opens_on,
        closes_on=found.closes_on,
        published_at=found.published_at,
        has_review=found.review_id is not None,
        proposed_at=found.proposed_at,
        listed_at=found.listed_at,
    )


def state_of_round(found: PilotRound, *, now: datetime) -> RoundState:
    """Return where a round stands."""
    return policies.round_state(times_of(found), now=now)


def rules_of_round(found: PilotRound) -> RoundRules:
    """Return the rules of a round."""
    return rules_of(found.rules)


def flags_for(found: PilotRound, county: County) -> CountyFlags:
    """Return what a county is by the lists in force on the day on which the round opens."""
    return flags_on(county, day=found.opens_on)


def load_round(session: Session, *, round_id: int, lock: bool = False) -> PilotRound:
    """Return a round, locked against writers when asked for."""
    found = find(session, PilotRound, round_id, lock=lock)
    if found is None:
        raise NotFoundError
    return found


def load_seen_round(session: Session, *, actor: Actor | None, round_id: int) -> PilotRound:
    """Return a round that the actor may see; a draft of others does not exist."""
    found = load_round(session, round_id=round_id)
    is_published = found.published_at is not None
    if not policies.can_see_round(actor, organisation_id=found.organisation_id, is_published=is_published):
        raise NotFoundError
    return found


def load_own_round(session: Session, *, actor: Actor, round_id: int, lock: bool = False) -> PilotRound:
    """Return a round that the actor's bureau runs; to others it does not exist."""
    found = load_round(session, round_id=round_id, lock=lock)
    if not policies.can_run_round(actor, organisation_id=found.organisation_id):
        raise NotFoundError
    return found


def list_rounds(session: Session, *, actor: Actor | None, now: datetime) -> list[RoundLine]:
    """Return the rounds that the actor may see, newest first: two statements."""
    rows = [
        row
        for row in session.exec(select(PilotRound).order_by(col(PilotRound.id).desc()).limit(200))
        if policies.can_see_round(actor, organisation_id=row.organisation_id, is_published=row.published_at is not None)
    ]
    counts = _counts(session, round_ids=[row.id or 0 for row in rows])
    return [
        RoundLine(
            round=row,
            state=state_of_round(row, now=now),
            submitted=counts.get(row.id or 0, (0, 0))[0],
            listed=counts.get(row.id or 0, (0, 0))[1],
        )
        for row in rows
    ]


def find_open_rounds(session: Session, *, now: datetime) -> list[PilotRound]:
    """Return the rounds that take applications now, the one that closes first in front: one statement."""
    rows = session.exec(
        select(PilotRound)
        .where(col(PilotRound.published_at).is_not(None), col(PilotRound.listed_at).is_(None))
        .order_by(col(PilotRound.closes_on), col(PilotRound.id))
        .limit(200)
    )
    return [row for row in rows if state_of_round(row, now=now) is RoundState.OPEN]


def _counts(session: Session, *, round_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    rows = session.exec(
        select(
            PilotApplication.round_id,
            func.count(col(PilotApplication.submitted_at)),
            func.count(col(PilotApplication.listed_at)),
        )
        .where(col(PilotApplication.round_id).in_(round_ids))
        .group_by(col(PilotApplication.round_id))
    )
    return {round_id: (submitted, listed) for round_id, submitted, listed in rows}
