"""Pages for one's account: memberships, invitations into a body, and tokens for programs."""

import io
from typing import Protocol, cast

import segno
from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from sqlmodel import Session
from werkzeug.wrappers import Response as BaseResponse

from marketplace.accounts import organisations, services
from marketplace.accounts.entering import enter, next_page, open_here
from marketplace.accounts.managers import load_colleagues
from marketplace.accounts.models import User
from marketplace.accounts.queries import (
    find_invitation,
    load_api_tokens,
    load_memberships,
    load_organisation,
)
from marketplace.accounts.schemas import InviteIn, JoinIn, TokenIn
from marketplace.accounts.second_factor import find_factor
from marketplace.accounts.sessions import is_proven, load_sessions
from marketplace.accounts.views import LABELS
from marketplace.core.actor import ROLE_LABELS, Role, System
from marketplace.core.errors import ForbiddenError, InvalidError, MarketplaceError, NotFoundError
from marketplace.web.forms import BoundForm
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session, transaction
from marketplace.web.signin import actor, viewer
from marketplace.web.state import now, state

bp = Blueprint("members", __name__, template_folder="templates")
# Bureaus stand above accounts; the application puts the function here that tells which role a bureau's officers have,
# and for which area.
AREA_OF_BODY = "area_of_body"


class FindArea(Protocol):
    """Return the role of a bureau's officers and the prefix of its area, None when a body is no bureau."""

    def __call__(self, session: Session, *, organisation_id: int) -> tuple[Role, str] | None:
        """Look up one body."""
        ...


@bp.get("/account")
@requires(Permission.SIGNED_IN)
def account() -> str:
    """Show memberships, colleagues and tokens."""
    form: BoundForm[TokenIn] = BoundForm(raw={"days": "90"})
    return _account_page(form)


def _account_page(form: BoundForm[TokenIn], *, new_token: str = "") -> str:
    session, who = read_session(), actor()
    return render_template(
        "accounts/account.html",
        memberships=load_memberships(session, user_id=who.user_id),
        colleagues=load_colleagues(session, organisation_id=who.organisation_id),
        me=who.user_id,
        sessions=load_sessions(session, user_id=who.user_id, token=viewer().session_token, now=now()),
        has_factor=find_factor(session, user_id=who.user_id) is not None,
        tokens=load_api_tokens(session, user_id=who.user_id, now=now()),
        form=form,
        new_token=new_token,
    )


@bp.post("/account/switch/<int:membership_id>")
@requires(Permission.SIGNED_IN)
def switch(membership_id: int) -> BaseResponse:
    """Go on in another membership; the old session ends."""
    with transaction() as session:
        own = [row.membership_id for row in load_memberships(session, user_id=actor().user_id)]
        if membership_id not in own:
            raise NotFoundError
        proven = is_proven(session, token=viewer().session_token)
        services.close_session(session, token=viewer().session_token, now=now())
        token = open_here(session, user_id=actor().user_id, membership_id=membership_id, proven=proven)
    enter(token)
    return redirect(next_page(""), code=303)


@bp.post("/account/tokens")
@requires(Permission.SIGNED_IN)
def create_token() -> str | tuple[str, int]:
    """Make a token and show it this once."""
    form = BoundForm.bind(TokenIn, request.form, labels={"name": "用途", "days": "有效天数"})
    if form.valid is None:
        return _account_page(form), 422
    scopes = ["read", "write"] if form.valid.can_write else ["read"]
    with transaction() as session:
        _, secret = services.create_api_token(
            session, actor=actor(), name=form.valid.name, scopes=scopes, days=form.valid.days, now=now()
        )
    return _account_page(BoundForm(raw={"days": "90"}), new_token=secret)


@bp.post("/account/tokens/<int:token_id>/revoke")
@requires(Permission.SIGNED_IN)
def revoke_token(token_id: int) -> BaseResponse:
    """End a token."""
    with transaction() as session:
        services.revoke_api_token(session, actor=actor(), token_id=token_id, now=now())
    flash("令牌已停用。", "success")
    return redirect(url_for("members.account"), code=303)


