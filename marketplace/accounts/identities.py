"""Accounts that an identity provider vouches for: found again by issuer and subject, linked once by invitation.

Anybody can register an enterprise with any e-mail address, so an address alone proves nothing here: an identity is
linked only to a person who came by an invitation, or who holds one now; an account that was there before loses its
password, its sessions and its tokens with that.
"""

from datetime import datetime

from sqlmodel import Session, col, select, update

from marketplace.accounts.models import ApiToken, Identity, Invitation, Membership, User
from marketplace.accounts.oidc import Claims
from marketplace.accounts.organisations import accept_invitation
from marketplace.accounts.queries import find_invitation
from marketplace.accounts.services import close_all_sessions, create_user_without_password, normal_email
from marketplace.core.actor import System
from marketplace.core.errors import ForbiddenError
from marketplace.core.journal import record, salted_digest

SYSTEM = System(name="oidc")
NO_EMAIL = "统一身份没有给出核实过的邮箱，无法对应到本平台的账号。请用密码登录，或联系平台运营。"
NOT_INVITED = "本平台没有用这个邮箱受邀加入的账号。请先打开邀请链接，再用统一身份登录；自行登记的账号请用密码登录。"
DISABLED = "这个账号已停用，请联系平台运营。"


def sign_in(session: Session, *, claims: Claims, invitation: str, now: datetime) -> tuple[int, int | None]:
    """Return the person behind an identity and, when they came with an invitation, the membership that it opened."""
    user = _known(session, claims) or _linked(session, claims, invitation=invitation, now=now)
    if user.disabled_at is not None:
        raise ForbiddenError(DISABLED)
    membership = None
    if invitation and find_invitation(session, token=invitation, now=now) is not None:
        membership = accept_invitation(session, token=invitation, user=user, now=now).id
    return user.id or 0, membership


def _known(session: Session, claims: Claims) -> User | None:
    return session.exec(
        select(User)
        .join(Identity, col(Identity.user_id) == User.id)
        .where(Identity.issuer == claims.issuer, Identity.subject == claims.subject)
    ).first()


def _linked(session: Session, claims: Claims, *, invitation: str, now: datetime) -> User:
    if not claims.email:
        raise ForbiddenError(NO_EMAIL)
    email = normal_email(claims.email)
    user = session.exec(select(User).where(User.email == email)).first()
    if user is None:
        if find_invitation(session, token=invitation, now=now) is None:
            raise ForbiddenError(NOT_INVITED)
        name = claims.name or email.split("@")[0]
        user = create_user_without_password(session, email=email, display_name=name, now=now, actor=SYSTEM)
    elif not _was_invited(session, user_id=user.id or 0):
        raise ForbiddenError(NOT_INVITED)
    else:
        _shut_other_doors(session, user, now=now)
    session.add(Identity(user_id=user.id or 0, issuer=claims.issuer, subject=claims.subject, linked_at=now))
    details = {"issuer": claims.issuer, "subject": salted_digest(claims.subject, salt=user.salt)}
    record(session, actor=SYSTEM, action="identity.bound", subject=f"user:{user.id}", now=now, details=details)
    return user


def _shut_other_doors(session: Session, user: User, *, now: datetime) -> None:
    """End password, sessions and tokens: whoever typed this address into a form need not be who owns it."""
    user.password_hash = ""
    close_all_sessions(session, user_id=user.id or 0, now=now)
    own = select(Membership.id).where(Membership.user_id == user.id)
    session.exec(update(ApiToken).where(col(ApiToken.membership_id).in_(own)).values(revoked_at=now))


def _was_invited(session: Session, *, user_id: int) -> bool:
    return session.exec(select(Invitation.id).where(Invitation.accepted_by_id == user_id).limit(1)).first() is not None
