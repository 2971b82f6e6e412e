"""Signing in with a unified identity, where the installation has one."""

import structlog
from flask import Blueprint, flash, redirect, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import identities, oidc
from marketplace.accounts.entering import enter, next_page, open_here, own_path
from marketplace.accounts.sealing import Seal
from marketplace.core.errors import MarketplaceError, NotFoundError
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import transaction
from marketplace.web.state import now, state

bp = Blueprint("oidc", __name__)
log = structlog.get_logger(__name__)
COOKIE = "oidc"
SECONDS = 600
JOIN = "/join/"
BROKEN = "统一身份登录没有完成。请再试一次，或用密码登录。"
AWAY = "统一身份系统暂时没有回应。请稍后再试，或用密码登录。"


def _client() -> oidc.Client:
    settings = state().settings
    if not settings.oidc_issuer:
        raise NotFoundError("本平台没有开通统一身份登录，请用密码登录。")
    return oidc.Client(
        issuer=settings.oidc_issuer,
        client_id=settings.oidc_client_id,
        client_secret=settings.oidc_client_secret,
        redirect_uri=f"{settings.base_url}{url_for('oidc.callback')}",
    )


def _seal() -> Seal:
    return Seal(state().settings.secret_key)


@bp.get("/sign-in/oidc")
@requires(Permission.PUBLIC)
def begin() -> BaseResponse:
    """Send the browser to the issuer; what must come back with it is kept in a sealed cookie."""
    attempt = oidc.new_attempt(own_path(request.args.get("next", "")))
    try:
        target = oidc.authorization_url(_client(), attempt)
    except oidc.OidcError as error:
        return _refuse(AWAY, error)
    answer = redirect(target, code=303)
    _keep(answer, _seal().close(attempt.to_text(), moment=int(now().timestamp())))
    return answer


def _keep(answer: BaseResponse, value: str) -> None:
    secure = state().settings.secure_cookies
    path = url_for("oidc.begin")
    answer.set_cookie(COOKIE, value, max_age=SECONDS, path=path, httponly=True, samesite="Lax", secure=secure)


@bp.get("/sign-in/oidc/callback")
@requires(Permission.PUBLIC)
def callback() -> BaseResponse:
    """Let the person in whom the issuer vouches for; the attempt ends, whatever comes of it."""
    client = _client()
    kept = _seal().open_fresh(request.cookies.get(COOKIE, ""), moment=int(now().timestamp()), seconds=SECONDS)
    attempt = oidc.read_attempt(kept) if kept else None
    if attempt is None or request.args.get("state", "") != attempt.state or not request.args.get("code"):
        return _refuse(BROKEN, None)
    try:
        claims = oidc.fetch_claims(client, attempt, code=request.args["code"], now=now())
        answer = _let_in(claims, attempt)
    except oidc.OidcError as error:
        return _refuse(BROKEN, error)
    except MarketplaceError as error:
        return _refuse(error.message, None)
    return _without_attempt(answer)


def _let_in(claims: oidc.Claims, attempt: oidc.Attempt) -> BaseResponse:
    invitation = attempt.next.removeprefix(JOIN) if attempt.next.startswith(JOIN) else ""
    with transaction() as session:
        user_id, membership_id = identities.sign_in(session, claims=claims, invitation=invitation, now=now())
        token = open_here(session, user_id=user_id, membership_id=membership_id, proven=claims.has_two_factors)
    enter(token)
    return redirect(next_page("" if invitation else attempt.next), code=303)


def _refuse(message: str, error: oidc.OidcError | None) -> BaseResponse:
    if error is not None:
        log.warning("oidc_failed", reason=str(error))
    flash(message, "error")
    return _without_attempt(redirect(url_for("accounts.sign_in"), code=303))


def _without_attempt(answer: BaseResponse) -> BaseResponse:
    answer.delete_cookie(COOKIE, path=url_for("oidc.begin"), httponly=True, samesite="Lax")
    return answer
