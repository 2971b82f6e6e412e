"""Pages of the second factor: asked for at sign-in, set up there or on one's account, renewed and removed."""

import io
from typing import Any

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import second_factor, sessions
from marketplace.accounts.entering import (
    device_here,
    enter,
    half_session,
    next_page,
    own_path,
    require_half_session,
)
from marketplace.accounts.labels import SessionStage
from marketplace.accounts.models import User
from marketplace.accounts.policies import NEEDS_FACTOR
from marketplace.accounts.queries import load_memberships
from marketplace.accounts.schemas import CodeIn, EnrolIn
from marketplace.accounts.sealing import Seal
from marketplace.core.errors import ForbiddenError, InvalidError, MarketplaceError, NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, token_in_cookie, viewer
from marketplace.web.state import now, state

bp = Blueprint("factor", __name__, template_folder="templates")
LABELS = {"code": "验证码"}
TOO_OLD = "这个二维码已经过期（15 分钟），请删掉手机里的这一条，扫下面的新码。"


def seal() -> Seal:
    """Return the seal of this installation."""
    return Seal(state().settings.secret_key)


@bp.get("/sign-in/code")
@requires(Permission.PUBLIC)
def code() -> str:
    """Ask for the second factor of a sign-in on its way."""
    require_half_session(SessionStage.CODE)
    return _code_page(BoundForm(raw={}, labels=LABELS))


def _code_page(form: BoundForm[CodeIn]) -> str:
    return render_template("accounts/code.html", form=form, next=own_path(request.values.get("next", "")))


@bp.post("/sign-in/code")
@requires(Permission.PUBLIC)
def code_post() -> BaseResponse | tuple[str, int]:
    """Let the person in when the code fits; the count of failures is kept when it does not."""
    half = require_half_session(SessionStage.CODE)
    form = BoundForm.bind(CodeIn, request.form, labels=LABELS)
    if form.valid is None or not _is_right(form, user_id=half.user_id):
        return _code_page(form), 422
    _go_in()
    return redirect(next_page(request.form.get("next", "")), code=303)


def _go_in() -> None:
    with transaction() as session:
        token = sessions.open_proven(session, token=token_in_cookie(), device=device_here(), now=now())
    enter(token)


def _is_right(form: BoundForm[Any], *, user_id: int) -> bool:
    """Check the code of a form; what is wrong stands beside its field."""
    try:
        with transaction() as session:
            fits = second_factor.check_code(session, user_id=user_id, code=form.require().code, seal=seal(), now=now())
        error = None if fits else InvalidError(fields={"code": [second_factor.WRONG_CODE]})
    except MarketplaceError as refused:
        error = InvalidError(fields={"code": [refused.message]})
    if error is not None:
        form.add_error(error)
    return error is None


@bp.get("/sign-in/enrol")
@requires(Permission.PUBLIC)
def enrol_first() -> str:
    """Set up the second factor that this role must have, before anything else."""
    half = require_half_session(SessionStage.ENROL)
    return _enrol_page(user_id=half.user_id, first=True)


@bp.post("/sign-in/enrol")
@requires(Permission.PUBLIC)
def enrol_first_post() -> str | tuple[str, int]:
    """Bind the authenticator and let the person in."""
    half = require_half_session(SessionStage.ENROL)
    form = BoundForm.bind(EnrolIn, request.form, labels=LABELS)
    codes = _enrol(form, user_id=half.user_id)
    if codes is None:
        return _enrol_page(user_id=half.user_id, first=True, form=form), 422
    _go_in()
    return _codes_page(codes, onward=next_page(request.form.get("next", "")))


@bp.get("/account/second-factor")
@requires(Permission.SIGNED_IN)
def manage() -> str:
    """Show whether there is a second factor, and how to set it up, renew its codes or remove it."""
    return _manage_page(BoundForm(raw={}, labels=LABELS))


def _manage_page(form: BoundForm[Any]) -> str:
    session, user_id = read_session(), actor().user_id
    factor = second_factor.find_factor(session, user_id=user_id)
    if factor is None:
        return _enrol_page(user_id=user_id, first=False, form=form)
    return render_template(
        "accounts/second_factor.html",
        factor=factor,
        left=second_factor.count_codes(session, user_id=user_id),
        may_remove=not _must_have(user_id),
        form=form,
    )


