"""Tables of notices, objections, changes and the calendar of working days."""

from datetime import date, datetime

from sqlalchemy import JSON
from sqlmodel import Field, Index, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.notices.labels import ChangeReason, Ground, Outcome, Remedy


class CalendarYear(SQLModel, table=True):
    """A year whose official calendar was entered; ``source`` names the paper that it comes from."""

    __tablename__ = "calendar_year"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    source: str = Field(max_length=200)
    version: int = 1
    updated_at: datetime = Field(sa_type=UTC_DATETIME)


class CalendarDay(SQLModel, table=True):
    """A day that differs from its weekday: off, or worked at a weekend."""

    __tablename__ = "calendar_day"

    day: date = Field(primary_key=True)
    year: int = Field(foreign_key="calendar_year.year", index=True)
    is_working: bool
    name: str = Field(default="", max_length=40)


class PublicNotice(SQLModel, table=True):
    """A public notice; what it shows is frozen in ``facts`` (canonical JSON) with its digest.

    ``items`` are the parts that one may object to: ``[{"key", "label", "note"}]``. ``ended_at`` is set once when the
    period has run out, so that a clock moved back cannot open it again; ``settled_at`` when the decision was taken.
    """

    __tablename__ = "public_notice"
    __table_args__ = (Index("ix_public_notice_subject", "subject_kind", "subject_id"),)

    id: int | None = Field(default=None, primary_key=True)
    number: str = Field(max_length=40, unique=True)
    subject_kind: str = Field(max_length=40)
    subject_id: int
    subject_url: str = Field(default="", max_length=300)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    county_code: str = Field(default="", max_length=6, index=True)
    title: str = Field(max_length=200)
    lead: str = Field(default="", max_length=5000)
    items: list[dict[str, str]] = Field(sa_type=JSON)
    facts: str
    digest: str = Field(max_length=64, index=True)
    days: int
    answer_days: int
    published_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
    published_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    first_on: date
    last_on: date
    ends_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    settled_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    replaced_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    replaces_id: int | None = Field(default=None, foreign_key="public_notice.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_reason: str = Field(default="", max_length=500)


class Objection(SQLModel, table=True):
    """An objection; who raised it and how to reach them is for the answering office alone.

    ``item_key`` names the part of the notice that it is against, * the whole. ``summary`` and ``answer`` are published,
    ``text`` is not. ``change_done_at`` is set when an upheld objection led to a change.
    """

    __tablename__ = "objection"
    __table_args__ = (UniqueConstraint("notice_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="public_notice.id")
    position: int
    item_key: str = Field(max_length=80)
    ground: Ground = Field(sa_type=enum_column(Ground))
    remedy: Remedy = Field(sa_type=enum_column(Remedy))
    text: str = Field(max_length=2000)
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    user_id: int | None = Field(default=None, foreign_key="user_account.id", index=True)
    name: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=120)
    keep_secret: bool = False
    token_digest: str = Field(max_length=64, unique=True)
    filed_at: datetime = Field(sa_type=UTC_DATETIME)
    answer_due_on: date
    repeats_id: int | None = Field(default=None, foreign_key="objection.id")
    outcome: Outcome | None = Field(default=None, sa_type=enum_column(Outcome))
    summary: str = Field(default="", max_length=1000)
    answer: str = Field(default="", max_length=4000)
    answered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    answered_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    change_done_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class NoticeChange(SQLModel, table=True):
    """A change of what is noticed: who, why, before and after; it leads from one notice to the next."""

    __tablename__ = "notice_change"

    id: int | None = Field(default=None, primary_key=True)
    notice_id: int = Field(foreign_key="public_notice.id", unique=True)
    new_notice_id: int | None = Field(default=None, foreign_key="public_notice.id")
    reason: ChangeReason = Field(sa_type=enum_column(ChangeReason))
    rationale: str = Field(max_length=2000)
    before: str
    after: str
    changes: list[str] = Field(sa_type=JSON)
    objection_ids: list[int] = Field(sa_type=JSON)
    decided_at: datetime = Field(sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
