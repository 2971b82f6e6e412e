"""What a score rests on, as the API tells it: terms with their evidence, of three kinds."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from marketplace.recommendations.features import Feature


class WordMatchOut(BaseModel):
    """A word of a need beside the word of the module that answers it, each with [start, end) in characters.

    A span [0, 0] says that the word stands in one of the two texts only.
    """

    need: str
    need_span: list[int]
    offer: str
    offer_span: list[int]


class NeedEvidenceOut(BaseModel):
    """A row of the enterprise's lists that a module answers; ``number`` counts in its list from 1.

    ``share`` counts in the score; ``told`` is what pages call solved (from 0.5) or solved in part (from 0.15), 0 where
    texts merely sound alike.
    """

    kind: Literal["problem", "wish"]
    number: int
    text: str
    share: float
    told: float
    module: str
    module_name: str
    module_of: str
    scenario: str | None
    scenario_name: str
    words: list[WordMatchOut]


class CaseEvidenceOut(BaseModel):
    """A finished case in the enterprise's trade or one near it."""

    kind: Literal["case"]
    enterprise: str
    industry: int | None
    outcome: str
    share: float


class FactEvidenceOut(BaseModel):
    """What was wished, what is offered, and whether that meets; ``modules`` are those meant, all when empty."""

    kind: Literal["fact"]
    wished: list[str]
    offered: list[str]
    met: bool
    modules: list[str]


EvidenceOut = Annotated[NeedEvidenceOut | CaseEvidenceOut | FactEvidenceOut, Field(discriminator="kind")]


class ContributionOut(BaseModel):
    """One term of the score: raw value in [0, 1] times weight."""

    feature: Feature
    raw: float
    weight: float
    contribution: float
    evidence: list[EvidenceOut]
