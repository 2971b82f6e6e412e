"""What people type for rounds, opinions, the initial review and decisions."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, ValidationInfo, field_validator, model_validator

from marketplace.programme.labels import OpinionDecision
from marketplace.programme.rules import CriterionRule, RoundRules, tenths

Title = Annotated[str, StringConstraints(min_length=4, max_length=120)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=1000)]
Points = Annotated[float, Field(ge=0, le=100)]
MOST_CRITERIA = 20


class CriterionIn(BaseModel):
    """A criterion as typed in a row of its own, in whole points; below ``minimum`` points a candidate is out."""

    label: Annotated[str, StringConstraints(min_length=2, max_length=60)]
    points: Annotated[int, Field(ge=1, le=1000)]
    minimum: Annotated[int, Field(ge=0)] = 0

    @field_validator("minimum")
    @classmethod
    def stay_within_points(cls, minimum: int, info: ValidationInfo) -> int:
        """Nobody could reach a minimum above the full points."""
        points = info.data.get("points")
        if points is not None and minimum > points:
            raise ValueError(f"最低分不能超过满分 {points} 分。")
        return minimum


Criteria = Annotated[list[CriterionIn], Field(min_length=1, max_length=MOST_CRITERIA)]


class RoundIn(BaseModel):
    """A round as typed; tilts in points."""

    title: Title
    opens_on: date
    closes_on: date
    output_year: Annotated[int, Field(ge=2000, le=2100)]
    threshold_yi: Annotated[int, Field(ge=0, le=100_000)] = 100
    mountain_threshold_yi: Annotated[int, Field(ge=0, le=100_000)] = 50
    limit_goals: Annotated[int, Field(ge=50, le=5000)] = 200
    limit_tasks: Annotated[int, Field(ge=50, le=5000)] = 500
    limit_policies: Annotated[int, Field(ge=50, le=5000)] = 300
    allows_appeal: bool = False
    paper_copies: Annotated[int, Field(ge=0, le=50)] = 5
    places: Annotated[int, Field(ge=1, le=90)]
    tilt_mountain: Points
    tilt_island: Points
    criteria: Criteria
    least_experts: Annotated[int, Field(ge=1, le=50)]
    notice_days: Annotated[int, Field(ge=1, le=60)]
    version: int = 0

    @model_validator(mode="after")
    def end_after_beginning(self) -> Self:
        """The last day is not before the first."""
        if self.closes_on < self.opens_on:
            raise ValueError("截止日期不能早于开始日期。")
        return self

    def rules(self, *, catalog_edition: str) -> RoundRules:
        """Return the rules that the round will go by."""
        return RoundRules(
            **self.model_dump(
                include=set(RoundRules.model_fields) - {"criteria", "tilt_mountain", "tilt_island", "catalog_edition"}
            ),
            catalog_edition=catalog_edition,
            criteria=tuple(CriterionRule(**row.model_dump()) for row in self.criteria),
            tilt_mountain=tenths(self.tilt_mountain),
            tilt_island=tenths(self.tilt_island),
        )


class OpinionIn(BaseModel):
    """An opinion of the county's government or of the city."""

    decision: OpinionDecision = OpinionDecision.AGREE
    text: Annotated[str, StringConstraints(min_length=2, max_length=500)]
    signed_on: date


class SubmitIn(BaseModel):
    """Handing in, with the declaration of truth."""

    declared: bool = False
    version: int = 0


class PaperIn(BaseModel):
    """Paper copies that came in."""

    paper_copies: Annotated[int, Field(ge=0, le=100)]
    paper_received_on: date


class ScreeningIn(BaseModel):
    """The initial review's result; verdicts and notes of single conditions come beside it."""

    is_qualified: bool
    reason: Reason


class ProposalIn(BaseModel):
    """Which of those tied at the cut are in, and why."""

    chosen: list[int] = Field(default_factory=list, max_length=90)
    note: Annotated[str, StringConstraints(max_length=2000)] = ""


class AmendmentIn(BaseModel):
    """A county that leaves the noticed list, and whether the next one takes its place."""

    application_id: int
    rationale: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    takes_next: bool = False
