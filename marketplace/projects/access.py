"""Loading for an actor: what they may not see does not exist for them."""

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor, Role
from marketplace.core.errors import NotFoundError
from marketplace.core.locks import find, locked
from marketplace.projects import policies
from marketplace.projects.labels import EnquiryState, ProjectState
from marketplace.projects.models import (
    Acceptance,
    AcceptancePaper,
    AskedProvider,
    Contract,
    Enquiry,
    Milestone,
    PartnerAnnex,
    Project,
    ProjectEvent,
    Quotation,
    SupervisionReport,
)
from marketplace.projects.policies import EnquiryTimes, Parties, ProjectTimes
from marketplace.reviews.models import PanelMember


def load_seen_enquiry(session: Session, *, actor: Actor, enquiry_id: int, lock: bool = False) -> Enquiry:
    """Return an enquiry that the actor may see."""
    enquiry = find(session, Enquiry, enquiry_id, lock=lock)
    if enquiry is None:
        raise NotFoundError
    asked = frozenset(session.exec(select(AskedProvider.provider_id).where(AskedProvider.enquiry_id == enquiry_id)))
    sees = policies.can_see_enquiry(
        actor, enterprise_id=enquiry.enterprise_id, county_code=enquiry.county_code, asked_ids=asked
    )
    if not sees:
        raise NotFoundError
    return enquiry


def waiting_ids(session: Session, *, enquiry_id: int) -> list[int]:
    """Return those of the asked that neither quoted nor declined."""
    quoted = select(Quotation.provider_id).where(Quotation.enquiry_id == enquiry_id)
    waiting = select(AskedProvider.provider_id).where(
        AskedProvider.enquiry_id == enquiry_id,
        col(AskedProvider.declined_at).is_(None),
        col(AskedProvider.provider_id).not_in(quoted),
    )
    return list(session.exec(waiting))


def waits_only_for(session: Session, *, enquiry_id: int, provider_id: int) -> bool:
    """Say whether a provider's answer is the last one missing, so that it opens all quotations."""
    return waiting_ids(session, enquiry_id=enquiry_id) == [provider_id]


def state_of_enquiry(session: Session, *, enquiry: Enquiry, now: datetime) -> EnquiryState:
    """Return where an enquiry stands."""
    return policies.enquiry_state(
        EnquiryTimes(
            due_on=enquiry.due_on,
            waits_for=len(waiting_ids(session, enquiry_id=enquiry.id or 0)),
            chosen_at=enquiry.chosen_at,
            cancelled_at=enquiry.cancelled_at,
        ),
        now=now,
    )


def load_seen_project(session: Session, *, actor: Actor, project_id: int, lock: bool = False) -> Project:
    """Return a project that the actor may see."""
    project = find(session, Project, project_id, lock=lock)
    if project is None:
        raise NotFoundError
    sees = policies.can_see_project(actor, parties_of(session, project=project))
    if not sees and not sits_on_panel(session, actor=actor, project_id=project_id):
        raise NotFoundError
    return project


def sits_on_panel(session: Session, *, actor: Actor, project_id: int) -> bool:
    """Say whether an expert was asked onto the panel of a project's acceptance."""
    if actor.role is not Role.EXPERT:
        return False
    reviews = select(Acceptance.review_id).where(
        Acceptance.project_id == project_id, col(Acceptance.review_id).is_not(None)
    )
    seat = select(PanelMember.id).where(
        PanelMember.user_id == actor.user_id,
        col(PanelMember.removed_at).is_(None),
        col(PanelMember.review_id).in_(reviews),
    )
    return session.exec(seat).first() is not None


def parties_of(session: Session, *, project: Project) -> Parties:
    """Return the bodies of a project."""
    partners = session.exec(select(PartnerAnnex.partner_id).where(PartnerAnnex.project_id == project.id))
    return Parties(
        enterprise_id=project.enterprise_id,
        provider_id=project.provider_id,
        county_code=project.county_code,
        supervisor_id=project.supervisor_id,
        partner_ids=frozenset(partners),
    )


def state_of_project(project: Project) -> ProjectState:
    """Return where a project stands."""
    return policies.project_state(
        ProjectTimes(
            signed_at=project.signed_at,
            running_at=project.running_at,
            applied_at=project.applied_at,
            failed_at=project.failed_at,
            accepted_at=project.accepted_at,
            ended_at=project.ended_at,
        )
    )


def find_contract(session: Session, *, project_id: int, lock: bool = False) -> Contract | None:
    """Return the contract of a project, None before it was drafted."""
    wanted = select(Contract).where(Contract.project_id == project_id)
    return session.exec(locked(wanted) if lock else wanted).first()


def load_milestones(session: Session, *, project_id: int) -> list[Milestone]:
    """Return the milestones of a project in order."""
    return list(
        session.exec(select(Milestone).where(Milestone.project_id == project_id).order_by(col(Milestone.position)))
    )


def find_acceptance(session: Session, *, project_id: int) -> Acceptance | None:
    """Return the newest application for acceptance."""
    return session.exec(
        select(Acceptance).where(Acceptance.project_id == project_id).order_by(col(Acceptance.number).desc())
    ).first()


def can_read_project(session: Session, actor: Actor | None, project_id: int) -> bool:
    """Say whether somebody may open documents and files of a project."""
    project = session.get(Project, project_id)
    if actor is None or project is None:
        return False
    return policies.can_see_project(actor, parties_of(session, project=project))


def can_read_event(session: Session, actor: Actor | None, event_id: int) -> bool:
    """Say whether somebody may open the files of a line of the timeline."""
    event = session.get(ProjectEvent, event_id)
    return event is not None and can_read_project(session, actor, event.project_id)


def can_read_report(session: Session, actor: Actor | None, report_id: int) -> bool:
    """Say whether somebody may open the files of a supervisor's report."""
    report = session.get(SupervisionReport, report_id)
    return report is not None and can_read_project(session, actor, report.project_id)


def can_read_paper(session: Session, actor: Actor | None, paper_id: int) -> bool:
    """Say whether somebody may open the files of a paper of acceptance."""
    paper = session.get(AcceptancePaper, paper_id)
    if paper is None:
        return False
    project_id = session.get_one(Acceptance, paper.acceptance_id).project_id
    if can_read_project(session, actor, project_id):
        return True
    return actor is not None and sits_on_panel(session, actor=actor, project_id=project_id)