@bp.post("/organisations/<int:organisation_id>/invitations")
@requires(Permission.INVITE_MEMBERS)
def invite(organisation_id: int) -> str:
    """Make an invitation link with its QR code, shown this once."""
    wanted = BoundForm.bind(InviteIn, request.form, labels={"role": "角色"}).require()
    with transaction() as session:
        organisation = load_organisation(session, organisation_id=organisation_id)
        token = organisations.invite(
            session,
            actor=actor(),
            organisation_id=organisation_id,
            role=wanted.role,
            area_prefix=_area_prefix(session, organisation_id=organisation_id, role=wanted.role),
            now=now(),
        )
    link = f"{state().settings.base_url}{url_for('members.join', token=token)}"
    role_label = ROLE_LABELS[wanted.role]
    return render_template(
        "accounts/invitation.html", organisation=organisation, role_label=role_label, link=link, token=token
    )


def _area_prefix(session: Session, *, organisation_id: int, role: Role) -> str:
    if organisation_id == actor().organisation_id:
        return actor().area_prefix
    find = cast("FindArea | None", state().services.get(AREA_OF_BODY))
    found = find(session, organisation_id=organisation_id) if find else None
    return found[1] if found and found[0] is role else ""


@bp.get("/join/<token>/qr.svg")
@requires(Permission.PUBLIC)
def join_qr(token: str) -> Response:
    """Draw the link of an open invitation as a QR code."""
    if find_invitation(read_session(), token=token, now=now()) is None:
        raise NotFoundError
    picture = io.BytesIO()
    link = f"{state().settings.base_url}{url_for('members.join', token=token)}"
    segno.make(link, error="m").save(picture, kind="svg", scale=6, border=2, svgns=True, xmldecl=False)
    return Response(picture.getvalue(), mimetype="image/svg+xml")


@bp.get("/join/<token>")
@requires(Permission.PUBLIC)
def join(token: str) -> str:
    """Show which body the link leads into, and ask who joins."""
    return _join_page(token, BoundForm(raw={}, labels=LABELS))


def _join_page(token: str, form: BoundForm[JoinIn]) -> str:
    found = find_invitation(read_session(), token=token, now=now())
    if found is None:
        raise NotFoundError("这个邀请链接已用过或已过期，请向发出邀请的单位再要一个。")
    invitation, organisation = found
    return render_template(
        "accounts/join.html",
        organisation=organisation,
        role_label=ROLE_LABELS[invitation.role],
        token=token,
        form=form,
        has_oidc=bool(state().settings.oidc_issuer),
    )


@bp.post("/join/<token>")
@requires(Permission.PUBLIC)
def join_post(token: str) -> BaseResponse | tuple[str, int]:
    """Join as the signed-in person, as a known person with a password, or as a new one."""
    if viewer().is_authenticated:
        return _join_as(token, user_id=actor().user_id)
    form = BoundForm.bind(JoinIn, request.form, labels=LABELS)
    if form.valid is None:
        return _join_page(token, form), 422
    try:
        user_id = _known_or_new(form.valid, token=token)
    except MarketplaceError as error:
        form.add_error(error if isinstance(error, InvalidError) else InvalidError(error.message))
        return _join_page(token, form), 422
    return _join_as(token, user_id=user_id)


def _known_or_new(entered: JoinIn, *, token: str) -> int:
    if find_invitation(read_session(), token=token, now=now()) is None:
        raise NotFoundError
    with transaction() as session:
        known = services.check_password(session, email=entered.email, password=entered.password, now=now())
    if known is not None and known.id is not None:
        return known.id
    with transaction() as session:
        user = services.create_user(
            session,
            email=entered.email,
            display_name=entered.display_name or entered.email.split("@")[0],
            password=entered.password,
            now=now(),
            actor=System(name="invitation"),
        )
        return user.id or 0


def _join_as(token: str, *, user_id: int) -> BaseResponse:
    with transaction() as session:
        user = session.get(User, user_id)
        if user is None:
            raise ForbiddenError
        membership = organisations.accept_invitation(session, token=token, user=user, now=now())
        proven = viewer().is_authenticated and is_proven(session, token=viewer().session_token)
        cookie = open_here(session, user_id=user_id, membership_id=membership.id, proven=proven)
    enter(cookie)
    flash("已加入，您现在可以代表该单位操作。", "success")
    return redirect(next_page(""), code=303)
