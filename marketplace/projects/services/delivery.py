"""Writes while the work is done: supervisor, milestones, reports, an early end."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyDoneError, AlreadyExistsError, NotReadyError, WrongStateError
from marketplace.core.errors import ConflictError, ForbiddenError, InvalidError, NotFoundError, VersionMovedError
from marketplace.core.locks import find_locked
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import (
    MILESTONE_STATE_LABELS,
    SUPERVISION_VERDICT_LABELS,
    MilestoneState,
    ProjectState,
)
from marketplace.projects.models import Milestone, Project, ProjectEvent, SupervisionReport
from marketplace.projects.parties import conflict_text, find_supervisor_conflicts
from marketplace.projects.policies import CAN_END, can_move, is_party
from marketplace.projects.schemas import MoveIn, ReportIn
from marketplace.projects.services.contracts import load_working, outdate_contract
from marketplace.projects.services.enquiries import supervisor_fault
from marketplace.projects.services.events import note_step, project_url, tell

LEAST_NOTE = 4
NEEDS_NOTE = frozenset({MilestoneState.HANDED_IN, MilestoneState.SUPERVISED, MilestoneState.RETURNED})


def invite_supervisor(session: Session, *, actor: Actor, project_id: int, supervisor_id: int, now: datetime) -> Project:
    """Ask a firm to supervise; refused when it has ties to plant, contractor or a partner."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=CAN_END)
    if project.supervisor_agreed_at is not None:
        raise AlreadyExistsError("已经有监理。监理退出以后才能另请。")
    parties = parties_of(session, project=project)
    sides = [parties.enterprise_id, parties.provider_id, *parties.partner_ids]
    fault = supervisor_fault(session, supervisor_id=supervisor_id, side_ids=sides)
    if fault:
        raise InvalidError(fields={"supervisor_id": [fault]})
    project.supervisor_id = supervisor_id
    outdate_contract(session, project=project)
    details = {"supervisor": supervisor_id}
    text = "邀请了监理机构"
    note_step(
        session, actor=actor, project=project, action="project.supervisor_invited", text=text, details=details, now=now
    )
    subject = f"邀请担任监理：{project.title}"
    body = "请看项目内容，确认与双方没有利益关系后答复。"
    tell(session, organisation_id=supervisor_id, subject=subject, body=body, url=project_url(project), now=now)
    return project


def answer_invitation(session: Session, *, actor: Actor, project_id: int, agrees: bool, now: datetime) -> Project:
    """Take on the supervision or decline; ties that came to be since the invitation are found now."""
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if actor.role is not Role.SUPERVISOR:
        raise ForbiddenError
    if project.supervisor_agreed_at is not None or state_of_project(project) not in CAN_END:
        raise AlreadyDoneError("这份邀请已经答复过，或者项目已经结束。")
    if agrees:
        parties = parties_of(session, project=project)
        sides = [parties.enterprise_id, parties.provider_id, *parties.partner_ids]
        found = find_supervisor_conflicts(session, supervisor_id=actor.organisation_id, side_ids=sides)
        if found:
            raise ConflictError(f"贵机构不能担任这个项目的监理：{conflict_text(found)}。请选择“不接受”。")
        project.supervisor_agreed_at = now
    else:
        project.supervisor_id = None
        outdate_contract(session, project=project)
    action = "project.supervisor_agreed" if agrees else "project.supervisor_declined"
    text = "接受担任监理" if agrees else "不接受担任监理"
    note_step(session, actor=actor, project=project, action=action, text=text, now=now)
    subject = f"监理机构{'已接受' if agrees else '不接受'}：{project.title}"
    tell(
        session,
        organisation_id=project.enterprise_id,
        subject=subject,
        body=text,
        url=project_url(project),
        now=now,
    )
    return project


