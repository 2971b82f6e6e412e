"""Evidence for programs: a milestone handed in, checked or returned with files, and a supervisor's report with them."""

from flask import Response
from sqlmodel import Session

from marketplace.files.process import file_store
from marketplace.files.services import Upload
from marketplace.projects.access import load_seen_project
from marketplace.projects.api_schemas import MilestoneOut, ProjectPath
from marketplace.projects.evidence_schemas import EvidenceForm, EvidenceOut, IllustratedReportForm, MilestoneStepOut
from marketplace.projects.queries.projects import EventRow, load_milestone_course
from marketplace.projects.services.evidence import move_with_evidence, report_with_pictures
from marketplace.projects.works_api import reports_out
from marketplace.projects.works_schemas import MilestonePath, SupervisionReportsOut, file_out
from marketplace.web.api import answer, api_blueprint, is_conditional, require_match
from marketplace.web.api_files import SentFile, contents
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("evidence", tag="改造项目")
EVIDENCE = "/projects/<int:project_id>/milestones/<int:milestone_id>/evidence"


@bp.get(EVIDENCE, summary="里程碑的佐证", responses={200: EvidenceOut})
@requires(Permission.SEE_PROJECTS)
def get_evidence(path: MilestonePath) -> Response:
    """Return a milestone with what happened to it and every file that came with that."""
    return answer(_evidence(read_session(), path))


@bp.post(EVIDENCE, summary="带佐证办理里程碑", responses={200: EvidenceOut})
@requires(Permission.MOVE_MILESTONES)
def post_evidence(path: MilestonePath, form: EvidenceForm) -> Response:
    """Hand a milestone in with its evidence, or check, return or confirm it with files."""
    uploads = uploads_of(form.files)
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(_evidence(session, path))
        move_with_evidence(
            session,
            actor=actor(),
            project_id=path.project_id,
            milestone_id=path.milestone_id,
            entered=form,
            uploads=uploads,
            store=file_store(),
            now=now(),
        )
    return answer(_evidence(read_session(), path))


@bp.post(
    "/projects/<int:project_id>/reports/illustrated",
    summary="提交带照片的监理报告",
    responses={201: SupervisionReportsOut},
)
@requires(Permission.SUPERVISE)
def post_illustrated_report(path: ProjectPath, form: IllustratedReportForm) -> Response:
    """File a report of a visit with its pictures; both sides are told."""
    uploads = uploads_of(form.files)
    with transaction() as session:
        if is_conditional():
            load_seen_project(session, actor=actor(), project_id=path.project_id, lock=True)
            require_match(reports_out(session, project_id=path.project_id))
        report_with_pictures(
            session,
            actor=actor(),
            project_id=path.project_id,
            entered=form,
            uploads=uploads,
            store=file_store(),
            now=now(),
        )
    return answer(reports_out(read_session(), project_id=path.project_id), status=201)


def uploads_of(files: list[SentFile]) -> list[Upload]:
    """Return what a program sent, as services take it."""
    return [Upload(name=name, content=content) for name, content in contents(files)]


def _evidence(session: Session, path: MilestonePath) -> EvidenceOut:
    milestone, steps = load_milestone_course(
        session, actor=actor(), project_id=path.project_id, milestone_id=path.milestone_id, now=now()
    )
    return EvidenceOut(
        milestone=MilestoneOut.model_validate(milestone, from_attributes=True), steps=[_step(one) for one in steps]
    )


def _step(row: EventRow) -> MilestoneStepOut:
    return MilestoneStepOut(
        happened_at=row.when, who=row.who, text=row.text, files=[file_out(one) for one in row.files]
    )
