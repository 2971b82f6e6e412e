"""Tables of samples and of those who copy them."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.samples.labels import SizeBand


class Sample(SQLModel, table=True):
    """An accepted project that others may copy; ``kit`` is frozen when it is marked, with its digest."""

    __tablename__ = "sample"

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = Field(foreign_key="project.id", unique=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    county_code: str = Field(default="", max_length=6, index=True)
    title: str = Field(max_length=120)
    story: str = Field(max_length=2000)
    catalog_no: int | None = Field(default=None, foreign_key="industry.catalog_no", index=True)
    size_band: SizeBand = Field(sa_type=enum_column(SizeBand))
    kit: dict[str, Any] = Field(sa_type=JSON)
    digest: str = Field(max_length=64)
    marked_at: datetime = Field(sa_type=UTC_DATETIME)
    marked_by_id: int | None = Field(default=None, foreign_key="user_account.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    withdrawn_reason: str = Field(default="", max_length=500)


class Replication(SQLModel, table=True):
    """A plant that copies a sample: what it keeps of the kit, and where it deviates.

    ``kept`` are keys of the kit's modules; ``deviations`` is ``[{"kind", "text"}]``.
    """

    __tablename__ = "replication"
    __table_args__ = (UniqueConstraint("sample_id", "enterprise_id"),)

    id: int | None = Field(default=None, primary_key=True)
    sample_id: int = Field(foreign_key="sample.id")
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    county_code: str = Field(default="", max_length=6)
    kept: list[str] = Field(sa_type=JSON)
    deviations: list[dict[str, str]] = Field(default_factory=list, sa_type=JSON)
    adopted_at: datetime = Field(sa_type=UTC_DATETIME)
    version: int = 1
