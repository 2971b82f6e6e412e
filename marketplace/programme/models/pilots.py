"""Tables of a pilot county's two years."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.programme.labels import EditionKind


class Pilot(SQLModel, table=True):
    """A listed pilot county for one industry; ``targets`` are [kind, after the first year, after two] as text."""

    __tablename__ = "pilot"

    id: int | None = Field(default=None, primary_key=True)
    round_id: int = Field(foreign_key="pilot_round.id", index=True)
    application_id: int = Field(foreign_key="pilot_application.id", unique=True)
    county_code: str = Field(foreign_key="county.code", max_length=6, index=True)
    organisation_id: int = Field(foreign_key="organisation.id")
    catalog_no: int | None = Field(default=None, foreign_key="industry.catalog_no")
    industry_name: str = Field(max_length=60)
    starts_on: date
    ends_on: date
    targets: list[list[str]] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)


class PilotTask(SQLModel, table=True):
    """A line of the work chart (作战图) with the day on which it was done."""

    __tablename__ = "pilot_task"
    __table_args__ = (UniqueConstraint("pilot_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id")
    position: int
    task: str = Field(max_length=200)
    owner: str = Field(max_length=200)
    starts_on: date
    ends_on: date
    done_on: date | None = None


class PilotSelection(SQLModel, table=True):
    """A pilot enterprise: proposed with a reason, decided with a reason, then followed until it is renovated.

    Levels are those of the maturity assessment, 0 for none; ``output_fen`` is the firm's yearly output.
    """

    __tablename__ = "pilot_selection"
    __table_args__ = (UniqueConstraint("pilot_id", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id")
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    proposal: str = Field(max_length=500)
    proposed_at: datetime = Field(sa_type=UTC_DATETIME)
    proposed_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    decided_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    decided_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    is_selected: bool | None = None
    reason: str = Field(default="", max_length=500)
    starts_on: date | None = None
    ends_on: date | None = None
    provider_id: int | None = Field(default=None, foreign_key="provider.organisation_id")
    finished_on: date | None = None
    level_before: int | None = None
    level_after: int | None = None
    output_fen: int | None = Field(default=None, sa_type=BigInteger)
    version: int = 1


class PilotEdition(SQLModel, table=True):
    """A published edition of a pilot's enterprises, of its industry's problem list or of its scenario list."""

    __tablename__ = "pilot_edition"
    __table_args__ = (UniqueConstraint("pilot_id", "kind", "number"),)

    id: int | None = Field(default=None, primary_key=True)
    pilot_id: int = Field(foreign_key="pilot.id")
    kind: EditionKind = Field(sa_type=enum_column(EditionKind))
    number: int
    rows: list[dict[str, Any]] = Field(sa_type=JSON)
    digest: str = Field(max_length=64, index=True)
    published_at: datetime = Field(sa_type=UTC_DATETIME)
    published_by_id: int | None = Field(default=None, foreign_key="user_account.id")
