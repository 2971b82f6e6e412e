"""A pilot county's work for programs of its bureau: the work chart, quarterly reports, and what it publishes."""

from flask import Response
from sqlmodel import Session

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.documents.process import base_url
from marketplace.programme.labels import EditionKind
from marketplace.programme.models import PilotEdition, PilotReport
from marketplace.programme.pilot_api_schemas import (
    IndustryListOut,
    ListDraftRowOut,
    PilotAreaPath,
    PilotEditionBody,
    PilotListPath,
    PilotQuarterBody,
    PilotReportOut,
    PilotReportPath,
    PilotTaskOut,
    PilotTaskPath,
    TaskMarkBody,
)
from marketplace.programme.queries.editions import ListRow, draft_rows
from marketplace.programme.queries.pilots import load_own_pilot, load_tasks, load_watched_pilot
from marketplace.programme.queries.records import load_reports
from marketplace.programme.round_schemas import PilotEditionOut
from marketplace.programme.services.editions import publish_enterprises, publish_industry_list
from marketplace.programme.services.pilots import finish_task
from marketplace.programme.services.reports import submit_report
from marketplace.web.api import CursorQuery, answer, answer_list, api_blueprint, listing, require_match
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = api_blueprint("pilot_work", tag="试点县工作")


@bp.get("/pilots/<int:pilot_id>/tasks", summary="作战图", responses={200: listing(PilotTaskOut)})
@requires(Permission.SEE_COUNTY)
def list_tasks(path: PilotAreaPath, query: CursorQuery) -> Response:
    """List the tasks of the work chart."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    rows = sorted(_tasks(session, pilot_id=path.pilot_id), key=lambda row: row.id)
    found = [row for row in rows if row.id > query.after_id]
    return answer_list(found, limit=query.limit, ids=[row.id for row in found])


@bp.get("/pilots/<int:pilot_id>/tasks/<int:task_id>", summary="作战图的一项任务", responses={200: PilotTaskOut})
@requires(Permission.SEE_COUNTY)
def get_task(path: PilotTaskPath) -> Response:
    """Return a task."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    return answer(_task(session, path))


@bp.put("/pilots/<int:pilot_id>/tasks/<int:task_id>", summary="标记任务完成", responses={200: PilotTaskOut})
@requires(Permission.WRITE_PILOT)
def put_task(path: PilotTaskPath, body: TaskMarkBody) -> Response:
    """Mark a task as done today, or take the mark back; one that was marked keeps its day."""
    with transaction() as session:
        load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id, lock=True)
        require_match(_task(session, path))
        finish_task(session, actor=actor(), task_id=path.task_id, is_done=body.is_done, now=now())
    return answer(_task(read_session(), path))


@bp.get("/pilots/<int:pilot_id>/reports", summary="季度报告列表", responses={200: listing(PilotReportOut)})
@requires(Permission.SEE_COUNTY)
def list_pilot_reports(path: PilotAreaPath, query: CursorQuery) -> Response:
    """List the quarterly reports in the order in which they were handed in."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    rows = [_report_out(one) for one in load_reports(session, pilot_id=path.pilot_id)]
    found = sorted((row for row in rows if row.id > query.after_id), key=lambda row: row.id)
    return answer_list(found, limit=query.limit, ids=[row.id for row in found])


@bp.get("/pilots/<int:pilot_id>/reports/<int:report_id>", summary="一份季度报告", responses={200: PilotReportOut})
@requires(Permission.SEE_COUNTY)
def get_pilot_report(path: PilotReportPath) -> Response:
    """Return a quarterly report."""
    session = read_session()
    load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    return answer(_report(session, path))


@bp.post("/pilots/<int:pilot_id>/reports", summary="提交季度报告", responses={201: PilotReportOut})
@requires(Permission.WRITE_PILOT)
def post_pilot_report(path: PilotAreaPath, body: PilotQuarterBody) -> Response:
    """Hand a quarter's report in, once (409), with the tracker's figures of today."""
    with transaction() as session:
        load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id)
        require_match(None)
        made = submit_report(
            session, actor=actor(), pilot_id=path.pilot_id, entered=body, base_url=base_url(), now=now()
        )
        at = PilotReportPath(pilot_id=path.pilot_id, report_id=made.id or 0)
    return answer(_report(read_session(), at), status=201)


@bp.get("/pilots/<int:pilot_id>/edition-drafts/<kind>", summary="行业清单的草稿", responses={200: IndustryListOut})
@requires(Permission.SEE_COUNTY)
def get_list_draft(path: PilotListPath) -> Response:
    """Return what three firms or more say, from which the problem list or the scenario list is published."""
    session = read_session()
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=path.pilot_id)
    rows = draft_rows(session, pilot=pilot, kind=path.kind)
    made = [ListDraftRowOut.model_validate(one, from_attributes=True) for one in rows]
    return answer(IndustryListOut(pilot_id=path.pilot_id, kind=path.kind, rows=made))


@bp.post("/pilots/<int:pilot_id>/editions", summary="公布试点企业或清单", responses={201: PilotEditionOut})
@requires(Permission.WRITE_PILOT)
def post_edition(path: PilotAreaPath, body: PilotEditionBody) -> Response:
    """Publish an edition; one that says the same as the last is refused (409)."""
    with transaction() as session:
        load_own_pilot(session, actor=actor(), pilot_id=path.pilot_id)
        require_match(None)
        made = _publish(session, pilot_id=path.pilot_id, body=body)
        session.flush()  # The answer names the new row by its id.
        out = PilotEditionOut.model_validate(made, from_attributes=True)
    return answer(out, status=201)


def _publish(session: Session, *, pilot_id: int, body: PilotEditionBody) -> PilotEdition:
    if body.kind is not EditionKind.ENTERPRISES:
        chosen = [ListRow(code=row.code, name=row.code, text=row.text) for row in body.rows]
        return publish_industry_list(
            session,
            actor=actor(),
            pilot_id=pilot_id,
            kind=body.kind,
            chosen=chosen,
            base_url=base_url(),
            now=now(),
        )
    if body.rows:
        raise InvalidError(fields={"rows": ["试点企业名单按选定结果公布，不用写行。"]})
    return publish_enterprises(session, actor=actor(), pilot_id=pilot_id, base_url=base_url(), now=now())


def _tasks(session: Session, *, pilot_id: int) -> list[PilotTaskOut]:
    found = load_tasks(session, pilot_id=pilot_id)
    return [PilotTaskOut.model_validate(one, from_attributes=True) for one in found]


def _task(session: Session, path: PilotTaskPath) -> PilotTaskOut:
    for row in _tasks(session, pilot_id=path.pilot_id):
        if row.id == path.task_id:
            return row
    raise NotFoundError


def _report(session: Session, path: PilotReportPath) -> PilotReportOut:
    found = session.get(PilotReport, path.report_id)
    if found is None or found.pilot_id != path.pilot_id:
        raise NotFoundError
    return _report_out(found)


def _report_out(found: PilotReport) -> PilotReportOut:
    return PilotReportOut.model_validate(found, from_attributes=True)
