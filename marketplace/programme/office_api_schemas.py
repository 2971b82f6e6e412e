"""What the province's programs send and read of rounds that it runs."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.programme.round_schemas import RoundHeadOut
from marketplace.programme.rules import CriterionRule
from marketplace.programme.schemas import MOST_CRITERIA, AmendmentIn, CriterionIn, ProposalIn, RoundIn
from marketplace.web.whole_bodies import WholeBody

MOST_PLACES = 90


class RoundCriterionBody(CriterionIn, extra="forbid"):
    """A criterion in whole points; below ``minimum`` a county is out."""


class NewRoundBody(RoundIn):
    """A round with its rules: amounts in 亿元, tilts in points, limits in 字; ``version`` is 0 for a new one."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "title": "2028年度试点县（市、区）创建",
                    "opens_on": "2027-11-01",
                    "closes_on": "2027-11-25",
                    "output_year": 2026,
                    "places": 3,
                    "tilt_mountain": 2,
                    "tilt_island": 2,
                    "criteria": [
                        {"label": "细分行业基础", "points": 40, "minimum": 20},
                        {"label": "工作方案", "points": 40, "minimum": 20},
                        {"label": "政策保障", "points": 20, "minimum": 0},
                    ],
                    "least_experts": 3,
                    "notice_days": 5,
                }
            ]
        },
    )

    criteria: list[RoundCriterionBody] = Field(min_length=1, max_length=MOST_CRITERIA)  # type: ignore[assignment]  # a narrower row


class RoundBody(NewRoundBody, WholeBody):
    """The whole draft of a round, replaced."""

    version: int = Field(ge=1, description="`version` of the last answer")


class RoundProposalBody(ProposalIn, extra="forbid"):
    """Which of those tied at the cut are in, by their applications, and why; none where nobody is tied."""

    chosen: list[RowId] = Field(default_factory=list, max_length=MOST_PLACES)


class RoundAmendmentBody(AmendmentIn, extra="forbid"):
    """The county that leaves the noticed list, by its application, and whether the next one takes its place."""

    application_id: RowId


class RoundOfficeOut(RoundHeadOut):
    """A round as its bureau has it, with its rules as they are sent: amounts in 亿元, tilts in points, limits in 字.

    ``review_id`` is the competitive review, null before.
    """

    output_year: int
    threshold_yi: int
    mountain_threshold_yi: int
    limit_goals: int
    limit_tasks: int
    limit_policies: int
    allows_appeal: bool
    paper_copies: int
    places: int
    tilt_mountain: float
    tilt_island: float
    criteria: list[CriterionRule]
    least_experts: int
    notice_days: int
    catalog_edition: str
    version: int
    review_id: int | None
    proposed_at: datetime | None
    proposal_note: str


class RankedApplicationOut(BaseModel):
    """An application with its place; totals and tilt in tenths of a point, ``place`` null for one that is out."""

    application_id: int
    county: str
    place: int | None
    is_tied: bool
    total: int
    tilt: int
    reasons: list[str]


class RoundRankingOut(BaseModel):
    """The competitive review's result: who has a place, and who is tied for those that are open."""

    round_id: int
    rows: list[RankedApplicationOut]
    inside: list[int]
    tied: list[int]
    open_places: int
    digest: str
