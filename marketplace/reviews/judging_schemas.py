"""What an expert's programs send and read: statement, declaration, sheets, consensus. Scores in tenths of a point."""

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from marketplace.core.ids import RowId
from marketplace.reviews.labels import Verdict
from marketplace.reviews.schemas import BodyIn, ProfileIn
from marketplace.web.whole_bodies import WholeBody

MOST_TENTHS = 10_000  # Of a criterion of a thousand points.
MOST_CANDIDATES = 500
Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=500)]
Comment = Annotated[str, StringConstraints(max_length=2000)]
Score = Annotated[int, Field(ge=0, le=MOST_TENTHS)]


class CandidatePath(BaseModel):
    """A candidate of a review in the address."""

    review_id: int
    candidate_id: int


class ExpertProfileBody(ProfileIn, WholeBody):
    """An expert's whole statement; panels are checked against it."""

    model_config = ConfigDict(extra="forbid")

    version: int = Field(default=0, ge=0, description="`version` of the last answer, 0 for the first statement")


class ExpertProfileOut(BaseModel):
    """An expert's own statement; ``version`` is 0 before there is one."""

    field: str
    title: str
    employer_name: str
    employer_uscc: str
    past: list[BodyIn]
    holdings: list[BodyIn]
    version: int


class DeclaredInterest(BaseModel, extra="forbid"):
    """A candidate with whom one has an interest, and which."""

    candidate_id: RowId
    reason: Reason


class DeclarationBody(BaseModel, extra="forbid"):
    """One's interests, or none; more may be declared later, none is taken back."""

    interests: list[DeclaredInterest] = Field(default=[], max_length=MOST_CANDIDATES)


class JudgedOut(BaseModel):
    """A candidate as an expert sees it; ``has_conflict`` keeps them from scoring it.

    ``is_scored`` says that their own sheet was handed in, ``agrees`` that they record the panel's consensus on it.
    """

    candidate_id: int
    label: str
    summary: str
    links: list[dict[str, str]]
    has_conflict: bool
    has_sheet: bool
    is_scored: bool
    agrees: bool
    is_agreed: bool


class SeatOut(BaseModel):
    """One's own seat on a panel; ``declared_at`` is null before one declared."""

    review_id: int
    is_chair: bool
    declared_at: datetime | None
    candidates: list[JudgedOut]


class AskedCriterionOut(BaseModel):
    """What is scored: at most ``points`` whole points."""

    key: str
    label: str
    points: int
    guide: str


class AskedQuestionOut(BaseModel):
    """What is answered by a verdict; ``discretionary`` leaves it to the consensus where that is allowed."""

    key: str
    label: str
    allows_discretion: bool
    guide: str


class MarksBody(BaseModel, extra="forbid"):
    """Marks so far, in tenths of a point by the key of the criterion, verdicts by that of the question."""

    scores: dict[str, Score] = {}
    verdicts: dict[str, Verdict] = {}


class SheetBody(MarksBody, WholeBody):
    """One's own marks for a candidate."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scores": {"strength": 175}, "comment": "案例扎实。", "version": 1}]}
    )

    comment: Comment = ""
    version: int = Field(ge=1, description="`version` of the last answer")


class SheetOut(BaseModel):
    """One's own sheet for a candidate; once handed in it stays as it is."""

    candidate_id: int
    criteria: list[AskedCriterionOut]
    questions: list[AskedQuestionOut]
    scores: dict[str, int]
    verdicts: dict[str, Verdict]
    comment: str
    submitted_at: datetime | None
    digest: str
    version: int


class ConsensusBody(MarksBody, WholeBody):
    """What the panel agreed upon; where it differs from the mean ``note`` says why."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"scores": {"strength": 180}, "note": "按验收材料核定。"}]}
    )

    note: Comment = ""


class GivenMarksOut(BaseModel):
    """What one expert gave."""

    name: str
    scores: dict[str, int]
    verdicts: dict[str, Verdict]


class ConsensusOut(BaseModel):
    """All marks for a candidate beside their mean, for whoever records the consensus; ``agreed_at`` null before."""

    candidate_id: int
    label: str
    given: list[GivenMarksOut]
    mean_scores: dict[str, int]
    scores: dict[str, int]
    verdicts: dict[str, Verdict]
    note: str
    agreed_at: datetime | None