def _must_have(user_id: int) -> bool:
    roles = {row.role for row in load_memberships(read_session(), user_id=user_id)}
    return state().settings.demands_second_factor and bool(roles & NEEDS_FACTOR)


@bp.post("/account/second-factor")
@requires(Permission.SIGNED_IN)
def enrol() -> str | tuple[str, int]:
    """Bind an authenticator to one's account."""
    form = BoundForm.bind(EnrolIn, request.form, labels=LABELS)
    codes = _enrol(form, user_id=actor().user_id)
    if codes is None:
        return _manage_page(form), 422
    with transaction() as session:
        sessions.note_proof(session, token=viewer().session_token, now=now())
    return _codes_page(codes, onward=url_for("members.account"))


def _enrol(form: BoundForm[EnrolIn], *, user_id: int) -> tuple[str, ...] | None:
    if form.valid is None:
        return None
    secret = second_factor.secret_in(form.valid.ticket, seal=seal(), user_id=user_id, now=now())
    if secret is None:
        form.add_error(InvalidError(fields={"code": [TOO_OLD]}))
        return None
    try:
        with transaction() as session:
            return second_factor.enrol(
                session, user_id=user_id, secret=secret, code=form.valid.code, seal=seal(), now=now()
            )
    except MarketplaceError as error:
        form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return None


def _enrol_page(*, user_id: int, first: bool, form: BoundForm[Any] | None = None) -> str:
    asked = form or BoundForm(raw={}, labels=LABELS)
    ticket = str(asked.value("ticket"))
    secret = second_factor.secret_in(ticket, seal=seal(), user_id=user_id, now=now())
    if secret is None:
        ticket = second_factor.new_ticket(seal(), user_id=user_id, now=now())
        secret = second_factor.secret_in(ticket, seal=seal(), user_id=user_id, now=now()) or ""
    return render_template(
        "accounts/enrol.html",
        form=asked,
        first=first,
        ticket=ticket,
        groups=[secret[start : start + 4] for start in range(0, len(secret), 4)],
        next=own_path(request.values.get("next", "")),
    )


def _codes_page(codes: tuple[str, ...], *, onward: str) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes, onward=onward)


@bp.get("/sign-in/enrol/<ticket>.svg")
@requires(Permission.PUBLIC)
def picture(ticket: str) -> Response:
    """Draw the secret of one's own ticket as a QR code; for anybody else there is none."""
    half = half_session()
    someone = viewer().actor
    user_id = someone.user_id if someone else half.user_id if half else 0
    secret = second_factor.secret_in(ticket, seal=seal(), user_id=user_id, now=now())
    if secret is None:
        raise NotFoundError
    account = read_session().get_one(User, user_id).email
    drawn = io.BytesIO()
    code = segno.make(second_factor.address_of(secret, account=account), error="m")
    code.save(drawn, kind="svg", scale=5, border=3, svgns=True, xmldecl=False)
    return Response(drawn.getvalue(), mimetype="image/svg+xml")


@bp.post("/account/second-factor/codes")
@requires(Permission.SIGNED_IN)
def renew_codes() -> str | tuple[str, int]:
    """Give new recovery codes to who shows a code."""
    form = BoundForm.bind(CodeIn, request.form, labels=LABELS)
    if form.valid is None or not _is_right(form, user_id=actor().user_id):
        return _manage_page(form), 422
    with transaction() as session:
        codes = second_factor.renew_codes(session, user_id=actor().user_id, now=now())
    return _codes_page(codes, onward=url_for("members.account"))


@bp.post("/account/second-factor/remove")
@requires(Permission.SIGNED_IN)
def remove() -> BaseResponse | tuple[str, int]:
    """Take the second factor off for who shows a code and may do without."""
    if _must_have(actor().user_id):
        raise ForbiddenError("您的身份必须有第二步验证，不能停用。换手机请联系平台运营重置。")
    form = BoundForm.bind(CodeIn, request.form, labels=LABELS)
    if form.valid is None or not _is_right(form, user_id=actor().user_id):
        return _manage_page(form), 422
    with transaction() as session:
        second_factor.remove(session, user_id=actor().user_id, now=now())
    flash("第二步验证已停用。", "success")
    return redirect(url_for("members.account"), code=303)
