"""Writes of library changes: one operator proposes, another decides, and the approved one becomes an edition."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.models import LibraryChange
from marketplace.taxonomy.policies import can_decide
from marketplace.taxonomy.queries import load_library
from marketplace.taxonomy.services import store_library
from marketplace.taxonomy.word_changes import changed_library, edition_of, find_scenario, words_of
from matching.library import Library

SHORTEST_REASON = 5
CLOSED = "只有等待决定的才能办理。这一条已经有结果，请重新读取查看。"
OWN = "提出的人不能自己批准，请另一位运营人员来看。不想改了可以撤回。"
MOVED = "提出以后，这个场景又被改过。请撤回，照现在的内容重新提出。"
UNSEEN = "对照还没有算完，请等一会儿，看过变化再批准。"


def propose_change(
    session: Session, *, actor: Actor, code: str, words: Mapping[str, Any], reason: str, now: datetime
) -> LibraryChange:
    """Keep a change that waits for another person; the library stays as it is."""
    if len(reason.strip()) < SHORTEST_REASON:
        raise InvalidError(fields={"reason": ["请写明为什么要改，批准的人要看。"]})
    library = load_library(session)
    before = words_of(find_scenario(library, code=code))
    if before == dict(words):
        raise InvalidError(fields={"form": ["和现在的内容完全一样，没有可以批准的改动。"]})
    made = LibraryChange(
        scenario_code=code,
        base_edition=library.edition,
        before=before,
        after=dict(words),
        reason=reason.strip(),
        proposed_by_id=actor.user_id,
        proposed_at=now,
        state=ProposalState.PROPOSED,
    )
    session.add(made)
    session.flush()  # Journal and preview name the row by its id.
    subject = f"library_change:{made.id}"
    record(session, actor=actor, action="library_change.proposed", subject=subject, now=now, details={"scenario": code})
    return made


def decide_change(
    session: Session, *, actor: Actor, change_id: int, outcome: ProposalState, decision: str, now: datetime
) -> LibraryChange:
    """Approve, reject or withdraw a change; an approved one makes a new edition of the library."""
    change = find_locked(session, LibraryChange, change_id)
    if change is None:
        raise NotFoundError
    if change.state is outcome and change.decided_by_id == actor.user_id:
        return change  # The same button twice.
    if change.state is not ProposalState.PROPOSED:
        raise AlreadyDoneError(CLOSED)
    if not can_decide(outcome, user_id=actor.user_id, proposed_by_id=change.proposed_by_id):
        raise ForbiddenError(OWN)
    if outcome is ProposalState.REJECTED and len(decision.strip()) < SHORTEST_REASON:
        raise InvalidError(fields={"decision": ["请写明不同意的理由，提出的人要看。"]})
    if outcome is ProposalState.APPROVED:
        _apply(session, change, actor=actor, now=now)
    change.state, change.decision = outcome, decision.strip()
    change.decided_by_id, change.decided_at = actor.user_id, now
    session.add(change)
    subject = f"library_change:{change_id}"
    details = {"edition": change.edition, "scenario": change.scenario_code}
    record(session, actor=actor, action=f"library_change.{outcome.value}", subject=subject, now=now, details=details)
    return change


def _apply(session: Session, change: LibraryChange, *, actor: Actor, now: datetime) -> None:
    if change.previewed_at is None:
        raise NotReadyError(UNSEEN)
    library = load_library(session)
    if words_of(find_scenario(library, code=change.scenario_code)) != change.before:
        raise VersionMovedError(MOVED)
    agreed = [*approved_changes(session), (change.scenario_code, change.after)]
    change.edition = edition_of(library.edition, agreed)
    changed = changed_library(library, code=change.scenario_code, words=change.after, edition=change.edition)
    store_library(session, actor=actor, library=changed, now=now)


def approved_changes(session: Session) -> list[tuple[str, dict[str, Any]]]:
    """Return agreed changes as (scenario code, words) in the order in which they were agreed on."""
    rows = session.exec(
        select(LibraryChange)
        .where(LibraryChange.state == ProposalState.APPROVED)
        .order_by(col(LibraryChange.decided_at), col(LibraryChange.id))
    )
    return [(row.scenario_code, row.after) for row in rows]


def previewed_library(session: Session, *, change: LibraryChange) -> Library:
    """Return the library as it would be with a change, under a name that no edition bears."""
    library = load_library(session)
    edition = f"{library.edition}?{change.id}"[:60]
    return changed_library(library, code=change.scenario_code, words=change.after, edition=edition)
