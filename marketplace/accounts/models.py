"""Tables of people and bodies. Secrets are stored as digests only."""

from datetime import datetime

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.accounts.labels import Origin, SessionStage
from marketplace.core.actor import Role
from marketplace.core.columns import UTC_DATETIME, enum_column


class OrganisationBase(SQLModel):
    """What is known of any body: 统一社会信用代码 where it has one, and its registered name."""

    uscc: str | None = Field(default=None, max_length=18, unique=True)
    name: str = Field(max_length=200)  # As long as the exchange format allows.
    county_code: str = Field(default="", max_length=6, index=True)


class Organisation(OrganisationBase, table=True):
    """A body; enterprise, provider, bureau and supervisor are its roles and share its id."""

    __tablename__ = "organisation"

    id: int | None = Field(default=None, primary_key=True)
    name_key: str = Field(max_length=200, index=True)
    origin: Origin = Field(sa_type=enum_column(Origin))
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    merged_into_id: int | None = Field(default=None, foreign_key="organisation.id")
    version: int = 1


class User(SQLModel, table=True):
    """A person who signs in; ``salt`` goes with the person, and with it the meaning of digests in the journal."""

    __tablename__ = "user_account"

    id: int | None = Field(default=None, primary_key=True)
    email: str = Field(max_length=200, unique=True)
    display_name: str = Field(max_length=60)
    password_hash: str = Field(default="", max_length=200)
    salt: str = Field(max_length=32)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    failed_count: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    disabled_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class Membership(SQLModel, table=True):
    """A person acts for a body in a role, until ``ended_at``."""

    __tablename__ = "membership"
    __table_args__ = (UniqueConstraint("user_id", "organisation_id", "role"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    area_prefix: str = Field(default="", max_length=6)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class AuthSession(SQLModel, table=True):
    """One sign-in on one device; the cookie holds the token, the row its digest."""

    __tablename__ = "auth_session"

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    membership_id: int = Field(foreign_key="membership.id")
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    expires_at: datetime = Field(sa_type=UTC_DATETIME)
    revoked_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    stage: SessionStage = Field(default=SessionStage.OPEN, sa_type=enum_column(SessionStage))
    proven_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    device: str = Field(default="", max_length=60)


class SecondFactor(SQLModel, table=True):
    """A person's authenticator: its secret is sealed, and a code counts once (``last_step`` is its half minute)."""

    __tablename__ = "second_factor"

    user_id: int = Field(foreign_key="user_account.id", primary_key=True, sa_column_kwargs={"autoincrement": False})
    sealed_secret: str = Field(max_length=300)
    enrolled_at: datetime = Field(sa_type=UTC_DATETIME)
    last_step: int
    failed_count: int = 0
    locked_until: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class RecoveryCode(SQLModel, table=True):
    """A code for the day on which the authenticator is lost; it works once."""

    __tablename__ = "recovery_code"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    code_digest: str = Field(max_length=64, unique=True)
    used_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class Manager(SQLModel, table=True):
    """Who looks after the people of a body: removes those who left, and hands this on."""

    __tablename__ = "organisation_manager"

    organisation_id: int = Field(
        foreign_key="organisation.id", primary_key=True, sa_column_kwargs={"autoincrement": False}
    )
    user_id: int = Field(foreign_key="user_account.id", index=True)
    since: datetime = Field(sa_type=UTC_DATETIME)


class Identity(SQLModel, table=True):
    """A person as an identity provider knows them: its own name and its number for the person."""

    __tablename__ = "user_identity"
    __table_args__ = (UniqueConstraint("issuer", "subject"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    issuer: str = Field(max_length=200)
    subject: str = Field(max_length=255)
    linked_at: datetime = Field(sa_type=UTC_DATETIME)


class ApiToken(SQLModel, table=True):
    """A token for programs: shown once, scoped, expiring."""

    __tablename__ = "api_token"

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(max_length=64, unique=True)
    name: str = Field(max_length=60)
    membership_id: int = Field(foreign_key="membership.id", index=True)
    scopes: list[str] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    expires_at: datetime = Field(sa_type=UTC_DATETIME)
    last_used_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    revoked_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class Invitation(SQLModel, table=True):
    """A link (and QR code) through which a person joins a body; it works once."""

    __tablename__ = "invitation"

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(max_length=64, unique=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    role: Role = Field(sa_type=enum_column(Role))
    area_prefix: str = Field(default="", max_length=6)
    invited_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    expires_at: datetime = Field(sa_type=UTC_DATETIME)
    accepted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    accepted_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class PasswordReset(SQLModel, table=True):
    """A link that sets a new password once."""

    __tablename__ = "password_reset"

    id: int | None = Field(default=None, primary_key=True)
    token_digest: str = Field(max_length=64, unique=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    expires_at: datetime = Field(sa_type=UTC_DATETIME)
    used_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
