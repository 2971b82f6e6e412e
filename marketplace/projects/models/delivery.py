"""Tables from the contract to the last milestone, with what is settled by meter."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.projects.labels import Better, ChangeKind, MeterKind, MilestoneState, SupervisionVerdict


class Project(SQLModel, table=True):
    """A renovation that follows from a choice; its state is told by its times.

    ``needs`` and ``lines`` are frozen from enquiry and quotation: what was asked and what was promised for it.
    """

    __tablename__ = "project"

    id: int | None = Field(default=None, primary_key=True)
    enquiry_id: int = Field(foreign_key="enquiry.id", unique=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    provider_id: int = Field(foreign_key="provider.organisation_id", index=True)
    county_code: str = Field(default="", max_length=6, index=True)
    title: str = Field(max_length=120)
    needs: list[dict[str, str]] = Field(sa_type=JSON)
    lines: list[dict[str, Any]] = Field(sa_type=JSON)
    price_fen: int = Field(sa_type=BigInteger)
    warranty_months: int
    supervisor_id: int | None = Field(default=None, foreign_key="supervisor.organisation_id", index=True)
    supervisor_agreed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    signed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    running_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    applied_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    failed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    accepted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    ended_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    ended_reason: str = Field(default="", max_length=500)
    version: int = 1


class Contract(SQLModel, table=True):
    """The contract of a project; ``choices`` are options by clause, ``terms`` the values that fill the text.

    ``digest`` is that of the issued text, ``differences`` are those of the signed copy to it.
    """

    __tablename__ = "contract"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", unique=True)
    model_edition: str = Field(max_length=40)
    choices: dict[str, str] = Field(sa_type=JSON)
    terms: dict[str, Any] = Field(sa_type=JSON)
    digest: str = Field(default="", max_length=64)
    drafted_at: datetime = Field(sa_type=UTC_DATETIME)
    signed_digest: str = Field(default="", max_length=64)
    signed_on: date | None = None
    differences: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    confirmed_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    version: int = 1


class PartnerAnnex(SQLModel, table=True):
    """A partner that delivers part of the contract on the same terms (back to back) as the general contractor."""

    __tablename__ = "partner_annex"
    __table_args__ = (UniqueConstraint("project_id", "partner_id"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    partner_id: int = Field(foreign_key="provider.organisation_id")
    need_keys: list[str] = Field(sa_type=JSON)
    price_fen: int = Field(sa_type=BigInteger)
    added_at: datetime = Field(sa_type=UTC_DATETIME)


class Milestone(SQLModel, table=True):
    """A milestone: first planned day, day that holds now, and the part of the price that falls due with it."""

    __tablename__ = "milestone"
    __table_args__ = (UniqueConstraint("project_id", "position"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id")
    position: int
    title: str = Field(max_length=120)
    planned_on: date
    due_on: date
    payment_fen: int = Field(default=0, sa_type=BigInteger)
    state: MilestoneState = Field(default=MilestoneState.PLANNED, sa_type=enum_column(MilestoneState))
    note: str = Field(default="", max_length=1000)
    moved_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    done_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    version: int = 1


class ProjectEvent(SQLModel, table=True):
    """A line of a project's timeline; ``organisation_id`` is who did it, files hang on its id."""

    __tablename__ = "project_event"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    organisation_id: int | None = Field(default=None, foreign_key="organisation.id")
    text: str = Field(max_length=1500)
    happened_at: datetime = Field(sa_type=UTC_DATETIME)


class SupervisionReport(SQLModel, table=True):
    """A supervisor's report of a visit."""

    __tablename__ = "supervision_report"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    supervisor_id: int = Field(foreign_key="supervisor.organisation_id")
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    visited_on: date
    verdict: SupervisionVerdict = Field(sa_type=enum_column(SupervisionVerdict))
    findings: str = Field(max_length=3000)
    filed_at: datetime = Field(sa_type=UTC_DATETIME)


class ChangeOrder(SQLModel, table=True):
    """A change that one side proposes and the other answers; ``days`` move a milestone and those after it."""

    __tablename__ = "change_order"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    milestone_id: int | None = Field(default=None, foreign_key="milestone.id")
    kind: ChangeKind = Field(sa_type=enum_column(ChangeKind))
    reason: str = Field(max_length=1000)
    days: int = 0
    amount_fen: int = Field(default=0, sa_type=BigInteger)
    proposed_by_id: int = Field(foreign_key="organisation.id")
    proposed_at: datetime = Field(sa_type=UTC_DATETIME)
    answered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    is_agreed: bool = False
    answer: str = Field(default="", max_length=500)


class Meter(SQLModel, table=True):
    """What is measured to settle a payment.

    By use: ``price_fen`` for each ``unit``. By effect: ``baseline_milli`` is the use per unit of output before the
    work (in thousandths), ``value_fen`` what one unit of the saved thing is worth, ``share_permille`` of it the
    provider's. ``cap_fen`` is the most that is paid in all.
    """

    __tablename__ = "meter"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", index=True)
    kind: MeterKind = Field(sa_type=enum_column(MeterKind))
    name: str = Field(max_length=80)
    unit: str = Field(max_length=20)
    price_fen: int = Field(default=0, sa_type=BigInteger)
    output_unit: str = Field(default="", max_length=20)
    baseline_milli: int = Field(default=0, sa_type=BigInteger)
    value_fen: int = Field(default=0, sa_type=BigInteger)
    share_permille: int = 0
    better: Better = Field(default=Better.LOWER, sa_type=enum_column(Better))
    cap_fen: int | None = Field(default=None, sa_type=BigInteger)
    source: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UTC_DATETIME)


class MeterReading(SQLModel, table=True):
    """A reading: counters that only rise, in thousandths of their units; ``output_milli`` only by effect."""

    __tablename__ = "meter_reading"
    __table_args__ = (UniqueConstraint("meter_id", "read_on"),)

    id: int | None = Field(default=None, primary_key=True)
    meter_id: int = Field(foreign_key="meter.id")
    read_on: date
    value_milli: int = Field(sa_type=BigInteger)
    output_milli: int = Field(default=0, sa_type=BigInteger)
    note: str = Field(default="", max_length=300)
    entered_by_id: int = Field(foreign_key="organisation.id")
    entered_at: datetime = Field(sa_type=UTC_DATETIME)
