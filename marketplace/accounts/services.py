"""Writes on people: sign-in, sessions, passwords and API tokens."""

import secrets
from datetime import datetime, timedelta

from sqlmodel import Session, col, select, update

from marketplace.accounts import policies
from marketplace.accounts.managers import first_becomes_manager
from marketplace.accounts.models import ApiToken, AuthSession, Membership, PasswordReset, SecondFactor, User
from marketplace.accounts.passwords import hash_password, matches, new_token, token_digest, weakness
from marketplace.core.actor import Actor, Role, System
from marketplace.core.errors import ForbiddenError, InvalidError, NotFoundError
from marketplace.core.jobs import enqueue
from marketplace.core.journal import record, salted_digest
from marketplace.core.locks import locked
from marketplace.exchange.text import clean_code

# The same for a wrong password, an unknown address and a locked account: which of them it is would tell who has one.
WRONG = (
    "邮箱或密码不对。请检查后再试，或用“忘记密码”重新设置。连续输错 5 次，账号暂时锁定几分钟，这时密码对了也进不去。"
)
RESET_JOB, NOBODY = "password_reset", 0
ADDRESS_TAKEN = "这个邮箱已经注册，请直接登录。"


def create_user(
    session: Session, *, email: str, display_name: str, password: str, now: datetime, actor: Actor | System
) -> User:
    """Add a person; the journal keeps a salted digest of the address, never the address."""
    _require_strength(password, personal=(normal_email(email).split("@")[0], display_name))
    user = create_user_without_password(session, email=email, display_name=display_name, now=now, actor=actor)
    user.password_hash = hash_password(password)
    return user


def create_user_without_password(
    session: Session, *, email: str, display_name: str, now: datetime, actor: Actor | System
) -> User:
    """Add a person whom an identity provider vouches for; no password fits until they set one by mail."""
    address = normal_email(email)
    if session.exec(select(User.id).where(User.email == address)).first() is not None:
        raise InvalidError(fields={"email": [ADDRESS_TAKEN]})
    salt = secrets.token_hex(16)
    user = User(email=address, display_name=display_name, salt=salt, created_at=now)
    session.add(user)
    session.flush()  # The journal names the new row by its id.
    details = {"email": salted_digest(address, salt=salt)}
    record(session, actor=actor, action="user.created", subject=f"user:{user.id}", now=now, details=details)
    return user


def normal_email(email: str) -> str:
    """Return the address as stored: in half width, without blanks, in lower case."""
    return clean_code(email).lower()


def add_membership(
    session: Session,
    *,
    user_id: int,
    organisation_id: int,
    role: Role,
    area_prefix: str = "",
    now: datetime,
    actor: Actor | System,
) -> Membership:
    """Let a person act for a body; joining twice changes nothing, joining again after leaving re-opens."""
    membership = session.exec(
        select(Membership).where(
            Membership.user_id == user_id, Membership.organisation_id == organisation_id, Membership.role == role
        )
    ).first()
    if membership is None:
        membership = Membership(
            user_id=user_id, organisation_id=organisation_id, role=role, area_prefix=area_prefix, created_at=now
        )
        session.add(membership)
    membership.ended_at = None
    session.flush()  # Callers open a session for this membership by its id.
    details = {"organisation_id": organisation_id, "role": role.value}
    record(session, actor=actor, action="membership.added", subject=f"user:{user_id}", now=now, details=details)
    first_becomes_manager(session, organisation_id=organisation_id, user_id=user_id, actor=actor, now=now)
    return membership


def check_password(session: Session, *, email: str, password: str, now: datetime) -> User | None:
    """Return the person when the password fits, else None after counting the failure.

    The caller must commit in both cases, or the count of failures is lost. One hash is computed whoever is named; a
    locked account is answered like an unknown one, and failures meanwhile count for nothing.
    """
    user = session.exec(locked(select(User).where(User.email == normal_email(email)))).first()
    fits = matches(password, user.password_hash if user else None)
    if user is None or user.disabled_at is not None or policies.is_locked(user.locked_until, now=now):
        return None
    if fits:
        user.failed_count, user.locked_until = 0, None
        return user
    user.failed_count += 1
    pause = policies.lock_time(user.failed_count)
    user.locked_until = now + pause if pause else None
    return None


