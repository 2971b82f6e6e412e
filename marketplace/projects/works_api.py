"""Projects at work for programs: moves of milestones and the supervisor's reports."""

from collections.abc import Sequence

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import InvalidError
from marketplace.files.queries import FileRow
from marketplace.projects.access import load_seen_project
from marketplace.projects.api import project_out
from marketplace.projects.api_schemas import ProjectOut, ProjectPath
from marketplace.projects.labels import MilestoneState
from marketplace.projects.models import SupervisionReport
from marketplace.projects.queries.projects import load_reports
from marketplace.projects.services.delivery import file_report, move_milestone
from marketplace.projects.works_schemas import (
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
    """Check, return or confirm a milestone; handing one in needs files, with which ``/evidence`` takes it (422)."""
    load_seen_project(read_session(), actor=actor(), project_id=path.project_id)
    if body.target is MilestoneState.HANDED_IN:
        raise InvalidError(fields={"target": ["提交里程碑要附佐证材料，请连同文件发到这个里程碑的 evidence。"]})
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
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
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(reports_out(session, project_id=path.project_id))
        file_report(session, actor=actor(), project_id=path.project_id, entered=body, now=now())
    return _reports(path.project_id, status=201)


def _reports(project_id: int, *, status: int = 200) -> Response:
    session = read_session()
    load_seen_project(session, actor=actor(), project_id=project_id)
    return answer(reports_out(session, project_id=project_id), status=status)


def reports_out(session: Session, *, project_id: int) -> SupervisionReportsOut:
    """Return the reports of a project with their files."""
    return SupervisionReportsOut(items=[_report(*one) for one in load_reports(session, project_id=project_id)])


def _report(report: SupervisionReport, files: Sequence[FileRow]) -> SupervisionReportOut:
    return SupervisionReportOut.model_validate({**report.model_dump(), "files": [file_out(one) for one in files]})
