"""The county's work page of a pilot, read along by the bureaus above: tracker, warnings, chart, firms, lists."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response

from marketplace.core.money import to_wan
from marketplace.documents.process import base_url
from marketplace.documents.queries import load_documents
from marketplace.exchange.labels import NeedKind
from marketplace.programme import policies
from marketplace.programme.gantt import draw
from marketplace.programme.labels import EDITION_KIND_LABELS, WARNING_KIND_LABELS, EditionKind
from marketplace.programme.models import PilotTask
from marketplace.programme.pilot_schemas import DecisionIn, ProposalOfFirmIn, QuarterIn, RenovationIn
from marketplace.programme.queries.coverage import load_coverage
from marketplace.programme.queries.editions import SelectionLine, load_choices, load_newest, load_selections
from marketplace.programme.queries.pilots import (
    load_line,
    load_own_pilot,
    load_tasks,
    load_watched,
    load_watched_pilot,
)
from marketplace.programme.queries.records import load_reports
from marketplace.programme.services.editions import publish_enterprises
from marketplace.programme.services.pilots import (
    decide_selection,
    finish_task,
    load_own_selection,
    note_progress,
    propose_enterprise,
)
from marketplace.programme.services.reports import submit_report
from marketplace.programme.tracking import early_warnings
from marketplace.programme.views.acting import attempt
from marketplace.projects.queries.works import Work, load_works
from marketplace.taxonomy.labels import NEED_KIND_LABELS
from marketplace.web.forms import BoundForm, structure
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now, today

bp = Blueprint("programme_work", __name__, url_prefix="/programme", template_folder="../templates")
LABELS = {
    "enterprise_id": "企业",
    "proposal": "提名理由",
    "is_selected": "决定",
    "reason": "理由",
    "starts_on": "开始",
    "ends_on": "完成",
    "provider": "服务商",
    "finished_on": "改造完成日期",
    "level_before": "改造前等级",
    "level_after": "改造后等级",
    "output_wan": "年产值",
    "quarter": "季度",
    "done": "本季度工作",
    "troubles": "困难和建议",
}


@bp.get("/pilots/<int:pilot_id>/work")
@requires(Permission.SEE_COUNTY)
def work(pilot_id: int) -> str:
    """Show the tracker with warnings, the work chart as a picture, coverage, and the reports."""
    return _work_page(pilot_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/pilots/<int:pilot_id>/reports")
@requires(Permission.WRITE_PILOT)
def report(pilot_id: int) -> Response | tuple[str, int]:
    """Hand a quarterly report in."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    form = BoundForm.bind(QuarterIn, request.form, labels=LABELS)
    status = attempt(
        form,
        lambda session: submit_report(
            session, actor=actor(), pilot_id=pilot_id, entered=form.require(), base_url=base_url(), now=now()
        ),
    )
    if status is not None:
        return _work_page(pilot_id, form), status
    flash("季度报告已交。", "success")
    return redirect(url_for("programme_work.work", pilot_id=pilot_id), code=303)


@bp.post("/pilot-tasks/<int:task_id>")
@requires(Permission.WRITE_PILOT)
def mark_task(task_id: int) -> Response:
    """Mark a task of the work chart as done, or take the mark back."""
    form: BoundForm[Any] = BoundForm(raw=structure(request.form))
    done: list[PilotTask] = []
    attempt(
        form,
        lambda session: done.append(
            finish_task(session, actor=actor(), task_id=task_id, is_done=form.value("do") == "done", now=now())
        ),
    )
    return redirect(url_for("programme_work.work", pilot_id=done[0].pilot_id), code=303)


