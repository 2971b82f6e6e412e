"""What programs send and read of copies of samples."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.samples.labels import DeviationKind
from marketplace.samples.schemas import AdoptIn, DeviationIn


class ReplicationPath(BaseModel):
    """A copy in the address."""

    replication_id: int


class AdoptBody(AdoptIn, extra="forbid"):
    """What a plant keeps of a kit, by the keys of its modules, and what it does otherwise."""


class DeviationBody(DeviationIn, extra="forbid"):
    """A deviation that came up later; ``version`` is the copy's ``version``."""


class DeviationOut(BaseModel):
    """Where a copy differs from its sample."""

    kind: DeviationKind
    text: str


class ReplicationOut(BaseModel):
    """A plant's copy of a sample; ``kept`` are keys of the kit's modules."""

    id: int
    sample_id: int
    title: str = Field(description="Title of the sample")
    enterprise_id: int
    enterprise: str
    kept: list[str]
    deviations: list[DeviationOut]
    adopted_at: datetime
    version: int
