"""Pages for signing in and out, and for setting a new password."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from marketplace.accounts import services
from marketplace.accounts.entering import enter, half_session, next_page, open_here
from marketplace.accounts.schemas import ForgotIn, NewPasswordIn, SignInIn
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.signin import sign_out as forget_cookie
from marketplace.web.state import now, state

bp = Blueprint("accounts", __name__, template_folder="templates")
LABELS = {"email": "邮箱", "password": "密码", "display_name": "怎么称呼您"}


@bp.get("/sign-in")
@requires(Permission.PUBLIC)
def sign_in() -> Response | str:
    """Show the sign-in form, or the step that a sign-in on its way waits for."""
    wanted = request.args.get("next", "")
    if half_session() is not None and "other" not in request.args:
        return redirect(next_page(wanted), code=303)
    form: BoundForm[SignInIn] = BoundForm(raw={"next": wanted}, labels=LABELS)
    return _sign_in_page(form)


def _sign_in_page(form: BoundForm[SignInIn]) -> str:
    return render_template("accounts/sign_in.html", form=form, has_oidc=bool(state().settings.oidc_issuer))


@bp.post("/sign-in")
@requires(Permission.PUBLIC)
def sign_in_post() -> Response | tuple[str, int]:
    """Open a session when e-mail and password fit; count the failure when they do not."""
    form = BoundForm.bind(SignInIn, request.form, labels=LABELS)
    if form.valid is None:
        return _sign_in_page(form), 422
    try:
        token = _token_for(form.valid)
    except MarketplaceError as error:
        form.add_error(InvalidError(fields={"password": [error.message]}))
        return _sign_in_page(form), 422
    enter(token)
    return redirect(next_page(form.valid.next), code=303)


def _token_for(entered: SignInIn) -> str:
    # Two transactions: the count of failures must be kept even when signing in is refused.
    with transaction() as session:
        user = services.check_password(session, email=entered.email, password=entered.password, now=now())
    if user is None or user.id is None:
        raise InvalidError(services.WRONG)
    with transaction() as session:
        return open_here(session, user_id=user.id, membership_id=None)


@bp.post("/sign-out")
@requires(Permission.SIGNED_IN)
def sign_out() -> Response:
    """End this session."""
    with transaction() as session:
        services.close_session(session, token=viewer().session_token, now=now())
    forget_cookie()
    return redirect(url_for("portal.home"), code=303)


@bp.post("/sign-out/everywhere")
@requires(Permission.SIGNED_IN)
def sign_out_everywhere() -> Response:
    """End every session of this person."""
    with transaction() as session:
        services.close_all_sessions(session, user_id=actor().user_id, now=now())
    forget_cookie()
    flash("已在所有设备上退出登录。", "success")
    return redirect(url_for("accounts.sign_in"), code=303)


@bp.get("/password/forgot")
@requires(Permission.PUBLIC)
def forgot() -> str:
    """Ask for the address of the account."""
    form: BoundForm[ForgotIn] = BoundForm(raw={}, labels=LABELS)
    return render_template("accounts/forgot.html", form=form, sent=False)


@bp.post("/password/forgot")
@requires(Permission.PUBLIC)
def forgot_post() -> str | tuple[str, int]:
    """Mail a link; the answer is the same whether the address is known or not."""
    form = BoundForm.bind(ForgotIn, request.form, labels=LABELS)
    if form.valid is None:
        return render_template("accounts/forgot.html", form=form, sent=False), 422
    with transaction() as session:
        services.ask_for_reset(session, email=form.valid.email, now=now())
    return render_template("accounts/forgot.html", form=form, sent=True)


@bp.get("/password/reset/<token>")
@requires(Permission.PUBLIC)
def reset(token: str) -> str:
    """Ask for a new password."""
    form: BoundForm[NewPasswordIn] = BoundForm(raw={}, labels=LABELS)
    return render_template("accounts/reset.html", form=form, token=token)


@bp.post("/password/reset/<token>")
@requires(Permission.PUBLIC)
def reset_post(token: str) -> Response | tuple[str, int]:
    """Set the new password and end every session."""
    form = BoundForm.bind(NewPasswordIn, request.form, labels=LABELS)
    if form.valid is not None:
        try:
            with transaction() as session:
                services.finish_reset(session, token=token, password=form.valid.password, now=now())
        except InvalidError as error:
            form.add_error(error)
    if not form.is_valid:
        return render_template("accounts/reset.html", form=form, token=token), 422
    flash("密码已更新，请用新密码登录。", "success")
    return redirect(url_for("accounts.sign_in"), code=303)