@bp.get("/pilots/<int:pilot_id>/enterprises")
@requires(Permission.SEE_COUNTY)
def enterprises(pilot_id: int) -> str:
    """Show proposed and selected firms."""
    return _firms_page(pilot_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/pilots/<int:pilot_id>/enterprises")
@requires(Permission.WRITE_PILOT)
def propose(pilot_id: int) -> Response | tuple[str, int]:
    """Propose a firm."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    form = BoundForm.bind(ProposalOfFirmIn, request.form, labels=LABELS)
    return _firm_step(
        pilot_id,
        form,
        lambda session: propose_enterprise(
            session, actor=actor(), pilot_id=pilot_id, entered=form.require(), now=now()
        ),
        said="已提名，请研究决定。",
    )


@bp.post("/pilot-enterprises/<int:selection_id>/decision")
@requires(Permission.WRITE_PILOT)
def decide(selection_id: int) -> Response | tuple[str, int]:
    """Decide on a proposed firm."""
    _, pilot = load_own_selection(read_session(), actor=actor(), selection_id=selection_id)
    form = BoundForm.bind(DecisionIn, request.form, labels=LABELS)
    return _firm_step(
        pilot.id or 0,
        form,
        lambda session: decide_selection(
            session, actor=actor(), selection_id=selection_id, entered=form.require(), now=now()
        ),
        said="决定已保存。",
        at=selection_id,
    )


@bp.post("/pilot-enterprises/<int:selection_id>/progress")
@requires(Permission.WRITE_PILOT)
def progress(selection_id: int) -> Response | tuple[str, int]:
    """Record what came of a firm's renovation."""
    _, pilot = load_own_selection(read_session(), actor=actor(), selection_id=selection_id)
    form = BoundForm.bind(RenovationIn, request.form, labels=LABELS)
    return _firm_step(
        pilot.id or 0,
        form,
        lambda session: note_progress(
            session, actor=actor(), selection_id=selection_id, entered=form.require(), now=now()
        ),
        said="进展已登记。",
        at=selection_id,
    )


@bp.post("/pilots/<int:pilot_id>/enterprises/publish")
@requires(Permission.WRITE_PILOT)
def publish_firms(pilot_id: int) -> Response | tuple[str, int]:
    """Publish the list of pilot enterprises."""
    load_own_pilot(read_session(), actor=actor(), pilot_id=pilot_id)
    form: BoundForm[Any] = BoundForm(raw={}, labels=LABELS)
    return _firm_step(
        pilot_id,
        form,
        lambda session: publish_enterprises(session, actor=actor(), pilot_id=pilot_id, base_url=base_url(), now=now()),
        said="试点企业名单已发布。",
    )


def _firm_step(
    pilot_id: int, form: BoundForm[Any], act: Callable[[Session], object], *, said: str, at: int = 0
) -> Response | tuple[str, int]:
    status = attempt(form, act)
    if status is not None:
        return _firms_page(pilot_id, form, at=at), status
    flash(said, "success")
    return redirect(url_for("programme_work.enterprises", pilot_id=pilot_id), code=303)


def _work_page(pilot_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=pilot_id)
    line = load_line(session, pilot_id=pilot_id, now=now())
    day = today()
    tasks = load_tasks(session, pilot_id=pilot_id)
    reports = load_reports(session, pilot_id=pilot_id)
    return render_template(
        "programme/work.html",
        line=line,
        form=form,
        is_own=policies.is_applicant(actor(), county_code=pilot.county_code),
        warnings=early_warnings(load_watched(session, line=line), today=day),
        warning_labels=WARNING_KIND_LABELS,
        bars=[(one.label, float(one.fact), float(one.total)) for one in line.targets],
        tasks=tasks,
        picture=draw(tasks, starts_on=pilot.starts_on, ends_on=pilot.ends_on, today=day),
        today=day,
        coverage=load_coverage(session, pilot=pilot),
        common=NeedKind.COMMON,
        mark_labels=NEED_KIND_LABELS,
        reports=reports,
        papers=load_documents(session, subject_kind="pilot_report", subject_ids=[row.id or 0 for row in reports]),
        newest=load_newest(session, pilot_id=pilot_id),
        edition_labels=EDITION_KIND_LABELS,
    )


def _firms_page(pilot_id: int, form: BoundForm[Any], *, at: int = 0) -> str:
    session = read_session()
    pilot = load_watched_pilot(session, actor=actor(), pilot_id=pilot_id)
    rows = load_selections(session, pilot_id=pilot_id)
    works = load_works(session, enterprise_ids=[row.selection.enterprise_id for row in rows])
    chosen = next((row for row in rows if row.selection.id == (at or _asked())), None)
    work = works.get(chosen.selection.enterprise_id) if chosen else None
    if chosen is not None and not at:
        form.raw = _raw(chosen, work)
    return render_template(
        "programme/firms.html",
        line=load_line(session, pilot_id=pilot_id, now=now()),
        form=form,
        rows=rows,
        chosen=chosen,
        work=work,
        accepted={enterprise_id for enterprise_id, one in works.items() if one.accepted_on},
        options=load_choices(session, pilot=pilot),
        newest=load_newest(session, pilot_id=pilot_id).get(EditionKind.ENTERPRISES),
        is_own=policies.is_applicant(actor(), county_code=pilot.county_code),
    )


def _asked() -> int:
    text = request.args.get("firm", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0  # noqa: PLR2004 - longer is no id of ours


def _raw(chosen: SelectionLine, work: Work | None) -> dict[str, Any]:
    """Return what is kept of a firm; what nobody entered yet comes from its project."""
    selection = chosen.selection
    raw = selection.model_dump(include={"starts_on", "ends_on", "finished_on", "level_before", "level_after", "reason"})
    decided = {None: "", True: "true", False: "false"}[selection.is_selected]
    wan = to_wan(selection.output_fen)
    if work is not None and selection.finished_on is None:
        raw |= {"finished_on": work.accepted_on, "level_before": work.level_before, "level_after": work.level_after}
    return {
        **raw,
        "is_selected": decided,
        "provider": chosen.provider or (work.provider if work else ""),
        "output_wan": f"{wan:g}" if wan is not None else "",
        "version": selection.version,
    }
