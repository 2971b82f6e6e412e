"""Pages of records and of acceptance."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.programme import policies
from marketplace.programme.pilot_schemas import AcceptanceIn, JudgementIn, PanelIn
from marketplace.programme.queries.pilots import load_line, load_own_pilot, load_watched_pilot
from marketplace.programme.queries.records import find_acceptance, load_records
from marketplace.programme.queries.rounds import load_own_round, load_round
from marketplace.programme.record_kinds import RECORD_KINDS, RecordKind
from marketplace.programme.services.acceptance import decide_acceptance, open_acceptance, request_acceptance
from marketplace.programme.services.records import withdraw_record
from marketplace.programme.views.acting import attempt
from marketplace.programme.views.criteria import count_rows, criteria_labels
from marketplace.reviews.labels import ReviewState
from marketplace.reviews.models import Review
from marketplace.reviews.queries import load_review, state_of
from marketplace.taxonomy.queries import load_marks, scenario_names
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("programme_records", __name__, url_prefix="/programme/pilots", template_folder="../templates")
ACCEPTANCE_LABELS = {
    "summary": "工作总结",
    "copying": "可复制推广的做法",
    **criteria_labels("验收标准"),
    "least_experts": "专家人数",
    "is_passed": "验收结果",
    "reason": "理由",
}


@bp.get("/<int:pilot_id>/records/<kind>")
@requires(Permission.SEE_COUNTY)
def records(pilot_id: int, kind: str) -> str:
    """Show the records of a kind, and to the county the form for another."""
    return _records_page(pilot_id, _kind(kind), BoundForm(raw={}))


@bp.post("/<int:pilot_id>/records/<kind>")
@requires(Permission.WRITE_PILOT)
def add(pilot_id: int, kind: str) -> Response | tuple[str, int]:
    """Keep a new record."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    found = _kind(kind)
    form = BoundForm.bind(found.schema, request.form, labels={one.name: one.label for one in found.fields})
    status = attempt(
        form,
        lambda session: found.store(session, actor=actor(), pilot_id=pilot_id, entered=form.require(), now=now()),
    )
    if status is not None:
        return _records_page(pilot_id, found, form), status
    flash("已登记。", "success")
    return redirect(url_for("programme_records.records", pilot_id=pilot_id, kind=kind), code=303)


@bp.post("/<int:pilot_id>/records/<kind>/<int:record_id>/withdraw")
@requires(Permission.WRITE_PILOT)
def withdraw(pilot_id: int, kind: str, record_id: int) -> Response:
    """Take a record back."""
    found = _kind(kind)
    form: BoundForm[Any] = BoundForm(raw={})
    attempt(
        form,
        lambda session: withdraw_record(
            session, actor=actor(), model=found.model, record_id=record_id, pilot_id=pilot_id, now=now()
        ),
    )
    flash("已撤下，不再计入。", "success")
    return redirect(url_for("programme_records.records", pilot_id=pilot_id, kind=kind), code=303)


@bp.get("/<int:pilot_id>/acceptance")
@requires(Permission.SEE_COUNTY)
def acceptance(pilot_id: int) -> str:
    """Show where the acceptance stands, with the next step for whoever has to take it."""
    return _acceptance_page(pilot_id, BoundForm(raw={}, labels=ACCEPTANCE_LABELS))


@bp.post("/<int:pilot_id>/acceptance")
@requires(Permission.WRITE_PILOT)
def ask(pilot_id: int) -> Response | tuple[str, int]:
    """Ask for acceptance."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    form = BoundForm.bind(AcceptanceIn, request.form, labels=ACCEPTANCE_LABELS)
    status = attempt(
        form,
        lambda session: request_acceptance(
            session, actor=actor(), pilot_id=pilot_id, entered=form.require(), base_url=base_url(), now=now()
        ),
    )
    if status is not None:
        return _acceptance_page(pilot_id, form), status
    flash("验收申请已提交，文件已按平台数据生成。", "success")
    return redirect(url_for("programme_records.acceptance", pilot_id=pilot_id), code=303)


@bp.post("/<int:pilot_id>/acceptance/panel")
@requires(Permission.RUN_ROUNDS)
def panel(pilot_id: int) -> Response | tuple[str, int]:
    """Set up the expert acceptance."""
    _own(pilot_id)
    form = BoundForm.bind(PanelIn, request.form, labels=ACCEPTANCE_LABELS)
    made: list[Review] = []
    status = attempt(
        form,
        lambda session: made.append(
            open_acceptance(session, actor=actor(), pilot_id=pilot_id, entered=form.require(), now=now())
        ),
    )
    if status is not None:
        return _acceptance_page(pilot_id, form), status
    flash("专家验收已建立，请邀请专家。", "success")
    return redirect(url_for("reviews.show", review_id=made[0].id), code=303)


@bp.post("/<int:pilot_id>/acceptance/decision")
@requires(Permission.RUN_ROUNDS)
def decide(pilot_id: int) -> Response | tuple[str, int]:
    """Decide upon the acceptance."""
    _own(pilot_id)
    form = BoundForm.bind(JudgementIn, request.form, labels=ACCEPTANCE_LABELS)
    status = attempt(
        form,
        lambda session: decide_acceptance(
            session, actor=actor(), pilot_id=pilot_id, entered=form.require(), base_url=base_url(), now=now()
        ),
    )
    if status is not None:
        return _acceptance_page(pilot_id, form), status
    flash("验收决定已保存并告知县（市、区）。", "success")
    return redirect(url_for("programme_pilots.show", pilot_id=pilot_id), code=303)


def _kind(kind: str) -> RecordKind:
    if kind not in RECORD_KINDS:
        raise NotFoundError
    return RECORD_KINDS[kind]


def _own(pilot_id: int) -> None:
    pilot = load_watched_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    load_own_round(read_session(), actor=actor(), round_id=pilot.round_id)


def _records_page(pilot_id: int, kind: RecordKind, form: BoundForm[Any]) -> str:
    session = read_session()
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=pilot_id)
    marks = load_marks(session, county_code=pilot.county_code, catalog_no=pilot.catalog_no) if pilot.catalog_no else {}
    names = scenario_names(session)
    return render_template(
        "programme/records.html",
        line=load_line(session, pilot_id=pilot_id, now=now()),
        kind=kind,
        kinds=list(RECORD_KINDS.values()),
        form=form,
        rows=[(row.id, kind.cells(row)) for row in load_records(session, model=kind.model, pilot_id=pilot_id)],
        scenarios=sorted((code, names[code]) for code in marks),
        is_own=policies.is_applicant(actor(), county_code=pilot.county_code),
    )


def _acceptance_page(pilot_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=pilot_id)
    found = find_acceptance(session, pilot_id=pilot_id)
    if found is not None and not form.raw:
        form.raw = {"summary": found.summary, "copying": found.copying}
    review = load_review(session, review_id=found.review_id) if found and found.review_id else None
    owner = load_round(session, round_id=pilot.round_id).organisation_id
    documents = load_documents(session, subject_kind="pilot_acceptance", subject_ids=[pilot_id])[pilot_id]
    return render_template(
        "programme/acceptance.html",
        line=load_line(session, pilot_id=pilot_id, now=now()),
        form=form,
        found=found,
        review=review,
        is_concluded=review is not None and state_of(review) is ReviewState.CONCLUDED,
        documents=[row for row in documents if row.is_current],
        is_own=policies.is_applicant(actor(), county_code=pilot.county_code),
        can_run=policies.can_run_round(actor(), organisation_id=owner),
        count=count_rows(form.raw.get("criteria")),
    )
