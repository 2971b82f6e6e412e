"""The tables of in-site messages, and of webhooks with their deliveries."""

from datetime import datetime

from sqlalchemy import JSON
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


class WebhookEndpoint(SQLModel, table=True):
    """An address of a body's own program that hears of public changes; ``cursor`` is the last change it was told."""

    __tablename__ = "webhook_endpoint"

    id: int | None = Field(default=None, primary_key=True)
    organisation_id: int = Field(foreign_key="organisation.id", index=True)
    url: str = Field(max_length=500)
    kinds: list[str] = Field(sa_type=JSON)
    secret: str = Field(max_length=64)
    cursor: int
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    disabled_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)


class WebhookDelivery(SQLModel, table=True):
    """One message to one address, with the outcome of its last attempt; what was sent can be sent again."""

    __tablename__ = "webhook_delivery"

    id: int | None = Field(default=None, primary_key=True)
    endpoint_id: int = Field(foreign_key="webhook_endpoint.id", index=True)
    kind: str = Field(max_length=40)
    object_id: int
    created_at: datetime = Field(sa_type=UTC_DATETIME)
    attempts: int = 0
    attempted_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    delivered_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    given_up_at: datetime | None = Field(default=None, sa_type=UTC_DATETIME)
    last_status: int | None = None
    last_error: str = Field(default="", max_length=60)
