"""What a bureau's programs send and read while they run a review: panel, start, end."""

from pydantic import BaseModel, ConfigDict

from marketplace.core.ids import RowId
from marketplace.reviews.api_schemas import ReviewOut
from marketplace.reviews.schemas import CancelIn, ConcludeIn, MemberIn


class PanelMemberOut(BaseModel):
    """An expert on the panel and how far they are; ``conflicts`` name candidates, each with its kind."""

    member_id: int
    user_id: int
    name: str
    is_chair: bool
    has_declared: bool
    assigned: int
    submitted: int
    conflicts: list[tuple[str, str]]


class CandidateProgressOut(BaseModel):
    """A candidate with how many sheets are in; never a score."""

    candidate_id: int
    label: str
    assigned: int
    submitted: int
    has_consensus: bool


class ExpertOut(BaseModel):
    """Somebody who may be asked onto the panel, with their body."""

    user_id: int
    name: str


class PanelOut(BaseModel):
    """A review with its panel, for the bureau that runs it; ``experts`` are those who are not on it."""

    review: ReviewOut
    members: list[PanelMemberOut]
    candidates: list[CandidateProgressOut]
    experts: list[ExpertOut]


class MemberPath(BaseModel):
    """A member of a panel in the address."""

    review_id: int
    member_id: int


class MemberBody(MemberIn):
    """An expert for the panel; a new chair takes the place of the old one."""

    model_config = ConfigDict(extra="forbid")

    user_id: RowId


class ConclusionBody(ConcludeIn):
    """Minutes with which a review ends; its papers are made from them."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"minutes": "专家独立打分后合议，形成以上结果。"}]}
    )


class CancellationBody(CancelIn, extra="forbid"):
    """Why a review ends without a result."""
