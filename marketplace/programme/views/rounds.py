"""Pages of rounds: public ones, the province's form, and the board of a round."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.core.errors import NotFoundError
from marketplace.core.money import to_wan
from marketplace.documents.queries import load_documents
from marketplace.notices.queries import find_newest
from marketplace.programme import policies
from marketplace.programme.labels import ROUND_STATE_LABELS, ApplicationState
from marketplace.programme.models import PilotRound
from marketplace.programme.queries.applications import find_own, list_applications
from marketplace.programme.queries.judging import SUBJECT, load_round_standing
from marketplace.programme.queries.pilots import list_pilots
from marketplace.programme.queries.rounds import (
    list_rounds,
    load_own_round,
    load_seen_round,
    rules_of_round,
    state_of_round,
)
from marketplace.programme.rules import tilt_text
from marketplace.programme.schemas import RoundIn
from marketplace.programme.services.rounds import create_round, publish_round, update_round
from marketplace.programme.views.acting import attempt
from marketplace.programme.views.criteria import count_rows, criteria_labels, raw_criteria
from marketplace.reviews.criteria import points_text
from marketplace.web.forms import BoundForm
from marketplace.web.kept_pages import kept_for_visitors
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now

bp = Blueprint("programme", __name__, url_prefix="/programme", template_folder="../templates")
LABELS = {
    "title": "轮次名称",
    "opens_on": "申报开始",
    "closes_on": "申报截止",
    "output_year": "产值年份",
    "threshold_yi": "产值条件",
    "mountain_threshold_yi": "山区县产值条件",
    "limit_goals": "绩效目标字数",
    "limit_tasks": "试点内容及任务字数",
    "limit_policies": "政策支持字数",
    "allows_appeal": "受理申述",
    "paper_copies": "纸质材料份数",
    "places": "名额",
    "tilt_mountain": "山区县倾斜分",
    "tilt_island": "海岛县倾斜分",
    **criteria_labels("评分标准"),
    "least_experts": "每份申报的专家人数",
    "notice_days": "公示工作日",
}


@bp.get("")
@requires(Permission.PUBLIC)
@kept_for_visitors
def index() -> str:
    """Show rounds and pilot counties to everybody."""
    session = read_session()
    person = viewer().actor
    return render_template(
        "programme/index.html",
        rounds=list_rounds(session, actor=person, now=now()),
        pilots=list_pilots(session, now=now()),
        can_run=person is not None and person.role == "province",
    )


@bp.get("/rounds/<int:round_id>")
@requires(Permission.PUBLIC)
@kept_for_visitors
def show(round_id: int) -> str:
    """Show a round: days, rules, the published tilt, where it stands, what came of it."""
    session = read_session()
    person = viewer().actor
    found = load_seen_round(session, actor=person, round_id=round_id)
    rules = rules_of_round(found)
    is_county = person is not None and person.role == "county"
    documents = load_documents(session, subject_kind=SUBJECT, subject_ids=[round_id])[round_id]
    return render_template(
        "programme/round.html",
        found=found,
        state=state_of_round(found, now=now()),
        state_labels=ROUND_STATE_LABELS,
        rules=rules,
        tilt=tilt_text(rules, day=found.opens_on),
        notice=find_newest(session, subject_kind=SUBJECT, subject_id=round_id),
        documents=[row for row in documents if row.is_public and row.is_current],
        pilots=list_pilots(session, now=now(), round_id=round_id),
        own=find_own(session, round_id=round_id, county_code=person.area_prefix) if person and is_county else None,
        is_county=is_county,
        can_run=person is not None and policies.can_run_round(person, organisation_id=found.organisation_id),
        watches=person is not None and person.role in {"county", "city", "province", "auditor", "operator"},
    )


@bp.get("/rounds/new")
@requires(Permission.RUN_ROUNDS)
def new() -> str:
    """Ask for a new round; what the notice fixes is filled in, what it does not is left empty."""
    fixed = {
        name: RoundIn.model_fields[name].default
        for name in (
            "threshold_yi",
            "mountain_threshold_yi",
            "limit_goals",
            "limit_tasks",
            "limit_policies",
            "paper_copies",
        )
    }
    return _form_page(BoundForm(raw=fixed, labels=LABELS), round_id=None)


@bp.post("/rounds/new")
@requires(Permission.RUN_ROUNDS)
def create() -> Response | tuple[str, int]:
    """Keep a new round as a draft."""
    form = BoundForm.bind(RoundIn, request.form, labels=LABELS)
    made: list[PilotRound] = []
    status = attempt(
        form,
        lambda session: made.append(create_round(session, actor=actor(), entered=form.require(), now=now())),
    )
    if status is not None:
        return _form_page(form, round_id=None), status
    flash("草稿已保存。核对后发布，县（市、区）才能看到。", "success")
    return redirect(url_for("programme.show", round_id=made[0].id), code=303)


@bp.get("/rounds/<int:round_id>/edit")
@requires(Permission.RUN_ROUNDS)
def edit(round_id: int) -> str:
    """Show a draft's form."""
    found = load_own_round(read_session(), actor=actor(), round_id=round_id)
    return _form_page(BoundForm(raw=_raw(found), labels=LABELS), round_id=round_id)


