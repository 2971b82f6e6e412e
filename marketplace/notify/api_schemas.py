"""What programs send and read of messages, webhooks and their deliveries."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.notify.labels import WebhookKind
from marketplace.notify.schemas import WebhookIn
from marketplace.web.api import CursorQuery


class MessageQuery(CursorQuery):
    """Where the list goes on, and whether only what was not read is wanted."""

    unread: bool = Field(default=False, description="Only messages that were not read")


class MessagePath(BaseModel):
    """One of one's own messages."""

    message_id: int = Field(ge=1)


class MessageOut(BaseModel):
    """A message; ``url`` is the path of the page that it speaks of, empty for none."""

    id: int
    subject: str
    body: str
    url: str
    created_at: datetime
    read_at: datetime | None


class WebhookPath(BaseModel):
    """An address of one's own body."""

    endpoint_id: int = Field(ge=1)


class DeliveryPath(BaseModel):
    """A message to an address of one's own body."""

    delivery_id: int = Field(ge=1)


class WebhookBody(WebhookIn, extra="forbid"):
    """An address of one's own program and what it wants to hear of."""

    url: str = Field(min_length=8, max_length=500, examples=["https://example.com/hooks/marketplace"])
    kinds: list[WebhookKind] = Field(min_length=1, max_length=len(WebhookKind))


class WebhookOut(BaseModel):
    """An address that hears of public changes; its secret was told once."""

    id: int
    url: str
    kinds: list[WebhookKind]
    created_at: datetime


class NewWebhookOut(WebhookOut):
    """A new address with the secret that signs its messages (standardwebhooks), told this once."""

    secret: str


class DeliveryOut(BaseModel):
    """A message to an address, with what came of the last attempt; ``last_status`` is that of HTTP."""

    id: int
    endpoint_id: int
    kind: WebhookKind
    object_id: int
    created_at: datetime
    attempts: int
    attempted_at: datetime | None
    delivered_at: datetime | None
    given_up_at: datetime | None
    last_status: int | None
    last_error: str
