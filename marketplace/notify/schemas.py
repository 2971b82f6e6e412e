"""What people type into the pages of the notify area."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from marketplace.notify.labels import WebhookKind


class WebhookIn(BaseModel):
    """An address of one's own program and what it wants to hear of."""

    url: Annotated[str, StringConstraints(min_length=8, max_length=500)]
    kinds: list[WebhookKind] = []
