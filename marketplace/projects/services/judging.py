"""Expert opinions on an application for acceptance: a review like any other, its conflicts derived."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import ForbiddenError
from marketplace.projects.access import find_acceptance, load_seen_project, parties_of, state_of_project
from marketplace.projects.checklist import current_experts
from marketplace.projects.labels import ProjectState
from marketplace.projects.models import Acceptance, Project
from marketplace.projects.parties import load_party_facts, together
from marketplace.projects.policies import can_decide_acceptance
from marketplace.projects.queries.judging import find_expert_review
from marketplace.projects.services.events import note_step, project_url
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import Review
from marketplace.reviews.queries import load_outcome, state_of
from marketplace.reviews.schemas import CandidateIn, ReviewIn
from marketplace.reviews.services import open_review

SUBJECT = "project_acceptance"
NOT_DONE = "专家评审还没有结束，等专家合议完再作决定；不需要专家意见的，请先取消这次评审。"
FAILED = "专家评审没有通过（{}），不能直接通过验收。请退回整改，整改后再申请。"


def open_expert_review(session: Session, *, actor: Actor, project_id: int, now: datetime) -> Review:
    """Ask experts about an application; whoever has ties to plant, contractor, partner or supervisor can't sit."""
    project = load_seen_project(session, actor=actor, project_id=project_id, lock=True)
    if not can_decide_acceptance(actor, parties_of(session, project=project)):
        raise ForbiddenError
    acceptance = find_acceptance(session, project_id=project_id)
    if acceptance is None or state_of_project(project) is not ProjectState.APPLIED:
        raise NotReadyError("企业申请验收以后，才能组织专家评审。")
    known = find_expert_review(session, acceptance=acceptance)
    if known is not None:
        return known  # The same button twice.
    review = open_review(session, actor=actor, review=_review_in(session, project, acceptance), now=now)
    acceptance.review_id = review.id
    acceptance.version += 1
    text = "组织专家评审"
    details = {"review_id": review.id}
    note_step(session, actor=actor, project=project, action="acceptance.reviewed", text=text, details=details, now=now)
    return review


def _review_in(session: Session, project: Project, acceptance: Acceptance) -> ReviewIn:
    experts, parties = current_experts(), parties_of(session, project=project)
    bodies = [parties.enterprise_id, parties.provider_id, *sorted(parties.partner_ids)]
    bodies += [parties.supervisor_id] if parties.supervisor_id else []
    page = f"{project_url(project)}/acceptance"
    return ReviewIn(
        subject_kind=SUBJECT,
        subject_id=acceptance.id or 0,
        subject_url=page,
        title=f"{project.title}验收评审"[:200],
        scheme=experts.scheme,
        candidates=(
            CandidateIn(
                key=f"project:{project.id}",
                label=project.title,
                facts=together([load_party_facts(session, organisation_id=body) for body in bodies]),
                summary=acceptance.summary,
                links=(("验收申请、材料和效果", page),),
            ),
        ),
        county_code=project.county_code,
        least_members=experts.least_members,
    )


def expert_fault(session: Session, *, acceptance: Acceptance, passes: bool) -> str:
    """Return why experts keep a decision from being made, empty when they don't."""
    review = find_expert_review(session, acceptance=acceptance)
    if review is None:
        return ""
    if state_of(review) is not ReviewState.CONCLUDED:
        return NOT_DONE
    placed = load_outcome(session, review_id=review.id or 0).rows[0].placed
    return FAILED.format("；".join(placed.reasons)) if passes and placed.place is None else ""
