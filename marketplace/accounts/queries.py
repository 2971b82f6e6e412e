"""Reads of the accounts area."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from marketplace.accounts.labels import SessionStage
from marketplace.accounts.models import ApiToken, AuthSession, Invitation, Membership, Organisation, User
from marketplace.accounts.naming import name_key
from marketplace.accounts.passwords import token_digest
from marketplace.core.actor import ROLE_LABELS, Actor, Role
from marketplace.core.errors import NotFoundError


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A valid session or token with who stands behind it; a session ends by itself at ``until``."""

    actor: Actor
    display_name: str
    organisation_name: str
    scopes: frozenset[str] | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MembershipRow:
    """A body and role in which a person may act."""

    membership_id: int
    organisation_id: int
    organisation_name: str
    role: Role
    is_confirmed: bool

    @property
    def role_label(self) -> str:
        return ROLE_LABELS[self.role]


# Asked for every request of whoever is signed in, so it is built once: that takes longer than the answer.
_WHO_SIGNED_IN = (
    select(User, Membership, Organisation, AuthSession.expires_at)
    .join(AuthSession, col(AuthSession.user_id) == User.id)
    .join(Membership, col(Membership.id) == AuthSession.membership_id)
    .join(Organisation, col(Organisation.id) == Membership.organisation_id)
    .where(col(AuthSession.token_digest) == bindparam("digest"), AuthSession.stage == SessionStage.OPEN)
    .where(col(AuthSession.revoked_at).is_(None), col(AuthSession.expires_at) > bindparam("now"))
    .where(col(User.disabled_at).is_(None), col(Membership.ended_at).is_(None))
)


def find_signed_in(session: Session, *, token: str, now: datetime) -> SignedIn | None:
    """Return who a session cookie's token stands for; None when it ended, was revoked, or the person is barred."""
    row = session.exec(_WHO_SIGNED_IN, params={"digest": token_digest(token), "now": now}).first()
    if row is None:
        return None
    user, membership, organisation, until = row
    return replace(_signed_in(user, membership, organisation), until=until)


def find_token_owner(session: Session, *, token: str, now: datetime) -> SignedIn | None:
    """Return who an API token stands for, with its scopes."""
    row = session.exec(
        select(User, Membership, Organisation, ApiToken)
        .join(Membership, col(Membership.user_id) == User.id)
        .join(ApiToken, col(ApiToken.membership_id) == Membership.id)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(ApiToken.token_digest == token_digest(token))
        .where(col(ApiToken.revoked_at).is_(None), ApiToken.expires_at > now)
        .where(col(User.disabled_at).is_(None), col(Membership.ended_at).is_(None))
    ).first()
    if row is None:
        return None
    user, membership, organisation, api_token = row
    return _signed_in(user, membership, organisation, scopes=frozenset(api_token.scopes))


def _signed_in(
    user: User, membership: Membership, organisation: Organisation, *, scopes: frozenset[str] | None = None
) -> SignedIn:
    actor = Actor(
        user_id=user.id or 0,
        role=membership.role,
        organisation_id=membership.organisation_id,
        area_prefix=membership.area_prefix,
    )
    return SignedIn(actor=actor, display_name=user.display_name, organisation_name=organisation.name, scopes=scopes)


def load_memberships(session: Session, *, user_id: int) -> list[MembershipRow]:
    """Return the bodies and roles in which a person may act, in the order of joining."""
    rows = session.exec(
        select(Membership, Organisation)
        .join(Organisation, col(Organisation.id) == Membership.organisation_id)
        .where(Membership.user_id == user_id, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.id))
    ).all()
    return [
        MembershipRow(
            membership_id=row.id or 0,
            organisation_id=row.organisation_id,
            organisation_name=body.name,
            role=row.role,
            is_confirmed=body.confirmed_at is not None,
        )
        for row, body in rows
    ]


def load_organisation(session: Session, *, organisation_id: int) -> Organisation:
    """Return a body; one that was merged away is answered by its successor."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None:
        raise NotFoundError
    if organisation.merged_into_id is not None:
        return load_organisation(session, organisation_id=organisation.merged_into_id)
    return organisation


def find_by_uscc(session: Session, *, uscc: str) -> Organisation | None:
    """Return the body that holds a credit code."""
    return session.exec(select(Organisation).where(Organisation.uscc == uscc)).first()


def find_by_name(session: Session, *, name: str) -> list[Organisation]:
    """Return bodies whose names differ at most in blanks, brackets, width and company form."""
    return list(
        session.exec(
            select(Organisation)
            .where(Organisation.name_key == name_key(name), col(Organisation.merged_into_id).is_(None))
            .order_by(col(Organisation.id))
        )
    )


def find_invitation(session: Session, *, token: str, now: datetime) -> tuple[Invitation, Organisation] | None:
    """Return an open invitation with its body, None when it was used, ran out or never existed."""
    return session.exec(
        select(Invitation, Organisation)
        .join(Organisation, col(Organisation.id) == Invitation.organisation_id)
        .where(Invitation.token_digest == token_digest(token))
        .where(col(Invitation.accepted_at).is_(None), Invitation.expires_at > now)
    ).first()


def load_api_tokens(session: Session, *, user_id: int, now: datetime) -> list[ApiToken]:
    """Return a person's valid tokens, newest first."""
    return list(
        session.exec(
            select(ApiToken)
            .join(Membership, col(Membership.id) == ApiToken.membership_id)
            .where(Membership.user_id == user_id, col(ApiToken.revoked_at).is_(None), ApiToken.expires_at > now)
            .order_by(col(ApiToken.id).desc())
        )
    )
