"""The table of in-site messages."""

from datetime import datetime

from sqlmodel import Field, SQLModel

from marketplace.core.columns import UTC_DATETIME


class Message(SQLModel, table=True):
    """A message in somebody's inbox, with a link to what it speaks of."""

    __tablename__ = "message"

    id: int | None = Field(default=None, primary_key=True)
    user_id: int = Field(foreign_key="user_account.id", index=True)
    subject: str = Field(max_length=120)
    body: str = Field(max_length=2000)
    url: str = Field(default="", max_length=300)
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    read_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
