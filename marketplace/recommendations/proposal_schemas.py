"""What the operator's programs send and read of proposed weights and of proposed words of scenarios."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketplace.exchange.limits import CODE_LIMIT
from marketplace.taxonomy.labels import ProposalState
from marketplace.taxonomy.word_changes import MOST_CHARACTERS, MOST_DESCRIPTION, MOST_LINES
from marketplace.web.api_files import SentFile
from matching.weights import DEFAULT

REASON_LIMIT = 2000
Reason = Annotated[str, StringConstraints(max_length=REASON_LIMIT)]
# Words stand on lines of their own where people type them, so that none holds the end of a line.
Word = Annotated[str, StringConstraints(max_length=MOST_CHARACTERS, pattern=r"^[^\r\n]*$")]
Words = Annotated[list[Word], Field(max_length=MOST_LINES)]


class WeightEditionPath(BaseModel):
    """A proposed set of weights."""

    edition_id: int = Field(ge=1)


class LibraryChangePath(BaseModel):
    """A proposed change of a scenario's words."""

    change_id: int = Field(ge=1)


class WeightProposalBody(BaseModel):
    """Every weight by its feature, from 0 to 10 with up to three decimals as text, and why."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"weights": {name: f"{value:.3f}" for name, value in DEFAULT.weights}, "reason": "按评测调整"}]
        },
    )

    weights: dict[str, Annotated[str, StringConstraints(max_length=20)]] = Field(max_length=100)
    reason: Reason


class WeightFileForm(BaseModel, extra="forbid"):
    """The file that ``marketplace match fit`` wrote, as part of a multipart request; its measures are the reason."""

    file: list[SentFile] = Field(min_length=1, max_length=1)
    note: Reason = ""


class ProposalDecisionBody(BaseModel, extra="forbid"):
    """Another person approves or rejects, with a reason where it is no; who proposed may withdraw."""

    outcome: Literal[ProposalState.APPROVED, ProposalState.REJECTED, ProposalState.WITHDRAWN]
    decision: Reason = ""


class ScenarioWordsIn(BaseModel, extra="forbid"):
    """All that may be changed of a scenario; words of a symptom that must occur together stand around ``&``."""

    description: str = Field(min_length=1, max_length=MOST_DESCRIPTION)
    aliases: Words = []
    vendor_words: Words = []
    objects: Words = []
    symptoms: Words = []


class LibraryProposalBody(BaseModel, extra="forbid"):
    """A scenario's words as they are to be, as a whole, and why."""

    scenario: str = Field(max_length=CODE_LIMIT)
    words: ScenarioWordsIn
    reason: Reason


class ProposalOut(BaseModel):
    """A proposal and what became of it; ``is_own`` says that the asking person made it."""

    id: int
    state: ProposalState
    reason: str
    proposed_at: datetime
    is_own: bool
    decision: str
    decided_at: datetime | None


class WeightEditionOut(ProposalOut):
    """A proposed set of weights as decimal text by feature."""

    version: str
    weights: dict[str, str]


class LibraryChangeOut(ProposalOut):
    """A proposed change of words; it can be approved once ``previewed_at`` says that both orders were computed."""

    scenario: str
    base_edition: str
    edition: str
    before: ScenarioWordsIn
    after: ScenarioWordsIn
    previewed_at: datetime | None
