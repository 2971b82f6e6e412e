"""Writes of a pilot county: choose pilot enterprises, follow them, tick off the work chart."""

from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor, System
from marketplace.core.changes import log_change
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, AlreadyExistsError, NotReadyError
from marketplace.core.errors import InvalidError, NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.core.money import to_fen
from marketplace.core.wording import day_text
from marketplace.enterprises.models import Enterprise
from marketplace.programme.models import Pilot, PilotSelection, PilotTask
from marketplace.programme.pilot_schemas import DecisionIn, ProposalOfFirmIn, RenovationIn
from marketplace.programme.queries.pilots import load_own_pilot
from marketplace.providers.models import Provider

CHANGE = "pilot"


def propose_enterprise(
    session: Session, *, actor: Actor, pilot_id: int, entered: ProposalOfFirmIn, now: datetime
) -> PilotSelection:
    """Propose a firm of the county with a reason; a firm is proposed once.

    Raises NotFoundError for firms of other counties, ConflictError when it was proposed already.
    """
    pilot = load_own_pilot(session, actor=actor, pilot_id=pilot_id, lock=True)
    body = session.get(Organisation, entered.enterprise_id)
    known = session.get(Enterprise, entered.enterprise_id)
    if body is None or known is None or body.merged_into_id is not None or body.county_code != pilot.county_code:
        raise NotFoundError("本县没有这家企业，请从列表里选。")
    if _find(session, pilot_id=pilot_id, enterprise_id=entered.enterprise_id) is not None:
        raise AlreadyExistsError("这家企业已经提名过。")
    made = PilotSelection(
        pilot_id=pilot_id,
        enterprise_id=entered.enterprise_id,
        proposal=entered.proposal,
        proposed_at=now,
        proposed_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()  # The journal names the new row by its id.
    _note(session, actor=actor, pilot=pilot, action="pilot_selection.proposed", now=now, selection_id=made.id)
    return made


def decide_selection(
    session: Session, *, actor: Actor, selection_id: int, entered: DecisionIn, now: datetime
) -> PilotSelection:
    """Select or refuse a proposed firm, with the reason; the days must lie within the two years."""
    selection, pilot = load_own_selection(session, actor=actor, selection_id=selection_id)
    if entered.version != selection.version:
        raise VersionMovedError
    if selection.finished_on is not None:
        raise AlreadyDoneError("这家企业的改造已经完成，不能再改选定结果。")
    if entered.is_selected:
        _refuse_outside(pilot, entered)
    selection.is_selected, selection.reason = entered.is_selected, entered.reason
    selection.starts_on = entered.starts_on if entered.is_selected else None
    selection.ends_on = entered.ends_on if entered.is_selected else None
    selection.decided_at, selection.decided_by_id = now, actor.user_id
    selection.version += 1
    details = {"selected": int(entered.is_selected), "selection_id": selection_id}
    _note(session, actor=actor, pilot=pilot, action="pilot_selection.decided", now=now, **details)
    return selection


def note_progress(
    session: Session, *, actor: Actor, selection_id: int, entered: RenovationIn, now: datetime
) -> PilotSelection:
    """Record who renovates a pilot enterprise and what came of it; the tracker counts finished ones."""
    selection, pilot = load_own_selection(session, actor=actor, selection_id=selection_id)
    if entered.version != selection.version:
        raise VersionMovedError
    if not selection.is_selected:
        raise NotReadyError("只有选定的试点企业才登记进展。")
    if entered.finished_on is not None and entered.finished_on > shanghai_day(now):
        raise InvalidError(fields={"finished_on": ["完成日期不能晚于今天。"]})
    selection.provider_id = _provider(session, entered.provider)
    selection.finished_on = entered.finished_on
    selection.level_before, selection.level_after = entered.level_before, entered.level_after
    selection.output_fen = to_fen(entered.output_wan)
    selection.version += 1
    _note(session, actor=actor, pilot=pilot, action="pilot_selection.progress", now=now, selection_id=selection_id)
    return selection


def finish_task(session: Session, *, actor: Actor, task_id: int, is_done: bool, now: datetime) -> PilotTask:
    """Mark a line of the work chart as done today, or take the mark back."""
    task = find_locked(session, PilotTask, task_id)
    if task is None:
        raise NotFoundError
    pilot = load_own_pilot(session, actor=actor, pilot_id=task.pilot_id)
    task.done_on = (task.done_on or shanghai_day(now)) if is_done else None
    details = {"done": int(is_done), "task_id": task_id}
    _note(session, actor=actor, pilot=pilot, action="pilot_task.marked", now=now, **details)
    return task


def load_own_selection(session: Session, *, actor: Actor, selection_id: int) -> tuple[PilotSelection, Pilot]:
    """Return a selection of the actor's own pilot, locked; to others it does not exist."""
    selection = find_locked(session, PilotSelection, selection_id)
    if selection is None:
        raise NotFoundError
    return selection, load_own_pilot(session, actor=actor, pilot_id=selection.pilot_id)


def follow_merge(session: Session, *, actor: Actor | System, kept_id: int, merged_id: int, now: datetime) -> None:  # noqa: ARG001 - every follower of a merge is called alike
    """Hand what names a merged body to the one that is kept; where both were chosen, the kept one's row stays."""
    rows = session.exec(select(PilotSelection).where(PilotSelection.enterprise_id == merged_id)).all()
    for row in rows:
        if (
            _find(session, pilot_id=row.pilot_id, enterprise_id=kept_id) is None
            and session.get(Enterprise, kept_id) is not None
        ):
            row.enterprise_id = kept_id
    works = session.exec(select(PilotSelection).where(PilotSelection.provider_id == merged_id)).all()
    for row in works:
        if session.get(Provider, kept_id) is not None:
            row.provider_id = kept_id


def _find(session: Session, *, pilot_id: int, enterprise_id: int) -> PilotSelection | None:
    return session.exec(
        select(PilotSelection).where(PilotSelection.pilot_id == pilot_id, PilotSelection.enterprise_id == enterprise_id)
    ).first()


def _refuse_outside(pilot: Pilot, entered: DecisionIn) -> None:
    inside = entered.starts_on is not None and entered.ends_on is not None
    if not inside or entered.starts_on < pilot.starts_on or entered.ends_on > pilot.ends_on:  # type: ignore[operator]  # both are days here
        text = f"应在创建期 {day_text(pilot.starts_on)}至{day_text(pilot.ends_on)} 之内。"
        raise InvalidError(fields={"starts_on": [text]})


def _provider(session: Session, name: str) -> int | None:
    if not name:
        return None
    found = session.exec(
        select(Provider.organisation_id)
        .join(Organisation, col(Organisation.id) == Provider.organisation_id)
        .where(Organisation.name_key == name_key(name), col(Organisation.merged_into_id).is_(None))
    ).first()
    if found is None:
        raise InvalidError(fields={"provider": ["平台上没有这家服务商，请写全称；没有登记的请先请对方登记。"]})
    return found


def _note(session: Session, *, actor: Actor, pilot: Pilot, action: str, now: datetime, **details: Any) -> None:
    record(session, actor=actor, action=action, subject=f"pilot:{pilot.id}", now=now, details=details)
    log_change(session, kind=CHANGE, object_id=pilot.id or 0, now=now)
