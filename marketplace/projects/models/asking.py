"""Tables from the enquiry to the choice."""

from datetime import date, datetime

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.exchange.labels import Payment
from marketplace.projects.labels import EventKind


class Enquiry(SQLModel, table=True):
    """A plant asks several providers for their price.

    ``needs`` is the frozen list that was attached: ``[{"key", "text", "note"}]``. ``run_digest`` is the ranking that
    the choice of providers relied on, empty for none; ``origin`` names a replication as ``replication:7``.
    """

    __tablename__ = "enquiry"

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    county_code: str = Field(default="", max_length=6, index=True)
    title: str = Field(max_length=120)
    note: str = Field(default="", max_length=2000)
    needs: list[dict[str, str]] = Field(sa_type=JSON)
    due_on: date
    run_digest: str = Field(default="", max_length=64)
    origin: str = Field(default="", max_length=40, index=True)
    supervisor_id: int | None = Field(default=None, foreign_key="supervisor.organisation_id")
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    created_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    chosen_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    chosen_provider_id: int | None = Field(default=None, foreign_key="provider.organisation_id")
    chosen_reason: str = Field(default="", max_length=500)
    cancelled_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    cancelled_reason: str = Field(default="", max_length=500)
    version: int = 1


class AskedProvider(SQLModel, table=True):
    """A provider that was asked; it quotes, or declines with its reason."""

    __tablename__ = "asked_provider"
    __table_args__ = (UniqueConstraint("enquiry_id", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id")
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    asked_at: datetime = Field(sa_type=UTC_DATETIME)
    declined_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    declined_reason: str = Field(default="", max_length=500)


class EnquiryQuestion(SQLModel, table=True):
    """A question with its answer, read by all who were asked; who put it is shown to nobody."""

    __tablename__ = "enquiry_question"

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", index=True)
    provider_id: int = Field(foreign_key="provider.organisation_id")
    text: str = Field(max_length=1000)
    asked_at: datetime = Field(sa_type=UTC_DATETIME)
    answer: str = Field(default="", max_length=2000)
    answered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class Quotation(SQLModel, table=True):
    """A provider's offer as a whole; ``digest`` is that of everything in it, written with each version."""

    __tablename__ = "quotation"
    __table_args__ = (UniqueConstraint("enquiry_id", "provider_id"),)

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id")
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    warranty_months: int
    note: str = Field(default="", max_length=2000)
    digest: str = Field(max_length=64)
    submitted_at: datetime = Field(sa_type=UTC_DATETIME)
    version: int = 1


class QuotationLine(SQLModel, table=True):
    """One need of the list in an offer: by which module, paid how, live in how many days.

    ``price_fen`` is what the first year costs; a line that another one covers costs 0. ``unit_price_fen`` is the
    price of a ``unit`` when paid by use, ``share_permille`` the share of the effect when paid by effect.
    """

    __tablename__ = "quotation_line"
    __table_args__ = (UniqueConstraint("quotation_id", "need_key"),)

    id: int | None = Field(default=None, primary_key=True)
    quotation_id: int = Field(foreign_key="quotation.id", ondelete="CASCADE")
    need_key: str = Field(max_length=20)
    module_id: int | None = Field(default=None, foreign_key="module.id")
    module_name: str = Field(max_length=200)
    payment: Payment = Field(sa_type=enum_column(Payment))
    price_fen: int = Field(ge=0, sa_type=BigInteger)
    unit: str = Field(default="", max_length=40)
    unit_price_fen: int | None = Field(default=None, sa_type=BigInteger)
    share_permille: int | None = None
    days: int
    guarantee: str = Field(default="", max_length=500)
    plant_gives: str = Field(default="", max_length=500)


class OutcomeEvent(SQLModel, table=True):
    """A step of a pair of plant and provider towards an outcome, kept for learning; ``value`` is stars for a rating."""

    __tablename__ = "outcome_event"

    id: int | None = Field(default=None, primary_key=True)
    kind: EventKind = Field(sa_type=enum_column(EventKind))
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id")
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    run_digest: str = Field(default="", max_length=64)
    subject: str = Field(default="", max_length=40)
    value: int = 0
    happened_at: datetime = Field(sa_type=UTC_DATETIME)
