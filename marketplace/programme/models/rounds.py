"""Tables of rounds, applications, opinions and the initial review."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.programme.labels import OpinionDecision, OpinionLevel


class PilotRound(SQLModel, table=True):
    """A round of selecting pilot counties; ``rules`` are frozen at publication with their digest.

    ``proposal_note`` says how a tie at the cut was decided; ``list_digest`` is that of the published pilot list.
    """

    __tablename__ = "pilot_round"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    title: str = Field(max_length=200)
    opens_on: date
    closes_on: date
    rules: dict[str, Any] = Field(sa_type=JSON)
    rules_digest: str = Field(default="", max_length=64)
    version: int = 1
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    published_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    review_id: int | None = Field(default=None, foreign_key="review.id")
    proposed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    proposal_note: str = Field(default="", max_length=2000)
    listed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    listed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    list_digest: str = Field(default="", max_length=64)


class PilotApplication(SQLModel, table=True):
    """A county's application; ``content`` holds what was typed, field by field, and ``digest`` that of the final form.

    The person to call stands apart from the content, is in no digest and is shown to the bureaus concerned alone.
    A city that returns an application sets ``returned_at`` and takes ``finalised_at`` and ``submitted_at`` back.
    """

    __tablename__ = "pilot_application"
    __table_args__ = (UniqueConstraint("round_id", "county_code"),)

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="pilot_round.id")
    county_code: str = Field(foreign_key="county.code", max_length=6, index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    content: dict[str, str] = Field(default_factory=dict, sa_type=JSON)
    contact_name: str = Field(default="", max_length=60)
    contact_phone: str = Field(default="", max_length=40)
    catalog_no: int | None = Field(default=None, foreign_key="industry.catalog_no")
    industry_name: str = Field(default="", max_length=60)
    output_fen: int | None = Field(default=None, sa_type=BigInteger)
    version: int = 1
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    updated_at: datetime = Field(sa_type=UTC_DATETIME)
    finalised_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    digest: str = Field(default="", max_length=64)
    submitted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    submitted_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    receipt_number: str = Field(default="", max_length=40)
    returned_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    endorsed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    paper_copies: int | None = None
    paper_received_on: date | None = None
    paper_received_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    screened_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    is_qualified: bool | None = None
    place: int | None = None
    proposed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    dropped_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    dropped_reason: str = Field(default="", max_length=2000)
    listed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class PilotOpinion(SQLModel, table=True):
    """An opinion of the county's government or of the city, about the very content that ``digest`` names."""

    __tablename__ = "pilot_opinion"

    id: int | None = Field(default=None, primary_key=True)
    application_id: int = Field(foreign_key="pilot_application.id", index=True)
    level: OpinionLevel = Field(sa_type=enum_column(OpinionLevel))
    decision: OpinionDecision = Field(sa_type=enum_column(OpinionDecision))
    text: str = Field(max_length=1000)
    signed_on: date
    digest: str = Field(max_length=64)
    organisation_id: int = Field(foreign_key="organisation.id")
    given_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    given_at: datetime = Field(sa_type=UTC_DATETIME)


class PilotScreening(SQLModel, table=True):
    """The province's initial review; ``items`` are [{key, label, found, evidence, verdict, note}], one a condition."""

    __tablename__ = "pilot_screening"

    application_id: int = Field(foreign_key="pilot_application.id", primary_key=True)
    items: list[dict[str, str]] = Field(sa_type=JSON)
    is_qualified: bool
    reason: str = Field(max_length=1000)
    decided_at: datetime = Field(sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
