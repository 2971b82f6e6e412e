"""Projects at work for programs: moves of milestones, supervision, and how acceptance stands."""

from collections.abc import Sequence

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.files.queries import FileRow
from marketplace.projects.access import find_acceptance, load_seen_project
from marketplace.projects.api import project_out
from marketplace.projects.api_schemas import ProjectOut, ProjectPath
from marketplace.projects.checklist import checklist_from
from marketplace.projects.labels import MilestoneState
from marketplace.projects.models import Acceptance, SupervisionReport
from marketplace.projects.papers.acceptance import load_effects
from marketplace.projects.queries.papers import PaperRow, load_papers
from marketplace.projects.queries.projects import load_reports
from marketplace.projects.services.delivery import file_report, move_milestone
from marketplace.projects.works_schemas import (
    AcceptanceOut,
    AcceptancePaperOut,
    EffectOut,
    MilestonePath,
    MoveBody,
    ReportBody,
    SupervisionReportOut,
    SupervisionReportsOut,
    file_out,
)
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("works", tag="改造项目")


@bp.post(
    "/projects/<int:project_id>/milestones/<int:milestone_id>/moves", summary="办理里程碑", responses={200: ProjectOut}
)
@requires(Permission.MOVE_MILESTONES)
def post_move(path: MilestonePath, body: MoveBody) -> Response:
    """Check, return or confirm a milestone; handing one in needs files as evidence and is done on its page (422)."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    if body.target is MilestoneState.HANDED_IN:
        raise InvalidError(fields={"target": ["提交里程碑要附佐证材料，请在里程碑的页面上提交。"]})
    with transaction() as session:
        load_seen_project(session, actor=actor(), project_id=path.project_id, lock=is_conditional())
        require_match(project_out(session, project_id=path.project_id))
        move_milestone(
            session,
            actor=actor(),
            project_id=path.project_id,
            milestone_id=path.milestone_id,
            entered=body,
            now=now(),
        )
    return answer(project_out(read_session(), project_id=path.project_id))


@bp.get("/projects/<int:project_id>/reports", summary="监理报告", responses={200: SupervisionReportsOut})
@requires(Permission.SEE_PROJECTS)
def get_reports(path: ProjectPath) -> Response:
    """Return the supervisor's reports, newest first."""
    return _reports(path.project_id)


@bp.post("/projects/<int:project_id>/reports", summary="提交监理报告", responses={201: SupervisionReportsOut})
@requires(Permission.SUPERVISE)
def post_report(path: ProjectPath, body: ReportBody) -> Response:
    """File a report of a visit; both sides are told."""
    with transaction() as session:
        load_seen_project(session, actor=actor(), project_id=path.project_id, lock=is_conditional())
        require_match(_reports_out(session, project_id=path.project_id) if is_conditional() else None)
        file_report(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return _reports(path.project_id, status=201)


@bp.get("/projects/<int:project_id>/acceptance", summary="验收情况", responses={200: AcceptanceOut})
@requires(Permission.SEE_ACCEPTANCES)
def get_acceptance(path: ProjectPath) -> Response:
    """Return the newest application for acceptance with its papers and effects; before there is one: 404."""
    session = read_session()
    load_seen_project(session, actor=actor(), project_id=path.project_id)
    acceptance = find_acceptance(session, project_id=path.project_id)
    if acceptance is None:
        raise NotFoundError("这个项目还没有准备验收。")
    effects = load_effects(session, acceptance_id=acceptance.id or 0)
    return answer(
        _acceptance(
            acceptance,
            papers=load_papers(session, acceptance_id=acceptance.id, checklist=checklist_from(acceptance.papers)),
            effects=[EffectOut.model_validate(one, from_attributes=True) for one in effects],
        )
    )


def _acceptance(acceptance: Acceptance, *, papers: Sequence[PaperRow], effects: list[EffectOut]) -> AcceptanceOut:
    return AcceptanceOut.model_validate(
        {
            **acceptance.model_dump(),
            "papers": [
                AcceptancePaperOut(key=one.key, label=one.label, files=[file_out(file) for file in one.files])
                for one in papers
            ],
            "missing": [one.label for one in papers if not one.files],
            "effects": effects,
        }
    )


def _reports(project_id: int, *, status: int = 200) -> Response:
    session = read_session()
    load_seen_project(session, actor=actor(), project_id=project_id)
    return answer(_reports_out(session, project_id=project_id), status=status)


def _reports_out(session: Session, *, project_id: int) -> SupervisionReportsOut:
    return SupervisionReportsOut(items=[_report(*one) for one in load_reports(session, project_id=project_id)])


def _report(report: SupervisionReport, files: Sequence[FileRow]) -> SupervisionReportOut:
    return SupervisionReportOut.model_validate({**report.model_dump(), "files": [file_out(one) for one in files]})
