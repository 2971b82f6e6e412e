"""Acceptance for programs: the plant applies, the supervisor and experts are heard, the county decides."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.files.process import file_store
from marketplace.projects.acceptance_schemas import (
    AcceptanceBody,
    AcceptanceOut,
    AcceptancePaperOut,
    DecisionBody,
    EffectBody,
    EffectOut,
    OpinionBody,
    PaperForm,
)
from marketplace.projects.access import find_acceptance, load_seen_project
from marketplace.projects.api_schemas import ProjectPath
from marketplace.projects.checklist import checklist_from
from marketplace.projects.evidence_api import uploads_of
from marketplace.projects.models import Acceptance
from marketplace.projects.papers.acceptance import load_effects
from marketplace.projects.queries.judging import expert_lines, find_expert_outcome, find_expert_review
from marketplace.projects.queries.papers import PaperRow, load_papers
from marketplace.projects.services import acceptances
from marketplace.projects.services.evidence import hand_in_paper
from marketplace.projects.services.judging import open_expert_review
from marketplace.projects.works_schemas import file_out
from marketplace.web.api import EmptyBody, answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("acceptance", tag="改造项目")
HERE = "/projects/<int:project_id>/acceptance"


@bp.get(HERE, summary="验收情况", responses={200: AcceptanceOut})
@requires(Permission.SEE_ACCEPTANCES)
def get_acceptance(path: ProjectPath) -> Response:
    """Return the newest application for acceptance with its papers and effects; before there is one: 404."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    return _current(path)


@bp.put(HERE, summary="填写验收申请", responses={200: AcceptanceOut})
@requires(Permission.RUN_PROJECTS)
def put_acceptance(path: ProjectPath, body: AcceptanceBody) -> Response:
    """Write down what was done, once all milestones are; an application that failed is followed by the next."""
    with transaction() as session:
        _require_match(session, path)
        acceptances.prepare_acceptance(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return _current(path)


@bp.post(f"{HERE}/papers", summary="上传验收材料", responses={200: AcceptanceOut})
@requires(Permission.WORK_ON_PROJECTS)
def post_paper(path: ProjectPath, form: PaperForm) -> Response:
    """Hand in files of a paper of the checklist, by plant or contractor; they join those that are there."""
    uploads = uploads_of(form.files)
    with transaction() as session:
        _require_match(session, path)
        hand_in_paper(
            session,
            actor=actor(),
            project_id=path.project_id,
            entered=form,
            uploads=uploads,
            store=file_store(),
            now=now(),
        )
    return _current(path)


@bp.post(f"{HERE}/effects", summary="填写改造效果", responses={200: AcceptanceOut})
@requires(Permission.RUN_PROJECTS)
def post_effect(path: ProjectPath, body: EffectBody) -> Response:
    """State what the work changed; a figure that did not get better is refused (422)."""
    with transaction() as session:
        _require_match(session, path)
        acceptances.add_effect(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return _current(path)


@bp.post(f"{HERE}/application", summary="申请验收", responses={200: AcceptanceOut})
@requires(Permission.RUN_PROJECTS)
def post_application(path: ProjectPath, body: EmptyBody) -> Response:  # noqa: ARG001 - an empty object is asked for
    """Hand the application in; what is still missing is told (422)."""
    with transaction() as session:
        _require_match(session, path)
        acceptances.apply_for_acceptance(session, actor=actor(), project_id=path.project_id, now=now())
    return _current(path)


@bp.put(f"{HERE}/opinion", summary="监理意见", responses={200: AcceptanceOut})
@requires(Permission.SUPERVISE)
def put_opinion(path: ProjectPath, body: OpinionBody) -> Response:
    """Give the supervisor's opinion, once (409); without it a supervised project is not decided."""
    with transaction() as session:
        _require_match(session, path)
        acceptances.give_opinion(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return _current(path)


@bp.post(f"{HERE}/review", summary="组织专家评审", responses={200: AcceptanceOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def post_review(path: ProjectPath, body: EmptyBody) -> Response:  # noqa: ARG001 - an empty object is asked for
    """Set up the experts' review, or return the one there is; its panel is put together on its board."""
    with transaction() as session:
        _require_match(session, path)
        open_expert_review(session, actor=actor(), project_id=path.project_id, now=now())
    return _current(path)


@bp.put(f"{HERE}/decision", summary="验收决定", responses={200: AcceptanceOut})
@requires(Permission.DECIDE_ACCEPTANCE)
def put_decision(path: ProjectPath, body: DecisionBody) -> Response:
    """Decide and issue the decision; nothing passes against the supervisor or the experts (422, 409)."""
    with transaction() as session:
        _require_match(session, path)
        acceptances.decide_acceptance(
            session, actor=actor(), project_id=path.project_id, entered=body, base_url=base_url(), now=now()
        )
    return _current(path)


def _require_match(session: Session, path: ProjectPath) -> None:
    """Hold the project and refuse when its application is not as the request names it."""
    if is_conditional():
        load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
        found = find_acceptance(session, project_id=path.project_id)
        require_match(_out(session, found) if found else None)


def _current(path: ProjectPath) -> Response:
    found = find_acceptance(read_session(), project_id=path.project_id)
    if found is None:
        raise NotFoundError("这个项目还没有准备验收。")
    return answer(_out(read_session(), found))


def _out(session: Session, acceptance: Acceptance) -> AcceptanceOut:
    papers = load_papers(session, acceptance_id=acceptance.id, checklist=checklist_from(acceptance.papers))
    effects = load_effects(session, acceptance_id=acceptance.id or 0)
    review = find_expert_review(session, acceptance=acceptance)
    return AcceptanceOut.model_validate(
        {
            **acceptance.model_dump(),
            "review_id": review.id if review else None,
            "experts": expert_lines(find_expert_outcome(session, acceptance=acceptance)),
            "papers": [_paper(one) for one in papers],
            "missing": [one.label for one in papers if not one.files],
            "effects": [EffectOut.model_validate(one, from_attributes=True) for one in effects],
        }
    )


def _paper(row: PaperRow) -> AcceptancePaperOut:
    files = [file_out(one) for one in row.files]
    return AcceptancePaperOut(key=row.key, label=row.label, hint=row.hint, note=row.note, files=files)
