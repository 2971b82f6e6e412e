"""What programs send to keep a ranking, and read of a kept one."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from marketplace.core.ids import RowId
from marketplace.recommendations.labels import RunReason


class RunPath(BaseModel):
    """A stored run by its digest."""

    digest: str = Field(max_length=64)


class RunBody(BaseModel, extra="forbid"):
    """Why a ranking is kept: shortlisted, shared or printed; who is chosen is told when it is to shortlist them."""

    reason: RunReason
    chosen: list[RowId] = Field(default_factory=list, max_length=20)


class RunOut(BaseModel):
    """A stored run whole; the digest is over the canonical JSON of everything but itself, reason, link and time."""

    digest: str
    reason: RunReason
    share_url: str | None
    enterprise_id: int
    engine_version: str
    library_edition: str
    weights_edition: str
    statistics_edition: str
    candidates_digest: str
    seed: int
    inputs: dict[str, Any]
    answer: dict[str, Any]
    created_at: datetime