def open_session(
    session: Session,
    *,
    user_id: int,
    membership_id: int | None,
    now: datetime,
    device: str = "",
    proven: bool = False,
    demands_factor: bool = False,
) -> str:
    """Start a session in one membership (the first by default) and return its secret token.

    It lets in at once unless the person has a second factor, or must have one (``demands_factor``); ``proven`` says
    that they gave it already.
    """
    wanted = select(Membership).where(Membership.user_id == user_id, col(Membership.ended_at).is_(None))
    if membership_id is not None:
        wanted = wanted.where(Membership.id == membership_id)
    membership = session.exec(wanted.order_by(col(Membership.id))).first()
    if membership is None:
        raise ForbiddenError("您的账号还没有加入任何机构，请使用邀请链接加入，或先登记企业。")
    has_factor = session.get(SecondFactor, user_id) is not None
    stage = policies.stage_of(role=membership.role, has_factor=has_factor, is_proven=proven, is_demanded=demands_factor)
    token = new_token()
    session.add(
        AuthSession(
            token_digest=token_digest(token),
            user_id=user_id,
            membership_id=membership.id or 0,
            created_at=now,
            expires_at=now + policies.session_life(stage),
            stage=stage,
            proven_at=now if proven else None,
            device=device,
        )
    )
    return token


def close_session(session: Session, *, token: str, now: datetime) -> None:
    """End one session."""
    statement = update(AuthSession).where(col(AuthSession.token_digest) == token_digest(token))
    session.exec(statement.values(revoked_at=now))


def close_all_sessions(session: Session, *, user_id: int, now: datetime) -> None:
    """Sign a person out on every device."""
    open_ones = update(AuthSession).where(col(AuthSession.user_id) == user_id, col(AuthSession.revoked_at).is_(None))
    session.exec(open_ones.values(revoked_at=now))
    record(
        session, actor=System(name="accounts"), action="user.signed_out_everywhere", subject=f"user:{user_id}", now=now
    )


def ask_for_reset(session: Session, *, email: str, now: datetime) -> None:
    """Have a reset link mailed if somebody has the address; the work of the request is the same if nobody has."""
    wanted = select(User.id).where(User.email == normal_email(email), col(User.disabled_at).is_(None))
    user_id = session.exec(wanted).first()
    enqueue(session, kind=RESET_JOB, payload={"user_id": user_id or NOBODY}, now=now)


def start_reset(session: Session, *, user_id: int, now: datetime) -> str:
    """Return the secret token of a new reset link."""
    token = new_token()
    session.add(
        PasswordReset(
            token_digest=token_digest(token),
            user_id=user_id,
            created_at=now,
            expires_at=now + timedelta(hours=policies.RESET_HOURS),
        )
    )
    return token


def finish_reset(session: Session, *, token: str, password: str, now: datetime) -> None:
    """Set a new password through a reset link, once, and end every session."""
    reset = session.exec(
        locked(
            select(PasswordReset)
            .where(PasswordReset.token_digest == token_digest(token))
            .where(col(PasswordReset.used_at).is_(None), PasswordReset.expires_at > now)
        )
    ).first()
    if reset is None:
        raise NotFoundError("这个重设密码的链接已用过或已过期，请重新申请一个。")
    user = session.get_one(User, reset.user_id)
    _require_strength(password, personal=(user.email.split("@")[0], user.display_name))
    user.password_hash, user.failed_count, user.locked_until = hash_password(password), 0, None
    reset.used_at = now
    close_all_sessions(session, user_id=reset.user_id, now=now)


def create_api_token(
    session: Session, *, actor: Actor, name: str, scopes: list[str], days: int, now: datetime
) -> tuple[ApiToken, str]:
    """Return a new token row with its secret, which is shown this once."""
    membership = session.exec(
        select(Membership).where(
            Membership.user_id == actor.user_id,
            Membership.organisation_id == actor.organisation_id,
            Membership.role == actor.role,
        )
    ).one()
    token = new_token()
    row = ApiToken(
        token_digest=token_digest(token),
        name=name,
        membership_id=membership.id or 0,
        scopes=sorted(scopes),
        created_at=now,
        expires_at=now + timedelta(days=days),
    )
    session.add(row)
    session.flush()  # The journal names the new row by its id.
    record(session, actor=actor, action="token.created", subject=f"api_token:{row.id}", now=now)
    return row, token


def revoke_api_token(session: Session, *, actor: Actor, token_id: int, now: datetime) -> None:
    """End one of the actor's own tokens."""
    row = session.exec(
        select(ApiToken)
        .join(Membership, col(Membership.id) == ApiToken.membership_id)
        .where(ApiToken.id == token_id, Membership.user_id == actor.user_id)
    ).first()
    if row is None:
        raise NotFoundError
    row.revoked_at = now
    record(session, actor=actor, action="token.revoked", subject=f"api_token:{token_id}", now=now)


def _require_strength(password: str, *, personal: tuple[str, ...]) -> None:
    fault = weakness(password, personal=personal)
    if fault:
        raise InvalidError(fields={"password": [fault]})
