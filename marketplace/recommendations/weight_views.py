"""The operator's pages of weight sets: propose, hold both orders against each other, let a second person decide."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from sqlmodel import Session, col, select
from werkzeug.wrappers import Response

from marketplace.core.errors import InvalidError, NotFoundError
from marketplace.files.process import uploads
from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FeatureGroup, words_of
from marketplace.recommendations.models import WeightEdition
from marketplace.recommendations.previews import preview_weights
from marketplace.recommendations.process import ranker
from marketplace.recommendations.weight_services import decide_weights, propose_learned, propose_weights, read_weights
from marketplace.recommendations.weights import label_of, load_weights, set_of
from marketplace.taxonomy.labels import PROPOSAL_STATE_LABELS, ProposalState
from marketplace.taxonomy.policies import can_decide, read_outcome
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import GRANTS, Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now, state
from matching.weights import DEFAULT

bp = Blueprint("weights", __name__, template_folder="templates")
LABELS = {name: words_of(name)[1] for name, _ in DEFAULT.weights} | {"reason": "为什么要改", "decision": "意见"}
LABELS |= {"file": "权重文件", "note": "补充说明"}
SAID = {
    ProposalState.APPROVED: "已批准，从现在起按这套权重排序。",
    ProposalState.REJECTED: "已退回，排序没有变。",
    ProposalState.WITHDRAWN: "已撤回，排序没有变。",
}
SHOWN = 50


@bp.get("/operator/weights")
@requires(Permission.READ_JOURNAL)
def index() -> str:
    """Show the weights in force and every set that was ever proposed."""
    session = read_session()
    rows = session.exec(select(WeightEdition).order_by(col(WeightEdition.id).desc()).limit(SHOWN)).all()
    return render_template(
        "recommendations/weights.html",
        in_force=label_of(load_weights(session)),
        rows=[(row, label_of(set_of(row)), PROPOSAL_STATE_LABELS[row.state]) for row in rows],
        may_propose=actor().role in GRANTS[Permission.EDIT_RANKING],
    )


@bp.get("/operator/weights/new")
@requires(Permission.EDIT_RANKING)
def new() -> str:
    """Show the form with the weights in force."""
    return _form_page(BoundForm(raw=_in_force(), labels=LABELS))


def _in_force() -> dict[str, str]:
    return {name: f"{value:.3f}" for name, value in load_weights(read_session()).weights}


def _form_page(form: BoundForm[Any]) -> str:
    groups = [
        (
            FEATURE_GROUP_LABELS[group],
            [(name, *words_of(name)[1:]) for name, _ in DEFAULT.weights if words_of(name)[0] is group],
        )
        for group in FeatureGroup
    ]
    return render_template("recommendations/weights_new.html", form=form, groups=groups)


@bp.post("/operator/weights/new")
@requires(Permission.EDIT_RANKING)
def propose() -> Response | tuple[str, int]:
    """Keep the proposal and lead to both orders side by side."""
    form: BoundForm[Any] = BoundForm(raw=request.form.to_dict(), labels=LABELS)
    try:
        weights = read_weights(form.raw)
        with transaction() as session:
            made = propose_weights(session, actor=actor(), weights=weights, reason=form.value("reason"), now=now())
            edition_id = made.id or 0
    except InvalidError as error:
        form.add_error(error)
        return _form_page(form), 422
    flash("已提出。下面是两种排法的对照，等另一位运营人员决定；在那以前排序不变。", "success")
    return redirect(url_for(".show", edition_id=edition_id), code=303)


@bp.post("/operator/weights/file")
@requires(Permission.EDIT_RANKING)
def propose_file() -> Response | tuple[str, int]:
    """Propose the set that ``marketplace match fit`` wrote, with its measures as the reason."""
    form: BoundForm[Any] = BoundForm(raw=request.form.to_dict(), labels=LABELS)
    try:
        files, secret = uploads("file"), state().settings.secret_key
        with transaction() as session:
            made = propose_learned(
                session, actor=actor(), files=files, note=form.value("note"), secret=secret, now=now()
            )
            edition_id = made.id or 0
    except InvalidError as error:
        form.add_error(error)
        form.raw = {**_in_force(), **form.raw}
        return _form_page(form), 422
    flash("已提出。下面是两种排法的对照，等另一位运营人员决定；在那以前排序不变。", "success")
    return redirect(url_for(".show", edition_id=edition_id), code=303)


@bp.get("/operator/weights/<int:edition_id>")
@requires(Permission.READ_JOURNAL)
def show(edition_id: int) -> str:
    """Show what changes, and both orders of a sample side by side."""
    return _show_page(read_session(), edition_id, BoundForm(raw={}, labels=LABELS))


def _show_page(session: Session, edition_id: int, form: BoundForm[Any]) -> str:
    edition = session.get(WeightEdition, edition_id)
    if edition is None:
        raise NotFoundError
    held = ranker().current(session)
    proposed = set_of(edition)
    changed = [
        (words_of(name)[1], f"{held.weights.of(name):.3f}", f"{value:.3f}")
        for name, value in proposed.weights
        if f"{value:.3f}" != f"{held.weights.of(name):.3f}"
    ]
    is_open = edition.state is ProposalState.PROPOSED
    may = actor().role in GRANTS[Permission.EDIT_RANKING] and is_open
    return render_template(
        "recommendations/weights_show.html",
        edition=edition,
        label=label_of(proposed),
        in_force=label_of(held.weights),
        state=PROPOSAL_STATE_LABELS[edition.state],
        changed=changed,
        compared=preview_weights(session, held, weights=proposed) if is_open else [],
        is_open=is_open,
        is_own=edition.proposed_by_id == actor().user_id,
        may_approve=may
        and can_decide(ProposalState.APPROVED, user_id=actor().user_id, proposed_by_id=edition.proposed_by_id),
        may_withdraw=may and edition.proposed_by_id == actor().user_id,
        form=form,
    )


@bp.post("/operator/weights/<int:edition_id>")
@requires(Permission.EDIT_RANKING)
def decide(edition_id: int) -> Response | tuple[str, int]:
    """Approve, reject or withdraw."""
    form: BoundForm[Any] = BoundForm(raw=request.form.to_dict(), labels=LABELS)
    try:
        outcome = read_outcome(form.value("do"))
        with transaction() as session:
            decide_weights(
                session,
                actor=actor(),
                edition_id=edition_id,
                outcome=outcome,
                decision=form.value("decision"),
                now=now(),
            )
    except InvalidError as error:
        form.add_error(error)
        return _show_page(read_session(), edition_id, form), 422
    flash(SAID[outcome], "success")
    return redirect(url_for(".show", edition_id=edition_id), code=303)
