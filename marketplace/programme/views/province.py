"""Pages of the province: paper copies, initial review, competition, proposal, changes, the list."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.documents.process import base_url
from marketplace.programme.labels import CHECK_RESULT_LABELS, SCREENING_VERDICT_LABELS, CheckResult
from marketplace.programme.models import PilotApplication
from marketplace.programme.queries.applications import Whole, find_screening, load_whole
from marketplace.programme.queries.judging import (
    Ranking,
    load_candidates,
    load_due_objections,
    load_next,
    load_ranking,
    load_round_standing,
    proposed,
)
from marketplace.programme.queries.rounds import load_own_round, rules_of_round
from marketplace.programme.queries.screening import load_conditions
from marketplace.programme.rules import tilt_text
from marketplace.programme.schemas import AmendmentIn, PaperIn, ProposalIn, ScreeningIn
from marketplace.programme.services.judging import open_competition, propose_list
from marketplace.programme.services.listing import amend_list, publish_list
from marketplace.programme.services.screening import note_paper, screen_application
from marketplace.programme.views.acting import attempt
from marketplace.reviews.board import result_rows
from marketplace.reviews.models import Review
from marketplace.taxonomy.queries import county_names
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("programme_office", __name__, url_prefix="/programme", template_folder="../templates")
LABELS = {
    "paper_copies": "收到份数",
    "paper_received_on": "收到日期",
    "is_qualified": "初审结果",
    "reason": "理由",
    "chosen": "并列的取舍",
    "note": "取舍的理由",
    "application_id": "移出哪一个",
    "rationale": "理由",
}


@bp.get("/applications/<int:application_id>/screening")
@requires(Permission.RUN_ROUNDS)
def screening(application_id: int) -> str:
    """Show the conditions with what the data say, and ask for the decision."""
    whole = _to_screen(application_id)
    known = find_screening(read_session(), application_id=application_id)
    raw: dict[str, Any] = {
        "paper_copies": whole.application.paper_copies,
        "paper_received_on": whole.application.paper_received_on,
    }
    for item in known.items if known else []:
        raw |= {f"verdict_{item['key']}": item["verdict"], f"note_{item['key']}": item["note"]}
    if known is not None:
        raw |= {"is_qualified": "true" if known.is_qualified else "false", "reason": known.reason}
    return _screening_page(whole, BoundForm(raw=raw, labels=LABELS))


@bp.post("/applications/<int:application_id>/screening")
@requires(Permission.RUN_ROUNDS)
def screen(application_id: int) -> Response | tuple[str, int]:
    """Decide the initial review."""
    whole = _to_screen(application_id)
    form = BoundForm.bind(ScreeningIn, request.form, labels=LABELS)
    conditions = load_conditions(read_session(), application=whole.application, found=whole.round)
    verdicts = {
        one.key: (str(form.value(f"verdict_{one.key}")), str(form.value(f"note_{one.key}"))) for one in conditions
    }
    status = attempt(
        form,
        lambda session: screen_application(
            session,
            actor=actor(),
            application_id=application_id,
            entered=form.require(),
            verdicts=verdicts,
            now=now(),
        ),
    )
    if status is not None:
        return _screening_page(whole, form), status
    flash("初审结果已保存并告知县（市、区）。", "success")
    return redirect(url_for("programme.board", round_id=whole.application.round_id), code=303)


@bp.post("/applications/<int:application_id>/paper")
@requires(Permission.RUN_ROUNDS)
def paper(application_id: int) -> Response | tuple[str, int]:
    """Record the paper copies that came in."""
    whole = _to_screen(application_id)
    form = BoundForm.bind(PaperIn, request.form, labels=LABELS)
    status = attempt(
        form,
        lambda session: note_paper(
            session, actor=actor(), application_id=application_id, entered=form.require(), now=now()
        ),
    )
    if status is not None:
        return _screening_page(whole, form), status
    flash("纸质材料已登记。", "success")
    return redirect(url_for("programme_office.screening", application_id=application_id), code=303)


@bp.post("/rounds/<int:round_id>/competition")
@requires(Permission.RUN_ROUNDS)
def competition(round_id: int) -> Response:
    """Set up the competitive review and go there."""
    form: BoundForm[Any] = BoundForm(raw={})
    made: list[Review] = []
    status = attempt(
        form,
        lambda session: made.append(open_competition(session, actor=actor(), round_id=round_id, now=now())),
    )
    if status is not None:
        flash("；".join(text for _, _, text in form.summary), "error")
        return redirect(url_for("programme.board", round_id=round_id), code=303)
    flash("竞争性评审已建立，请邀请专家。", "success")
    return redirect(url_for("reviews.show", review_id=made[0].id), code=303)


@bp.get("/rounds/<int:round_id>/proposal")
@requires(Permission.RUN_ROUNDS)
def proposal(round_id: int) -> str:
    """Show the ranking with the cut, and ask how a tie at it is decided."""
    return _proposal_page(round_id, BoundForm(raw={"chosen": []}, labels=LABELS))


@bp.post("/rounds/<int:round_id>/proposal")
@requires(Permission.RUN_ROUNDS)
def propose(round_id: int) -> Response | tuple[str, int]:
    """Propose the list and notice it."""
    load_own_round(read_session(), actor=actor(), round_id=round_id)
    form = BoundForm.bind(ProposalIn, request.form, labels=LABELS)
    status = attempt(
        form,
        lambda session: propose_list(session, actor=actor(), round_id=round_id, entered=form.require(), now=now()),
    )
    if status is not None:
        return _proposal_page(round_id, form), status
    flash("拟定名单已公示。", "success")
    return redirect(url_for("programme.board", round_id=round_id), code=303)


@bp.get("/rounds/<int:round_id>/amendment")
@requires(Permission.RUN_ROUNDS)
def amendment(round_id: int) -> str:
    """Ask which county leaves the noticed list, and why."""
    return _amendment_page(round_id, BoundForm(raw={}, labels=LABELS))


@bp.post("/rounds/<int:round_id>/amendment")
@requires(Permission.RUN_ROUNDS)
def amend(round_id: int) -> Response | tuple[str, int]:
    """Change the noticed list and notice the change."""
    load_own_round(read_session(), actor=actor(), round_id=round_id)
    form = BoundForm.bind(AmendmentIn, request.form, labels=LABELS)
    status = attempt(
        form,
        lambda session: amend_list(session, actor=actor(), round_id=round_id, entered=form.require(), now=now()),
    )
    if status is not None:
        return _amendment_page(round_id, form), status
    flash("名单已更改，更改的部分已重新公示。", "success")
    return redirect(url_for("programme.board", round_id=round_id), code=303)


@bp.post("/rounds/<int:round_id>/list")
@requires(Permission.RUN_ROUNDS)
def publish(round_id: int) -> Response:
    """Publish the pilot list."""
    form: BoundForm[Any] = BoundForm(raw={})
    status = attempt(
        form,
        lambda session: publish_list(session, actor=actor(), round_id=round_id, base_url=base_url(), now=now()),
    )
    if status is not None:
        flash("；".join(text for _, _, text in form.summary), "error")
        return redirect(url_for("programme.board", round_id=round_id), code=303)
    flash("试点名单已公布。", "success")
    return redirect(url_for("programme.show", round_id=round_id), code=303)


def _to_screen(application_id: int) -> Whole:
    whole = load_whole(read_session(), actor=actor(), application_id=application_id)
    load_own_round(read_session(), actor=actor(), round_id=whole.application.round_id)
    return whole


def _screening_page(whole: Whole, form: BoundForm[Any]) -> str:
    session = read_session()
    return render_template(
        "programme/screening.html",
        whole=whole,
        form=form,
        conditions=load_conditions(session, application=whole.application, found=whole.round),
        results=CHECK_RESULT_LABELS,
        kinds={CheckResult.MET: "list", CheckResult.UNMET: "act", CheckResult.OPEN: ""},
        verdicts=list(SCREENING_VERDICT_LABELS.items()),
        rules=rules_of_round(whole.round),
    )


def _proposal_page(round_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    found = load_own_round(session, actor=actor(), round_id=round_id)
    ranking = load_ranking(session, found=found)
    rules = rules_of_round(found)
    return render_template(
        "programme/proposal.html",
        found=found,
        form=form,
        rules=rules,
        tilt=tilt_text(rules, day=found.opens_on),
        ranking=ranking,
        rows=result_rows(ranking.outcome),
        inside=[ranking.row_of(key).candidate.label for key in ranking.inside],
        tied=_options(ranking),
    )


def _options(ranking: Ranking) -> list[tuple[str, str]]:
    return [(str(key), ranking.row_of(key).candidate.label) for key in ranking.tied]


def _amendment_page(round_id: int, form: BoundForm[Any]) -> str:
    session = read_session()
    found = load_own_round(session, actor=actor(), round_id=round_id)
    ranking = load_ranking(session, found=found)
    candidates = load_candidates(session, round_id=round_id)
    names = county_names(session)
    follower = load_next(session, ranking=ranking, candidates=candidates)
    return render_template(
        "programme/amendment.html",
        found=found,
        form=form,
        options=[(str(row.id), _named(row, names)) for row in proposed(candidates)],
        due=len(load_due_objections(session, round_id=round_id)),
        follower=_named(follower, names) if follower else "",
        standing=load_round_standing(session, round_id=round_id, now=now()),
    )


def _named(row: PilotApplication, names: dict[str, str]) -> str:
    return f"{names[row.county_code]}（{row.industry_name}）"
