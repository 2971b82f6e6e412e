"""The table of what people are writing and have not handed in."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field, SQLModel

from marketplace.core.columns import UTC_DATETIME


class Draft(SQLModel, table=True):
    """What somebody is writing and has not handed in: a start without an account, or an unsaved form.

    ``key`` is a digest that names whose draft it is. ``content`` holds raw form values as typed, ``bases`` the last
    contents as [version, content] for merging, ``pending`` what another window wrote and somebody must still choose
    from, as [version seen, fields]. ``stated`` is what the form showed when the draft began (version 0 of the draft),
    ``stated_version`` the version of the thing that the form is about.
    """

    __tablename__ = "draft"

    id: int | None = Field(default=None, primary_key=True)
    key: str = Field(max_length=64, unique=True)
    content: dict[str, Any] = Field(sa_type=JSON)
    bases: list[Any] = Field(default_factory=list, sa_type=JSON)
    pending: list[Any] = Field(default_factory=list, sa_type=JSON)
    version: int = 1
    stated: dict[str, Any] = Field(default_factory=dict, sa_type=JSON)
    stated_version: int = 0
    updated_at: datetime = Field(sa_type=UTC_DATETIME)
    expires_at: datetime = Field(sa_type=UTC_DATETIME, index=True)
