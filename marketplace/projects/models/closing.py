"""Tables of acceptance, effects and ratings."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.projects.labels import Better, Decision


class Acceptance(SQLModel, table=True):
    """One application for acceptance; ``number`` counts those of a project. ``papers`` is the frozen checklist.

    Levels are those of the two assessments that are named, 0 to 4, before and after the work; they are frozen with
    the application. ``review_id`` is the experts' review where the county asked for one.
    """

    __tablename__ = "acceptance"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    number: int
    papers: dict[str, Any] = Field(sa_type=JSON)
    level_before: int
    level_after: int
    before_assessment_id: int | None = Field(default=None, foreign_key="assessment.id")
    after_assessment_id: int | None = Field(default=None, foreign_key="assessment.id")
    summary: str = Field(max_length=3000)
    applied_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    supervisor_opinion: str = Field(default="", max_length=2000)
    supervisor_agrees: bool | None = None
    supervised_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    review_id: int | None = Field(default=None, foreign_key="review.id")
    decision: Decision | None = Field(default=None, sa_type=enum_column(Decision))
    opinion: str = Field(default="", max_length=2000)
    redo_by: date | None = None
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    version: int = 1


class AcceptanceTerms(SQLModel, table=True):
    """The days that a county sets for acceptances: months to apply in after the last milestone, days to mend in."""

    __tablename__ = "acceptance_terms"

    county_code: str = Field(primary_key=True, max_length=6)
    within_months: int
    redo_days: int
    set_at: datetime = Field(sa_type=UTC_DATETIME)
    set_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    version: int = 1


class AcceptancePaper(SQLModel, table=True):
    """A paper of the checklist that was handed in; its files hang on this row's id."""

    __tablename__ = "acceptance_paper"
    __table_args__ = (UniqueConstraint("acceptance_id", "key"),)

    id: int | None = Field(default=None, primary_key=True)
    acceptance_id: int = Field(foreign_key="acceptance.id")
    key: str = Field(max_length=40)
    note: str = Field(default="", max_length=500)
    added_at: datetime = Field(sa_type=UTC_DATETIME)


class Effect(SQLModel, table=True):
    """What the work changed: a figure with its unit before and after, in thousandths, and its proof in files."""

    __tablename__ = "project_effect"
    __table_args__ = (UniqueConstraint("acceptance_id", "name"),)

    id: int | None = Field(default=None, primary_key=True)
    acceptance_id: int = Field(foreign_key="acceptance.id")
    name: str = Field(max_length=80)
    unit: str = Field(max_length=20)
    before_milli: int = Field(sa_type=BigInteger)
    after_milli: int = Field(sa_type=BigInteger)
    better: Better = Field(sa_type=enum_column(Better))
    proof: str = Field(max_length=300)
    added_at: datetime = Field(sa_type=UTC_DATETIME)


class Rating(SQLModel, table=True):
    """The plant's word on an accepted project, 1 to 5 stars, and the provider's answer; written once each."""

    __tablename__ = "rating"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", unique=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    stars: int = Field(ge=1, le=5)
    on_time: int = Field(ge=1, le=5)
    as_promised: int = Field(ge=1, le=5)
    service: int = Field(ge=1, le=5)
    text: str = Field(max_length=1000)
    rated_at: datetime = Field(sa_type=UTC_DATETIME)
    answer: str = Field(default="", max_length=1000)
    answered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
