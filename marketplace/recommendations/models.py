"""The table of ranking runs that somebody relied on."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from marketplace.core.columns import UTC_DATETIME, enum_column
from marketplace.recommendations.labels import RunReason


class Run(SQLModel, table=True):
    """A ranking as it was relied on: everything needed to compute it again, and what it answered.

    ``inputs`` holds the query as an exchange row and the ordered (module version id, digest) pairs of the
    candidates; ``answer`` the first places with contributions, numbers as text so that the digest is exact.
    """

    __tablename__ = "ranking_run"

    id: int | None = Field(default=None, primary_key=True)
    digest: str = Field(max_length=64, unique=True)
    share_digest: str | None = Field(default=None, max_length=64, unique=True)
    reason: RunReason = Field(sa_type=enum_column(RunReason))
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    engine_version: str = Field(max_length=40)
    library_edition: str = Field(max_length=60)
    weights_edition: str = Field(max_length=60)
    statistics_edition: str = Field(max_length=64)
    seed: int
    inputs: dict[str, Any] = Field(sa_type=JSON)
    answer: dict[str, Any] = Field(sa_type=JSON)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    created_by_id: int = Field(foreign_key="user_account.id")