@bp.post("/rounds/<int:round_id>/edit")
@requires(Permission.RUN_ROUNDS)
def save(round_id: int) -> Response | tuple[str, int]:
    """Keep a changed draft."""
    load_own_round(read_session(), actor=actor(), round_id=round_id)
    form = BoundForm.bind(RoundIn, request.form, labels=LABELS)
    status = attempt(
        form,
        lambda session: update_round(session, actor=actor(), round_id=round_id, entered=form.require(), now=now()),
    )
    if status is not None:
        form.raw["version"] = load_own_round(read_session(), actor=actor(), round_id=round_id).version
        return _form_page(form, round_id=round_id), status
    flash("草稿已保存。", "success")
    return redirect(url_for("programme.show", round_id=round_id), code=303)


@bp.post("/rounds/<int:round_id>/publish")
@requires(Permission.RUN_ROUNDS)
def publish(round_id: int) -> Response:
    """Freeze the rules and show the round to everybody."""
    form: BoundForm[Any] = BoundForm(raw={})
    attempt(form, lambda session: publish_round(session, actor=actor(), round_id=round_id, now=now()))
    flash("已发布，规则已冻结并生成摘要。", "success")
    return redirect(url_for("programme.show", round_id=round_id), code=303)


@bp.get("/rounds/<int:round_id>/board")
@requires(Permission.SEE_COUNTY)
def board(round_id: int) -> str:
    """Show the applications of one's area with what has to be done next."""
    session = read_session()
    person = actor()
    found = load_seen_round(session, actor=person, round_id=round_id)
    if found.published_at is None:
        raise NotFoundError
    lines = list_applications(session, found=found, prefix=person.area_prefix)
    return render_template(
        "programme/board.html",
        found=found,
        state=state_of_round(found, now=now()),
        state_labels=ROUND_STATE_LABELS,
        rows=[_line(line) for line in lines],
        waiting=[line.county for line in lines if line.state in policies.TO_SCREEN],
        counts=policies.funnel([line.state for line in lines]),
        standing=load_round_standing(session, round_id=round_id, now=now()),
        can_run=policies.can_run_round(person, organisation_id=found.organisation_id),
    )


WAITS = {ApplicationState.SUBMITTED, ApplicationState.ENDORSED, ApplicationState.RETURNED}


def _line(line: Any) -> list[Any]:
    application = line.application
    yi = (to_wan(application.output_fen) or 0) / 10_000
    place = f"第 {application.place} 名" if application.place else "–"
    return [
        {"text": line.county, "url": url_for("programme_applications.show", application_id=application.id)},
        application.industry_name or "–",
        f"{yi:g} 亿元" if application.output_fen is not None else "–",
        {"badge": line.state_label, "kind": "act" if line.state in WAITS else ""},
        f"{application.paper_copies} 份" if application.paper_copies is not None else "没有登记",
        place,
    ]


def _raw(found: PilotRound) -> dict[str, Any]:
    rules = rules_of_round(found)
    return {
        **found.model_dump(include={"title", "opens_on", "closes_on"}),
        **rules.model_dump(exclude={"criteria", "catalog_edition"}),
        "allows_appeal": "true" if rules.allows_appeal else "",
        "criteria": raw_criteria(rules.criteria),
        "tilt_mountain": points_text(rules.tilt_mountain),
        "tilt_island": points_text(rules.tilt_island),
        "version": found.version,
    }


def _form_page(form: BoundForm[RoundIn], *, round_id: int | None) -> str:
    return render_template(
        "programme/round_form.html", form=form, round_id=round_id, count=count_rows(form.raw.get("criteria"))
    )
