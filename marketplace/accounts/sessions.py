"""Sessions: how a sign-in goes on after the password, and which ones a person has."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.labels import SessionStage
from marketplace.accounts.models import AuthSession, Membership, Organisation, User
from marketplace.accounts.passwords import token_digest
from marketplace.accounts.services import close_session, open_session
from marketplace.core.actor import ROLE_LABELS, Actor, Role
from marketplace.core.errors import NotFoundError, SignInRequiredError
from marketplace.core.journal import record


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfSession:
    """A sign-in on its way: the password was right, the second factor is still to come."""

    user_id: int
    membership_id: int
    stage: SessionStage
    email: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """One of a person's own sessions, as they recognise it."""

    id: int
    device: str
    organisation_name: str
    role_label: str
    created_at: datetime
    is_current: bool


def find_half_session(session: Session, *, token: str, now: datetime) -> HalfSession | None:
    """Return the sign-in on its way that a cookie's token stands for."""
    row = session.exec(
        select(AuthSession, User)
        .join(User, col(User.id) == AuthSession.user_id)
        .where(AuthSession.token_digest == token_digest(token), AuthSession.stage != SessionStage.OPEN)
        .where(col(AuthSession.revoked_at).is_(None), AuthSession.expires_at > now, col(User.disabled_at).is_(None))
    ).first()
    if row is None:
        return None
    found, user = row
    return HalfSession(user_id=found.user_id, membership_id=found.membership_id, stage=found.stage, email=user.email)


def open_proven(session: Session, *, token: str, device: str, now: datetime) -> str:
    """Turn a sign-in on its way into an open session under a new secret; the old one ends."""
    half = find_half_session(session, token=token, now=now)
    if half is None:
        raise SignInRequiredError
    close_session(session, token=token, now=now)
    return open_session(
        session, user_id=half.user_id, membership_id=half.membership_id, device=device, proven=True, now=now
    )


def note_proof(session: Session, *, token: str, now: datetime) -> None:
    """Note in an open session that its person has just given the second factor."""
    found = session.exec(select(AuthSession).where(AuthSession.token_digest == token_digest(token))).one()
    found.proven_at = now


def is_proven(session: Session, *, token: str) -> bool:
    """Say whether the second factor was given in a session."""
    statement = select(AuthSession.proven_at).where(AuthSession.token_digest == token_digest(token))
    return session.exec(statement).first() is not None


def load_sessions(session: Session, *, user_id: int, token: str, now: datetime) -> list[OpenSession]:
    """Return a person's open sessions, newest first; ``token`` is that of the present one."""
    rows = session.exec(
        select(AuthSession, Organisation.name, Membership.role)
        .join(Membership, col(Membership.id) == AuthSession.membership_id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(AuthSession.user_id == user_id, AuthSession.stage == SessionStage.OPEN)
        .where(col(AuthSession.revoked_at).is_(None), AuthSession.expires_at > now)
        .where(col(Membership.ended_at).is_(None))
        .order_by(col(AuthSession.id).desc())
    ).all()
    present = token_digest(token)
    return [
        OpenSession(
            id=found.id or 0,
            device=found.device or "其他程序",
            organisation_name=name,
            role_label=ROLE_LABELS[Role(role)],
            created_at=found.created_at,
            is_current=found.token_digest == present,
        )
        for found, name, role in rows
    ]


def revoke_session(session: Session, *, actor: Actor, session_id: int, now: datetime) -> None:
    """End one of the actor's own sessions, on whatever device it is."""
    found = session.get(AuthSession, session_id)
    if found is None or found.user_id != actor.user_id:
        raise NotFoundError
    if found.revoked_at is None:
        found.revoked_at = now
        record(session, actor=actor, action="session.revoked", subject=f"user:{actor.user_id}", now=now)
