"""The operator's pages of library changes: propose words, see what they do to the order, let a second person decide."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.recommendations.library_preview import shown_preview
from marketplace.recommendations.library_proposing import propose_words
from marketplace.taxonomy.change_services import decide_change
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.labels import PROPOSAL_STATE_LABELS, ProposalState
from marketplace.taxonomy.models import LibraryChange
from marketplace.taxonomy.policies import can_decide, read_outcome
from marketplace.taxonomy.queries import scenario_groups, scenario_names
from marketplace.taxonomy.word_changes import (
    FIELD_LABELS,
    as_lines,
    differences,
    find_by_words,
    find_scenario,
    words_of,
)
from marketplace.web.forms import BoundForm, clean
from marketplace.web.permissions import GRANTS, Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("library", __name__, template_folder="templates")
LABELS = FIELD_LABELS | {"reason": "为什么要改", "decision": "意见"}
SAID = {
    ProposalState.APPROVED: "已批准，场景库换成新的一版，推荐会按它重新理解。",
    ProposalState.REJECTED: "已退回，场景库没有变。",
    ProposalState.WITHDRAWN: "已撤回，场景库没有变。",
}
SHOWN = 50
MOST_WORDS = 40


@bp.get("/operator/library")
@requires(Permission.READ_JOURNAL)
def index() -> str:
    """Show every change that was proposed, and where to begin one."""
    session = read_session()
    names = scenario_names(session)
    rows = session.exec(select(LibraryChange).order_by(col(LibraryChange.id).desc()).limit(SHOWN)).all()
    library, words = KNOWLEDGE.library(session), clean(request.args.get("words", ""))[:MOST_WORDS]
    return render_template(
        "recommendations/library.html",
        edition=library.edition,
        words=words,
        found=find_by_words(library, words=words),
        rows=[(row, names.get(row.scenario_code, row.scenario_code), PROPOSAL_STATE_LABELS[row.state]) for row in rows],
        scenarios=scenario_groups(session),
        may_propose=actor().role in GRANTS[Permission.EDIT_RANKING],
    )


@bp.get("/operator/library/new")
@requires(Permission.EDIT_RANKING)
def new() -> str:
    """Show a scenario's words as they are."""
    code = request.args.get("code", "")
    scenario = find_scenario(KNOWLEDGE.library(read_session()), code=code)
    return _form_page(BoundForm(raw=as_lines(words_of(scenario)), labels=LABELS), code=code)


def _form_page(form: BoundForm[Any], *, code: str) -> str:
    scenario = find_scenario(KNOWLEDGE.library(read_session()), code=code)
    return render_template("recommendations/library_new.html", form=form, scenario=scenario)


@bp.post("/operator/library/new")
@requires(Permission.EDIT_RANKING)
def propose() -> Response | tuple[str, int]:
    """Keep the proposal and let the worker compute both orders."""
    code = request.args.get("code", "")
    form: BoundForm[Any] = BoundForm(raw={name: clean(text) for name, text in request.form.items()}, labels=LABELS)
    try:
        change_id = propose_words(code=code, typed=form.raw, reason=form.value("reason"))
    except InvalidError as error:
        form.add_error(error)
        return _form_page(form, code=code), 422
    flash("已提出。先看个大概，再细算它会让前五名怎样变，都会自己显示在下面。", "success")
    return redirect(url_for(".show", change_id=change_id), code=303)


@bp.get("/operator/library/<int:change_id>")
@requires(Permission.READ_JOURNAL)
def show(change_id: int) -> str:
    """Show what changes, and both orders of a sample side by side."""
    return _show_page(read_session(), change_id, BoundForm(raw={}, labels=LABELS))


def _show_page(session: Session, change_id: int, form: BoundForm[Any]) -> str:
    change = session.get(LibraryChange, change_id)
    if change is None:
        raise NotFoundError
    who, is_open = actor(), change.state is ProposalState.PROPOSED
    may = who.role in GRANTS[Permission.EDIT_RANKING] and is_open
    may_decide = can_decide(ProposalState.APPROVED, user_id=who.user_id, proposed_by_id=change.proposed_by_id)
    return render_template(
        "recommendations/library_show.html",
        change=change,
        name=scenario_names(session).get(change.scenario_code, change.scenario_code),
        state=PROPOSAL_STATE_LABELS[change.state],
        differences=differences(change.before, change.after),
        compared=shown_preview(change),
        waited=max(0, int((now() - change.proposed_at).total_seconds())),
        is_open=is_open,
        may_decide=may and may_decide,
        may_withdraw=may and not may_decide,
        form=form,
    )


@bp.post("/operator/library/<int:change_id>")
@requires(Permission.EDIT_RANKING)
def decide(change_id: int) -> Response | tuple[str, int]:
    """Approve, reject or withdraw."""
    form: BoundForm[Any] = BoundForm(raw=request.form.to_dict(), labels=LABELS)
    try:
        outcome = read_outcome(form.value("do"))
        with transaction() as session:
            decision = form.value("decision")
            decide_change(session, actor=actor(), change_id=change_id, outcome=outcome, decision=decision, now=now())
    except InvalidError as error:
        form.add_error(error)
        return _show_page(read_session(), change_id, form), 422
    flash(SAID[outcome], "success")
    return redirect(url_for(".show", change_id=change_id), code=303)