def move_milestone(
    session: Session, *, actor: Actor, project_id: int, milestone_id: int, entered: MoveIn, now: datetime
) -> ProjectEvent:
    """Move a milestone on or back; what the provider hands in and what is returned needs its words."""
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    milestone = load_milestone(session, project=project, milestone_id=milestone_id)
    if not is_party(actor, parties_of(session, project=project)):
        raise ForbiddenError
    if milestone.version != entered.version:
        raise VersionMovedError
    supervised = project.supervisor_agreed_at is not None
    state = state_of_project(project)
    if not can_move(milestone.state, entered.target, role=actor.role, is_supervised=supervised, project=state):
        raise WrongStateError(
            f"里程碑现在是“{MILESTONE_STATE_LABELS[milestone.state]}”，不能这样做。请重新读取项目，看现在可以办什么。"
        )
    if entered.target in NEEDS_NOTE and len(entered.note) < LEAST_NOTE:
        raise InvalidError(fields={"note": ["请写几句说明：做了什么、看到什么，或者要改什么。"]})
    milestone.state, milestone.note, milestone.moved_at = entered.target, entered.note, now
    milestone.version += 1
    milestone.done_at = now if entered.target is MilestoneState.DONE else None
    label = MILESTONE_STATE_LABELS[entered.target]
    text = f"里程碑“{milestone.title}”：{label}" + (f"。{entered.note}" if entered.note else "")
    event = note_step(
        session,
        actor=actor,
        project=project,
        action=f"milestone.{entered.target.value}",
        text=text,
        milestone_id=milestone_id,
        details={"milestone": milestone_id},
        now=now,
    )
    _tell_next(session, project=project, milestone=milestone, label=label, now=now)
    return event


def _tell_next(session: Session, *, project: Project, milestone: Milestone, label: str, now: datetime) -> None:
    waits_for = {
        MilestoneState.HANDED_IN: project.supervisor_id if project.supervisor_agreed_at else project.enterprise_id,
        MilestoneState.SUPERVISED: project.enterprise_id,
        MilestoneState.RETURNED: project.provider_id,
        MilestoneState.DONE: project.provider_id,
    }
    tell(
        session,
        organisation_id=waits_for.get(milestone.state),
        subject=f"里程碑“{milestone.title}”：{label}",
        body=f"项目：{project.title}。",
        url=f"{project_url(project)}/milestones/{milestone.id}",
        now=now,
    )


def load_milestone(session: Session, *, project: Project, milestone_id: int) -> Milestone:
    """Return a milestone of a project."""
    milestone = find_locked(session, Milestone, milestone_id)
    if milestone is None or milestone.project_id != project.id:
        raise NotFoundError
    return milestone


def file_report(
    session: Session, *, actor: Actor, project_id: int, entered: ReportIn, now: datetime
) -> SupervisionReport:
    """File a supervisor's report of a visit."""
    states = frozenset({ProjectState.RUNNING, ProjectState.REWORK, ProjectState.APPLIED})
    project = load_working(session, actor=actor, project_id=project_id, role=Role.SUPERVISOR, states=states)
    if project.supervisor_agreed_at is None:
        raise NotReadyError("请先答复监理邀请，再提交监理报告。")
    if entered.visited_on > shanghai_day(now):
        raise InvalidError(fields={"visited_on": ["到场日期不能晚于今天。"]})
    if project.running_at and entered.visited_on < shanghai_day(project.running_at):
        raise InvalidError(fields={"visited_on": ["到场日期不能早于项目开始的日期。"]})
    if entered.milestone_id is not None:
        load_milestone(session, project=project, milestone_id=entered.milestone_id)
    report = SupervisionReport(
        project_id=project_id, supervisor_id=actor.organisation_id, filed_at=now, **entered.model_dump()
    )
    session.add(report)
    text = f"提交了监理报告：{SUPERVISION_VERDICT_LABELS[entered.verdict]}"
    note_step(
        session,
        actor=actor,
        project=project,
        action="supervision.reported",
        text=text,
        milestone_id=entered.milestone_id,
        details={"verdict": entered.verdict.value},
        now=now,
    )
    for body in (project.enterprise_id, project.provider_id):
        subject = f"新的监理报告：{project.title}"
        tell(session, organisation_id=body, subject=subject, body=text, url=project_url(project), now=now)
    return report


def end_project(session: Session, *, actor: Actor, project_id: int, reason: str, now: datetime) -> Project:
    """End a project before acceptance; the reason stays on its page."""
    project = load_working(session, actor=actor, project_id=project_id, role=Role.ENTERPRISE, states=CAN_END)
    project.ended_at, project.ended_reason = now, reason
    text = f"终止了项目：{reason}"
    note_step(session, actor=actor, project=project, action="project.ended", text=text, now=now)
    for body in (project.provider_id, project.supervisor_id):
        subject = f"项目已终止：{project.title}"
        tell(session, organisation_id=body, subject=subject, body=f"理由：{reason}", url=project_url(project), now=now)
    return project
