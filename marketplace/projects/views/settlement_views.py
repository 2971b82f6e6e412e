"""Pages of settlement: the meters of a project, and one meter with its readings and sheet."""

from flask import Blueprint, render_template, request, url_for
from sqlmodel import Session, col, select

from marketplace.core.actor import Role
from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.exchange.labels import Payment
from marketplace.projects.access import load_seen_project, parties_of, state_of_project
from marketplace.projects.labels import BETTER_LABELS, METER_KIND_LABELS, ProjectState
from marketplace.projects.models import Meter, Project
from marketplace.projects.papers.contract import SUBJECT
from marketplace.projects.papers.money import yuan
from marketplace.projects.papers.settlement import HOW, terms_of
from marketplace.projects.policies import is_party
from marketplace.projects.schemas import MeterIn, ReadingIn
from marketplace.projects.services.changes import TWO_SIDES
from marketplace.projects.services.settlements import (
    add_meter,
    add_reading,
    issue_settlement,
    load_readings,
    load_readings_of,
)
from marketplace.projects.settlement import settle, thousandths, total_of
from marketplace.projects.views.acting import Answer, Form, blank, perform
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("settlements", __name__, url_prefix="/projects", template_folder="../templates")
LABELS = {
    "kind": "付费方式",
    "name": "计量项",
    "unit": "单位",
    "price": "单价",
    "output_unit": "产量单位",
    "baseline": "基准",
    "value": "单位价值",
    "share": "分成比例",
    "better": "方向",
    "cap": "付款上限",
    "source": "基准的依据",
    "read_on": "抄表日期",
    "output": "累计产量",
}


@bp.get("/<int:project_id>/settlement")
@requires(Permission.SEE_PROJECTS)
def index(project_id: int) -> str:
    """Show the meters of a project with what has fallen due."""
    return _index_page(project_id, blank(LABELS, kind="by_use", better="lower"))


@bp.post("/<int:project_id>/settlement")
@requires(Permission.RUN_PROJECTS)
def add(project_id: int) -> Answer:
    """Add a meter."""
    form = BoundForm.bind(MeterIn, request.form, labels=LABELS)
    return perform(
        form,
        lambda session: add_meter(session, actor=actor(), project_id=project_id, entered=form.require(), now=now()),
        said="计量项已登记。请登记起始读数。",
        url=url_for("settlements.index", project_id=project_id),
        page=lambda shown: _index_page(project_id, shown),
    )


def _index_page(project_id: int, form: Form) -> str:
    session = read_session()
    project = load_seen_project(session, actor=actor(), project_id=project_id)
    meters = session.exec(select(Meter).where(Meter.project_id == project_id).order_by(col(Meter.id))).all()
    readings = load_readings_of(session, meter_ids=[one.id or 0 for one in meters])
    totals = {one.id: total_of(settle(readings[one.id or 0], terms_of(one))) for one in meters}
    metered = [line for line in project.lines if line["payment"] != Payment.ONE_OFF.value]
    return render_template(
        "projects/settlement.html",
        project=project,
        form=form,
        meters=[(one, METER_KIND_LABELS[one.kind], yuan(totals[one.id])) for one in meters],
        metered=metered,
        kinds=list(METER_KIND_LABELS.items()),
        betters=list(BETTER_LABELS.items()),
        can_add=_works_on(session, project) and actor().role is Role.ENTERPRISE,
    )


@bp.get("/<int:project_id>/settlement/<int:meter_id>")
@requires(Permission.SEE_PROJECTS)
def meter(project_id: int, meter_id: int) -> str:
    """Show a meter's readings and the sheet that follows from them."""
    return _meter_page(project_id, meter_id, blank(LABELS))


@bp.post("/<int:project_id>/settlement/<int:meter_id>/readings")
@requires(Permission.WORK_ON_PROJECTS)
def read(project_id: int, meter_id: int) -> Answer:
    """Add a reading."""
    form = BoundForm.bind(ReadingIn, request.form, labels={**LABELS, "value": "读数"})
    return perform(
        form,
        lambda session: add_reading(
            session, actor=actor(), project_id=project_id, meter_id=meter_id, entered=form.require(), now=now()
        ),
        said="读数已登记。",
        url=url_for("settlements.meter", project_id=project_id, meter_id=meter_id),
        page=lambda shown: _meter_page(project_id, meter_id, shown),
    )


@bp.post("/<int:project_id>/settlement/<int:meter_id>/sheet")
@requires(Permission.WORK_ON_PROJECTS)
def sheet(project_id: int, meter_id: int) -> Answer:
    """Issue the settlement sheet."""
    return perform(
        blank(LABELS),
        lambda session: issue_settlement(
            session,
            actor=actor(),
            project_id=project_id,
            meter_id=meter_id,
            base_url=base_url(),
            now=now(),
        ),
        said="结算单已生成，可以下载。",
        url=url_for("settlements.meter", project_id=project_id, meter_id=meter_id),
        page=lambda shown: _meter_page(project_id, meter_id, shown),
    )


def _meter_page(project_id: int, meter_id: int, form: Form) -> str:
    session = read_session()
    project = load_seen_project(session, actor=actor(), project_id=project_id)
    found = session.get(Meter, meter_id)
    if found is None or found.project_id != project_id:
        raise NotFoundError
    readings = load_readings(session, meter_id=meter_id)
    lines = settle(readings, terms_of(found))
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[project_id])[project_id]
    return render_template(
        "projects/meter.html",
        project=project,
        meter=found,
        form=form,
        readings=readings,
        lines=lines,
        total=yuan(total_of(lines)),
        yuan=yuan,
        figure=thousandths,
        how=HOW[found.kind],
        documents=[row for row in documents if row.kind == f"settlement_{meter_id}" and row.is_current],
        can_work=_works_on(session, project),
    )


def _works_on(session: Session, project: Project) -> bool:
    who = actor()
    is_side = who.role in TWO_SIDES and is_party(who, parties_of(session, project=project))
    return is_side and state_of_project(project) is not ProjectState.ENDED
