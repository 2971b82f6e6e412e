"""What the API answers on recommendations; scores are those of the engine, contributions add up."""

from pydantic import BaseModel, Field

from marketplace.exchange.labels import Payment, ProviderKindName
from marketplace.recommendations.evidence_schemas import ContributionOut
from marketplace.recommendations.labels import Fit


class EnterprisePath(BaseModel):
    """An enterprise by its id."""

    enterprise_id: int


class RecommendationQuery(BaseModel):
    """How many places, of which kind; filters hide and never move anybody."""

    k: int = Field(default=5, ge=1, le=20, description="Places wanted")
    kind: ProviderKindName | None = Field(default=None, description="Kind of provider")
    payment: Payment | None = Field(default=None, description="Payment form that a module offers")


class NeedFitOut(BaseModel):
    """How a contractor and its partners meet a row of one's list: ``yes`` solves it, ``part`` in part, ``no`` not."""

    number: int = Field(description="Its place in the list, from 1")
    text: str
    fit: Fit


class PlaceOut(BaseModel):
    """One place: rank among all providers, score, every contribution, and what the offer comes to.

    ``score`` is the sum of the contributions; ``score_ratio`` is what pages show of it: divided by the
    ``most_score`` of the answer, in [0, 1], four decimals. One that doesn't help meets no row, not even in part.

    Prices are in 万元 and count the modules that meet a row at least in part; null where none of them states one.
    ``unpriced_modules`` of them have no price and are to be agreed; ``days`` pass until the slowest one runs.
    """

    rank: int
    provider_id: int
    provider: str
    name: str
    score: float
    score_ratio: float
    helps: bool
    tied_with: list[int]
    contributions: list[ContributionOut]
    problems: list[NeedFitOut]
    scenarios: list[NeedFitOut]
    unsolved_problems: list[int]
    first_year_wan: float | None
    three_years_wan: float | None
    modules: int
    unpriced_modules: int
    days: int | None


class RecommendationOut(BaseModel):
    """The first places for an enterprise, with everything that fixes the order.

    Everybody who may be ranked has a place, also those who answer nothing: ``helping`` counts the items that help,
    and is 0 where nobody of them does, as for an enterprise that wrote down neither problems nor scenarios.
    """

    enterprise_id: int
    items: list[PlaceOut]
    helping: int
    total: int
    most_score: float
    excluded: dict[str, list[str]]
    engine_version: str
    weights: str
    library_edition: str
    statistics_edition: str
    seed: int
    input_digest: str
