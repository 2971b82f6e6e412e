"""Where a provider stands, as programs read it: what its page shows, no enterprise named before its enquiry."""

from datetime import datetime

from pydantic import BaseModel, Field


class ProviderPath(BaseModel):
    """A provider by its number."""

    provider_id: int


class PlaceAtPath(ProviderPath):
    """A provider and an enterprise that sent it an enquiry."""

    enterprise_id: int


class PlaceBandOut(BaseModel):
    """How many enterprises see the provider between two places."""

    label: str
    firms: int | None


class PlacedModuleOut(BaseModel):
    """What one module brings: enterprises where it answers the most pressing need, best and middle place there."""

    name: str
    firms: int
    best: int
    middle: int
    words: list[str]


class SeenByOut(BaseModel):
    """Enterprises of an industry, or with a scenario, where the provider comes up."""

    code: str
    name: str
    firms: int
    middle: int


class LagOut(BaseModel):
    """What the first three have more of, in per cent of the greatest possible score, on average."""

    label: str
    percent: float


class ModuleEffectOut(BaseModel):
    """What a module for a scenario would do to the middle place at the enterprises that need it."""

    code: str
    name: str
    firms: int
    tried: int
    before: int
    after: int
    helps: bool
    providers: int


class TrickOut(BaseModel):
    """Something that was tried out on the provider's own data and did not help."""

    label: str
    worse: bool


class StandingOut(BaseModel):
    """The position under one survey; counts are of three enterprises and more."""

    surveyed: int
    firms: int | None
    middle: int | None
    looked_at: int
    bands: list[PlaceBandOut]
    modules: list[PlacedModuleOut]
    industries: list[SeenByOut]
    scenarios: list[SeenByOut]
    lags: list[LagOut]
    effects: list[ModuleEffectOut]
    tricks: list[TrickOut]
    engine_version: str
    weights_edition: str
    library_edition: str
    statistics_edition: str
    index_digest: str


class FunnelOut(BaseModel):
    """How often the provider got how far."""

    shortlisted: int
    asked: int
    declined: int
    quoted: int
    chosen: int
    signed: int
    accepted: int


class PositionStepOut(BaseModel):
    """What has to happen before there is a position."""

    title: str
    text: str


class EnquirerOut(BaseModel):
    """An enterprise that sent an enquiry; its place can be asked for."""

    enterprise_id: int
    name: str


class PositionOut(BaseModel):
    """A provider's own position as far as it is known."""

    provider_id: int
    missing: PositionStepOut | None
    is_waiting: bool
    computed_at: datetime | None
    digest: str
    standing: StandingOut | None
    shortlisted: int | None
    shared: int | None
    funnel: FunnelOut
    enquirers: list[EnquirerOut]
    under_review: list[str]


class ScorePartOut(BaseModel):
    """A group of features with its part of the score on the scale from 0 to 1."""

    label: str
    score_ratio: float


class AnsweredNeedOut(BaseModel):
    """A row of the enterprise's lists that a module answers."""

    text: str
    module_name: str
    share: float


class PlaceEffectOut(BaseModel):
    """What a module for a scenario would do to the place at one enterprise."""

    code: str
    name: str
    before: int
    after: int


class PlaceAtOut(BaseModel):
    """The place for one enterprise; ``rank`` is null where one of its musts excludes the provider.

    ``earlier_rank`` is the place with the modules as they were at the first enquiry, all others as today; null where
    none was published since, or where a must excluded the provider.
    """

    enterprise_id: int
    name: str
    rank: int | None = Field(ge=1)
    total: int
    score_ratio: float | None
    parts: list[ScorePartOut]
    needs: list[AnsweredNeedOut]
    unsolved: list[str]
    lags: list[LagOut]
    effects: list[PlaceEffectOut]
    earlier_rank: int | None
    input_digest: str
