"""Writes of change orders: one side proposes, the other answers, and what was agreed takes effect at once."""

from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.conflicts import AlreadyDoneError, WrongStateError
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError
from marketplace.core.locks import find_locked
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import CHANGE_KIND_LABELS, ChangeKind, MilestoneState
from marketplace.projects.models import ChangeOrder, Milestone, Project
from marketplace.projects.policies import AT_WORK, is_party
from marketplace.projects.schemas import AnswerIn, ChangeIn
from marketplace.projects.services.delivery import load_milestone
from marketplace.projects.services.events import note_step, project_url, tell

TWO_SIDES = frozenset({Role.ENTERPRISE, Role.PROVIDER})


def propose_change(session: Session, *, actor: Actor, project_id: int, entered: ChangeIn, now: datetime) -> ChangeOrder:
    """Propose a change with its reason; it changes nothing until the other side agrees."""
    project = _load(session, actor=actor, project_id=project_id)
    if entered.milestone_id is not None:
        milestone = load_milestone(session, project=project, milestone_id=entered.milestone_id)
        if milestone.state is MilestoneState.DONE:
            raise InvalidError(fields={"milestone_id": ["这个里程碑已经完成，不用再变更。"]})
    amount = -entered.amount if entered.is_less else entered.amount
    if project.price_fen + amount < 0:
        raise InvalidError(fields={"amount": ["减少的金额超过了合同总价。"]})
    change = ChangeOrder(
        project_id=project_id,
        milestone_id=entered.milestone_id,
        kind=entered.kind,
        reason=entered.reason,
        days=entered.days,
        amount_fen=amount if entered.kind is ChangeKind.PRICE else 0,
        proposed_by_id=actor.organisation_id,
        proposed_at=now,
    )
    session.add(change)
    text = f"提出{CHANGE_KIND_LABELS[entered.kind]}：{entered.reason}"
    note_step(
        session,
        actor=actor,
        project=project,
        action="change.proposed",
        text=text,
        milestone_id=entered.milestone_id,
        details={"kind": entered.kind.value},
        now=now,
    )
    other = project.provider_id if actor.role is Role.ENTERPRISE else project.enterprise_id
    subject = f"请答复变更单：{project.title}"
    tell(session, organisation_id=other, subject=subject, body=text, url=f"{project_url(project)}/changes", now=now)
    return change


def answer_change(
    session: Session, *, actor: Actor, project_id: int, change_id: int, entered: AnswerIn, now: datetime
) -> ChangeOrder:
    """Agree to the other side's change, or refuse it with words; nobody answers their own."""
    project = _load(session, actor=actor, project_id=project_id)
    change = find_locked(session, ChangeOrder, change_id)
    if change is None or change.project_id != project_id:
        raise NotFoundError
    if change.proposed_by_id == actor.organisation_id:
        raise ForbiddenError("变更单要由对方答复。")
    if change.answered_at is not None:
        raise AlreadyDoneError("这张变更单已经答复过。")
    if not entered.agrees and not entered.answer:
        raise InvalidError(fields={"answer": ["不同意的，请写明理由。"]})
    change.answered_at, change.is_agreed, change.answer = now, entered.agrees, entered.answer
    if entered.agrees:
        _apply(session, project=project, change=change)
    text = f"{'同意' if entered.agrees else '不同意'}{CHANGE_KIND_LABELS[change.kind]}" + (
        f"：{entered.answer}" if entered.answer else ""
    )
    details = {"change": change_id, "agreed": entered.agrees}
    note_step(session, actor=actor, project=project, action="change.answered", text=text, details=details, now=now)
    subject = f"变更单已答复：{project.title}"
    tell(
        session,
        organisation_id=change.proposed_by_id,
        subject=subject,
        body=text,
        url=f"{project_url(project)}/changes",
        now=now,
    )
    return change


def _apply(session: Session, *, project: Project, change: ChangeOrder) -> None:
    project.price_fen += change.amount_fen
    if not change.days or change.milestone_id is None:
        return
    moved = session.get_one(Milestone, change.milestone_id)
    later = select(Milestone).where(
        Milestone.project_id == project.id,
        col(Milestone.position) >= moved.position,
        Milestone.state != MilestoneState.DONE,
    )
    # What follows a late milestone is late by as much, so that the days stay in order.
    for milestone in session.exec(later):
        milestone.due_on += timedelta(days=change.days)
        milestone.version += 1


def _load(session: Session, *, actor: Actor, project_id: int) -> Project:
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if actor.role not in TWO_SIDES or not is_party(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if state_of_project(project) not in AT_WORK:
        raise WrongStateError("项目不在实施阶段，不能提变更单。")
    return project
