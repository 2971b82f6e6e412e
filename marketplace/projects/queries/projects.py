"""Reads of projects: lists, and everything that the page of one shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from marketplace.accounts.models import Organisation
from marketplace.core.actor import Actor, Role
from marketplace.core.clock import shanghai_day
from marketplace.core.errors import NotFoundError
from marketplace.files.queries import FileRow, load_files
from marketplace.projects import policies
from marketplace.projects.access import find_contract, load_milestones, load_seen_project, state_of_project
from marketplace.projects.labels import MILESTONE_STATE_LABELS, PROJECT_STATE_LABELS, MilestoneState, ProjectState
from marketplace.projects.models import (
    ChangeOrder,
    Contract,
    Milestone,
    PartnerAnnex,
    Project,
    ProjectEvent,
    Rating,
    SupervisionReport,
)
from marketplace.web.pages import Page, PageArgs, make_page

EVENT_FILE, REPORT_FILE = "project_event", "supervision_report"
MOST_EVENTS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectRow:
    """A project as lists show it; ``late`` counts milestones past their day."""

    id: int
    title: str
    enterprise: str
    provider: str
    state: ProjectState
    done: int
    milestones: int
    late: int
    next_on: date | None

    @property
    def state_label(self) -> str:
        return PROJECT_STATE_LABELS[self.state]


@dataclass(frozen=True, slots=True, kw_only=True)
class MilestoneRow:
    """A milestone on the timeline; ``days_late`` against the day that holds now, ``moved_days`` against the plan."""

    id: int
    position: int
    title: str
    planned_on: date
    due_on: date
    done_on: date | None
    payment_fen: int
    state: MilestoneState
    days_late: int
    version: int = 1

    @property
    def state_label(self) -> str:
        return MILESTONE_STATE_LABELS[self.state]

    @property
    def moved_days(self) -> int:
        return (self.due_on - self.planned_on).days


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    """A line of the timeline with its files."""

    when: datetime
    text: str
    who: str
    files: tuple[FileRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProjectPage:
    """A project with its parties, milestones and timeline."""

    project: Project
    state: ProjectState
    names: dict[int, str]
    contract: Contract | None
    milestones: tuple[MilestoneRow, ...]
    events: tuple[EventRow, ...]
    reports: tuple[tuple[SupervisionReport, tuple[FileRow, ...]], ...]
    partners: tuple[PartnerAnnex, ...]
    rating: Rating | None

    @property
    def state_label(self) -> str:
        return PROJECT_STATE_LABELS[self.state]

    @property
    def is_supervised(self) -> bool:
        return self.project.supervisor_agreed_at is not None

    @property
    def all_done(self) -> bool:
        return bool(self.milestones) and all(one.state is MilestoneState.DONE for one in self.milestones)


def list_projects(session: Session, *, actor: Actor, args: PageArgs, now: datetime) -> Page[ProjectRow]:
    """Return the projects that an actor may see, newest first."""
    conditions = _conditions(actor)
    total = session.exec(select(func.count()).select_from(Project).where(*conditions)).one()
    projects = session.exec(
        select(Project).where(*conditions).order_by(col(Project.id).desc()).offset(args.offset).limit(args.per_page)
    ).all()
    names = load_names(session, ids=[one for row in projects for one in (row.enterprise_id, row.provider_id)])
    milestones = _milestones(session, project_ids=[one.id or 0 for one in projects])
    items = [_row(one, names=names, milestones=milestones.get(one.id or 0, []), now=now) for one in projects]
    return make_page(items, total=total, args=args)


def load_projects_after(
    session: Session, *, actor: Actor, after_id: int, limit: int, now: datetime
) -> list[tuple[Project, tuple[MilestoneRow, ...], Contract | None]]:
    """Return projects beyond an id with milestones and contract, in the order of ids: three statements."""
    projects = session.exec(
        select(Project).where(*_conditions(actor), col(Project.id) > after_id).order_by(col(Project.id)).limit(limit)
    ).all()
    ids = [one.id or 0 for one in projects]
    milestones = _milestones(session, project_ids=ids)
    contracts = {one.project_id: one for one in session.exec(select(Contract).where(col(Contract.project_id).in_(ids)))}
    return [
        (one, tuple(milestone_row(row, now=now) for row in milestones.get(one.id or 0, [])), contracts.get(one.id or 0))
        for one in projects
    ]


def _milestones(session: Session, *, project_ids: Sequence[int]) -> dict[int, list[Milestone]]:
    found: dict[int, list[Milestone]] = {}
    wanted = select(Milestone).where(col(Milestone.project_id).in_(project_ids)).order_by(col(Milestone.position))
    for one in session.exec(wanted):
        found.setdefault(one.project_id, []).append(one)
    return found


def _conditions(actor: Actor) -> list[Any]:
    own = actor.organisation_id
    if actor.role is Role.ENTERPRISE:
        return [Project.enterprise_id == own]
    if actor.role is Role.PROVIDER:
        partner = select(PartnerAnnex.project_id).where(PartnerAnnex.partner_id == own)
        return [or_(col(Project.provider_id) == own, col(Project.id).in_(partner))]
    if actor.role is Role.SUPERVISOR:
        return [Project.supervisor_id == own]
    if actor.role in policies.SEES_ALL and not actor.area_prefix:
        return []
    return [col(Project.county_code).startswith(actor.area_prefix or "-")]


def _row(project: Project, *, names: dict[int, str], milestones: Sequence[Milestone], now: datetime) -> ProjectRow:
    rows = [milestone_row(one, now=now) for one in milestones]
    is_open = [one for one in rows if one.state is not MilestoneState.DONE]
    return ProjectRow(
        id=project.id or 0,
        title=project.title,
        enterprise=names[project.enterprise_id],
        provider=names[project.provider_id],
        state=state_of_project(project),
        done=len(rows) - len(is_open),
        milestones=len(rows),
        late=sum(one.days_late > 0 for one in rows),
        next_on=is_open[0].due_on if is_open else None,
    )


def load_project_page(session: Session, *, actor: Actor, project_id: int, now: datetime) -> ProjectPage:
    """Return the page of a project; the number of statements does not grow with its milestones and events."""
    project = load_seen_project(session, actor=actor, project_id=project_id)
    partners = session.exec(select(PartnerAnnex).where(PartnerAnnex.project_id == project_id)).all()
    events = session.exec(
        select(ProjectEvent)
        .where(ProjectEvent.project_id == project_id)
        .order_by(col(ProjectEvent.id).desc())
        .limit(MOST_EVENTS)
    ).all()
    bodies = [project.enterprise_id, project.provider_id, project.supervisor_id or 0]
    others = [one.organisation_id or 0 for one in events] + [one.partner_id for one in partners]
    names = load_names(session, ids=[*bodies, *others])
    return ProjectPage(
        project=project,
        state=state_of_project(project),
        names=names,
        contract=find_contract(session, project_id=project_id),
        milestones=tuple(milestone_row(one, now=now) for one in load_milestones(session, project_id=project_id)),
        events=_event_rows(session, events, names=names),
        reports=load_reports(session, project_id=project_id),
        partners=tuple(partners),
        rating=session.exec(select(Rating).where(Rating.project_id == project_id)).first(),
    )


def milestone_row(milestone: Milestone, *, now: datetime) -> MilestoneRow:
    """Return a milestone with how late it is: against today while it is open, against its end once it is done."""
    done_on = shanghai_day(milestone.done_at) if milestone.done_at else None
    return MilestoneRow(
        id=milestone.id or 0,
        position=milestone.position,
        title=milestone.title,
        planned_on=milestone.planned_on,
        due_on=milestone.due_on,
        done_on=done_on,
        payment_fen=milestone.payment_fen,
        state=milestone.state,
        days_late=max(0, ((done_on or shanghai_day(now)) - milestone.due_on).days),
        version=milestone.version,
    )


def load_names(session: Session, *, ids: Sequence[int]) -> dict[int, str]:
    """Return the names of bodies by id."""
    rows = session.exec(select(Organisation.id, Organisation.name).where(col(Organisation.id).in_(set(ids))))
    return {key or 0: name for key, name in rows}


def _event_rows(session: Session, events: Sequence[ProjectEvent], *, names: dict[int, str]) -> tuple[EventRow, ...]:
    files = load_files(session, subject_kind=EVENT_FILE, subject_ids=[one.id or 0 for one in events])
    return tuple(
        EventRow(
            when=one.happened_at,
            text=one.text,
            who=names.get(one.organisation_id or 0, ""),
            files=tuple(files[one.id or 0]),
        )
        for one in events
    )


def load_reports(session: Session, *, project_id: int) -> tuple[tuple[SupervisionReport, tuple[FileRow, ...]], ...]:
    """Return the supervisor's reports with their files, newest first."""
    reports = session.exec(
        select(SupervisionReport)
        .where(SupervisionReport.project_id == project_id)
        .order_by(col(SupervisionReport.id).desc())
    ).all()
    files = load_files(session, subject_kind=REPORT_FILE, subject_ids=[one.id or 0 for one in reports])
    return tuple((one, tuple(files[one.id or 0])) for one in reports)


def load_milestone_course(
    session: Session, *, actor: Actor, project_id: int, milestone_id: int, now: datetime
) -> tuple[MilestoneRow, tuple[EventRow, ...]]:
    """Return a milestone with what happened to it, newest first; raises NotFoundError."""
    load_seen_project(session, actor=actor, project_id=project_id)
    milestone = session.get(Milestone, milestone_id)
    if milestone is None or milestone.project_id != project_id:
        raise NotFoundError
    wanted = select(ProjectEvent).where(ProjectEvent.milestone_id == milestone_id)
    events = session.exec(wanted.order_by(col(ProjectEvent.id).desc()).limit(MOST_EVENTS)).all()
    names = load_names(session, ids=[one.organisation_id or 0 for one in events])
    return milestone_row(milestone, now=now), _event_rows(session, events, names=names)


def load_changes(session: Session, *, project_id: int) -> list[ChangeOrder]:
    """Return the change orders of a project, newest first."""
    wanted = select(ChangeOrder).where(ChangeOrder.project_id == project_id)
    return list(session.exec(wanted.order_by(col(ChangeOrder.id).desc())))
