"""The table of concluded assessments; what is still being filled in is a draft."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from marketplace.assessments.labels import Purpose
from marketplace.core.columns import UTC_DATETIME, enum_column


class Assessment(SQLModel, table=True):
    """An enterprise's answers under an edition with what they came to; rows are never changed.

    ``options`` are ticked option keys by indicator, ``depths`` how far each scene has come, ``milli`` points in
    thousandths, ``level`` 0 when not even the first is reached. ``digest`` is that of :func:`facts.facts_of`.
    """

    __tablename__ = "assessment"

    id: int | None = Field(default=None, primary_key=True)
    enterprise_id: int = Field(foreign_key="enterprise.organisation_id", index=True)
    edition: str = Field(max_length=20)
    purpose: Purpose = Field(sa_type=enum_column(Purpose))
    options: dict[str, Any] = Field(sa_type=JSON)
    depths: dict[str, Any] = Field(sa_type=JSON)
    milli: int
    level: int
    digest: str = Field(max_length=64, index=True)
    concluded_at: datetime = Field(sa_type=UTC_DATETIME)
    concluded_by_id: int = Field(foreign_key="user_account.id")
