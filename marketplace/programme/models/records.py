"""Tables of what a pilot county records: platforms, recognitions, measures, reports, acceptance, experience."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.programme.labels import MeasureKind, PlatformKind, PracticeKind, RecognitionKind


class IndustryPlatform(SQLModel, table=True):
    """An industry platform or 产业大脑 with its operator and the number of firms connected."""

    __tablename__ = "industry_platform"

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id", index=True)
    kind: PlatformKind = Field(sa_type=enum_column(PlatformKind))
    name: str = Field(max_length=120)
    operator: str = Field(max_length=200)
    provider_id: int | None = Field(default=None, foreign_key="provider.organisation_id")
    online_on: date
    firms_connected: int
    url: str = Field(default="", max_length=300)
    recorded_at: datetime = Field(sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class Recognition(SQLModel, table=True):
    """A firm recognised as 智能工厂 or 数字化车间; ``proof`` names the paper that says so."""

    __tablename__ = "recognition"

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id", index=True)
    kind: RecognitionKind = Field(sa_type=enum_column(RecognitionKind))
    enterprise: str = Field(max_length=200)
    recognised_on: date
    proof: str = Field(max_length=200)
    recorded_at: datetime = Field(sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class SupportMeasure(SQLModel, table=True):
    """A support measure: finance, talent, data security, an innovation centre; linked to scenarios and stages."""

    __tablename__ = "support_measure"

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id", index=True)
    kind: MeasureKind = Field(sa_type=enum_column(MeasureKind))
    name: str = Field(max_length=120)
    offered_by: str = Field(max_length=200)
    summary: str = Field(max_length=1000)
    url: str = Field(default="", max_length=300)
    scenarios: list[str] = Field(sa_type=JSON)
    stages: list[str] = Field(sa_type=JSON)
    recorded_at: datetime = Field(sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class PilotReport(SQLModel, table=True):
    """A quarterly report; ``facts`` are the tracker's figures on the day it was handed in."""

    __tablename__ = "pilot_report"
    __table_args__ = (UniqueConstraint("pilot_id", "year", "quarter"),)

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id")
    year: int
    quarter: int
    done: str = Field(max_length=2000)
    troubles: str = Field(default="", max_length=2000)
    facts: dict[str, Any] = Field(sa_type=JSON)
    digest: str = Field(max_length=64, index=True)
    submitted_at: datetime = Field(sa_type=UTC_DATETIME)
    submitted_by_id: int | None = Field(default=None, foreign_key="user_account.id")


class PilotAcceptance(SQLModel, table=True):
    """The acceptance of a pilot: requested with a summary, judged by experts, decided by the province."""

    __tablename__ = "pilot_acceptance"

    pilot_id: int = Field(foreign_key="pilot.id", primary_key=True)
    summary: str = Field(max_length=4000)
    copying: str = Field(max_length=2000)
    digest: str = Field(max_length=64)
    requested_at: datetime = Field(sa_type=UTC_DATETIME)
    requested_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    review_id: int | None = Field(default=None, foreign_key="review.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    is_passed: bool | None = None
    reason: str = Field(default="", max_length=1000)
    version: int = 1


class PilotPractice(SQLModel, table=True):
    """A typical experience (典型经验) of a pilot county for others to copy."""

    __tablename__ = "pilot_practice"

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id", index=True)
    kind: PracticeKind = Field(sa_type=enum_column(PracticeKind))
    title: str = Field(max_length=120)
    text: str = Field(max_length=4000)
    published_at: datetime = Field(sa_type=UTC_DATETIME)
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
