"""What the API answers on recommendations and stored runs; scores are those of the engine, contributions add up."""

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from marketplace.exchange.labels import Payment, ProviderKindName
from marketplace.recommendations.labels import RunReason


class EnterprisePath(BaseModel):
    """An enterprise by its id."""

    enterprise_id: int


class RunPath(BaseModel):
    """A stored run by its digest."""

    digest: str = Field(max_length=64)


class RecommendationQuery(BaseModel):
    """How many places, of which kind; filters hide and never move anybody."""

    k: int = Field(default=5, ge=1, le=20, description="Places wanted")
    kind: ProviderKindName | None = Field(default=None, description="Kind of provider")
    payment: Payment | None = Field(default=None, description="Payment form that a module offers")


class ContributionOut(BaseModel):
    """One term of the score: raw value in [0, 1] times weight."""

    feature: str
    raw: float
    weight: float
    contribution: float
    evidence: list[dict[str, Any]]


class PlaceOut(BaseModel):
    """One place: rank among all providers, score, and every contribution."""

    rank: int
    provider_id: int
    provider: str
    name: str
    score: float
    tied_with: list[int]
    contributions: list[ContributionOut]
    unsolved_problems: list[int]


class RecommendationOut(BaseModel):
    """The first places for an enterprise, with everything that fixes the order."""

    enterprise_id: int
    items: list[PlaceOut]
    total: int
    excluded: dict[str, list[str]]
    engine_version: str
    weights: str
    library_edition: str
    statistics_edition: str
    seed: int
    input_digest: str


class RunOut(BaseModel):
    """A stored run whole; the digest is over the canonical JSON of everything but itself, reason and time."""

    digest: str
    reason: RunReason
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
