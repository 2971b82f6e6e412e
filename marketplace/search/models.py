"""The table of saved searches."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel, UniqueConstraint

from marketplace.core.columns import UTC_DATETIME


class SavedSearch(SQLModel, table=True):
    """A question that somebody keeps; with alerts on, ``known`` holds the hits already told, as kind/id.

    ``round`` counts how often alerts were switched on, so that a check left over from before does nothing.
    """

    __tablename__ = "saved_search"
    __table_args__ = (UniqueConstraint("user_id", "question_digest"),)

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id")
    question: dict[str, Any] = Field(sa_type=JSON)
    question_digest: str = Field(max_length=64)
    label: str = Field(max_length=300)
    alerts: bool = False
    round: int = 0
    known: list[str] = Field(default_factory=list, sa_type=JSON)
    checked_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
