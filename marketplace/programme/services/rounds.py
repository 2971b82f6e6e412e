"""Writes of rounds: set up, change, publish."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor, Role
from marketplace.core.changes import log_change
from marketplace.core.conflicts import AlreadyDoneError
from marketplace.core.digest import digest
from marketplace.core.errors import ForbiddenError, VersionMovedError
from marketplace.core.journal import record
from marketplace.programme.models import PilotRound
from marketplace.programme.queries.rounds import load_own_round
from marketplace.programme.schemas import RoundIn
from marketplace.taxonomy.queries import find_edition

CHANGE = "pilot_round"


def create_round(session: Session, *, actor: Actor, entered: RoundIn, now: datetime) -> PilotRound:
    """Set up a round as a draft of the provincial bureau; the catalogue is the edition in force now."""
    if actor.role is not Role.PROVINCE:
        raise ForbiddenError
    made = PilotRound(
        organisation_id=actor.organisation_id,
        title=entered.title,
        opens_on=entered.opens_on,
        closes_on=entered.closes_on,
        rules=_rules(session, entered),
        created_at=now,
    )
    session.add(made)
    session.flush()  # The journal names the new row by its id.
    note_round(session, actor=actor, found=made, action="pilot_round.created", now=now)
    return made


def update_round(session: Session, *, actor: Actor, round_id: int, entered: RoundIn, now: datetime) -> PilotRound:
    """Change a draft; raises ConflictError once it is published, VersionMovedError when somebody else changed it."""
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if found.published_at is not None:
        raise AlreadyDoneError("这一轮已经发布，规则不能再改。")
    if entered.version != found.version:
        raise VersionMovedError
    found.title, found.opens_on, found.closes_on = entered.title, entered.opens_on, entered.closes_on
    found.rules, found.version = _rules(session, entered), found.version + 1
    note_round(session, actor=actor, found=found, action="pilot_round.changed", now=now)
    return found


def publish_round(session: Session, *, actor: Actor, round_id: int, now: datetime) -> PilotRound:
    """Freeze the rules under their digest and open the round to the counties from its first day."""
    found = load_own_round(session, actor=actor, round_id=round_id, lock=True)
    if found.published_at is not None:
        return found  # Pressed twice: it stands already.
    found.published_at = now
    found.rules_digest = digest(rules_facts(found))
    note_round(session, actor=actor, found=found, action="pilot_round.published", now=now)
    return found


def rules_facts(found: PilotRound) -> dict[str, object]:
    """Return what the digest of a round's rules is over."""
    return {
        "closes_on": found.closes_on.isoformat(),
        "opens_on": found.opens_on.isoformat(),
        "rules": found.rules,
        "title": found.title,
    }


def note_round(session: Session, *, actor: Actor, found: PilotRound, action: str, now: datetime) -> None:
    """Journal an event of a round, and tell followers when the public sees it."""
    details = {"digest": found.list_digest or found.rules_digest, "version": found.version}
    record(session, actor=actor, action=action, subject=f"pilot_round:{found.id}", now=now, details=details)
    if found.published_at is not None:
        log_change(session, kind=CHANGE, object_id=found.id or 0, now=now)


def _rules(session: Session, entered: RoundIn) -> dict[str, object]:
    return entered.rules(catalog_edition=find_edition(session) or "").model_dump(mode="json")
