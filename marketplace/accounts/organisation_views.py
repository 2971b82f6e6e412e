"""The operator's pages on bodies: search, rename, merge."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts.labels import PERSON_ACTION_LABELS, PersonAction
from marketplace.accounts.managers import appoint_as_operator, end_as_operator, load_colleagues, person_of
from marketplace.accounts.merging import merge_bodies
from marketplace.accounts.naming import MAX_LENGTH
from marketplace.accounts.organisation_queries import load_bodies, load_body, load_candidates
from marketplace.accounts.organisation_schemas import MergeIn, PersonIn, RenameIn
from marketplace.accounts.organisations import rename_organisation
from marketplace.accounts.second_factor import reset
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.web.forms import BoundForm
from marketplace.web.pages import page_args
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor
from marketplace.web.state import now

bp = Blueprint("organisations", __name__, template_folder="templates")
LABELS = {
    "name": "新名称",
    "reason": "理由",
    "kept_id": "并入哪个单位",
    "merge_reason": "理由",
    "membership_id": "哪个人",
    "action": "办什么",
    "person_reason": "理由",
}
DONE = {
    PersonAction.APPOINT: "账号管理员已更换，记入日志。",
    PersonAction.END: "已移出，这个人在本单位的登录和令牌都已失效，记入日志。",
    PersonAction.RESET_FACTOR: "第二步验证已重置，本人下次登录时重新开通，记入日志。",
}


@bp.get("/operator/organisations")
@requires(Permission.EDIT_ORGANISATIONS)
def bodies() -> str:
    """Search bodies by name or code."""
    words = request.args.get("q", "").strip()[:MAX_LENGTH]
    return render_template(
        "accounts/organisations.html",
        words=words,
        page=load_bodies(read_session(), words=words, args=page_args(request.args)),
        page_url=lambda n: url_for("organisations.bodies", q=words, page=n),
    )


@bp.get("/operator/organisations/<int:organisation_id>")
@requires(Permission.EDIT_ORGANISATIONS)
def body(organisation_id: int) -> str:
    """Show one body with the forms to rename it and to merge it into another."""
    form: BoundForm[Any] = BoundForm(raw={}, labels=LABELS)
    return _page(form, organisation_id=organisation_id)


def _page(form: BoundForm[Any], *, organisation_id: int) -> str:
    found = load_body(read_session(), organisation_id=organisation_id)
    words = request.args.get("other", "").strip()[:MAX_LENGTH]
    return render_template(
        "accounts/organisation.html",
        body=found,
        form=form,
        other=words,
        candidates=load_candidates(read_session(), body=found, words=words),
        people=load_colleagues(read_session(), organisation_id=organisation_id),
        actions=PERSON_ACTION_LABELS,
    )


@bp.post("/operator/organisations/<int:organisation_id>/rename")
@requires(Permission.EDIT_ORGANISATIONS)
def rename(organisation_id: int) -> Response | tuple[str, int]:
    """Give a body its new registered name."""
    form = BoundForm.bind(RenameIn, request.form, labels=LABELS)
    if form.valid is not None and _does(form, lambda: _rename(organisation_id, form.require())):
        flash("名称已更新，更名记入日志。", "success")
        return redirect(url_for("organisations.body", organisation_id=organisation_id), code=303)
    return _page(form, organisation_id=organisation_id), 422


def _rename(organisation_id: int, entered: RenameIn) -> None:
    with transaction() as session:
        rename_organisation(
            session,
            actor=actor(),
            organisation_id=organisation_id,
            name=entered.name,
            reason=entered.reason,
            seen_version=entered.version,
            allow_same_name=entered.same_name,
            now=now(),
        )


@bp.post("/operator/organisations/<int:organisation_id>/merge")
@requires(Permission.EDIT_ORGANISATIONS)
def merge(organisation_id: int) -> Response | tuple[str, int]:
    """Fold this body into another; what it has goes along."""
    form = BoundForm.bind(MergeIn, request.form, labels=LABELS)
    if form.valid is not None and _does(form, lambda: _merge(organisation_id, form.require())):
        flash("已合并，人员和资料归到保留的单位，合并记入日志。", "success")
        return redirect(url_for("organisations.body", organisation_id=form.valid.kept_id), code=303)
    return _page(form, organisation_id=organisation_id), 422


def _merge(organisation_id: int, entered: MergeIn) -> None:
    with transaction() as session:
        merge_bodies(
            session,
            actor=actor(),
            kept_id=entered.kept_id,
            merged_id=organisation_id,
            reason=entered.merge_reason,
            now=now(),
        )


@bp.post("/operator/organisations/<int:organisation_id>/people")
@requires(Permission.EDIT_ORGANISATIONS)
def people(organisation_id: int) -> Response | tuple[str, int]:
    """Appoint, remove, or reset the second factor of a person of this body."""
    form = BoundForm.bind(PersonIn, request.form, labels=LABELS)
    if form.valid is not None and _does(form, lambda: _act(organisation_id, form.require())):
        flash(DONE[form.valid.action], "success")
        return redirect(url_for("organisations.body", organisation_id=organisation_id), code=303)
    return _page(form, organisation_id=organisation_id), 422


def _act(organisation_id: int, entered: PersonIn) -> None:
    with transaction() as session:
        if entered.action is PersonAction.RESET_FACTOR:
            user_id = person_of(session, organisation_id=organisation_id, membership_id=entered.membership_id)
            reset(session, actor=actor(), user_id=user_id, reason=entered.person_reason, now=now())
            return
        does = end_as_operator if entered.action is PersonAction.END else appoint_as_operator
        does(
            session,
            actor=actor(),
            organisation_id=organisation_id,
            membership_id=entered.membership_id,
            reason=entered.person_reason,
            now=now(),
        )


def _does(form: BoundForm[Any], act: Callable[[], None]) -> bool:
    try:
        act()
    except MarketplaceError as error:
        form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return False
    return True
