"""What people type for rounds, opinions, the initial review and decisions."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, field_validator, model_validator

from marketplace.programme.labels import OpinionDecision
from marketplace.programme.rules import CriterionRule, RoundRules, tenths

Title = Annotated[str, StringConstraints(min_length=4, max_length=120)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=1000)]
Points = Annotated[float, Field(ge=0, le=100)]
CRITERION_SHAPE = "一行写一项：名称｜满分｜最低分，最低分可不写，例如 细分行业基础｜30｜18。"


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
    criteria: Annotated[str, StringConstraints(min_length=1, max_length=4000)]
    least_experts: Annotated[int, Field(ge=1, le=50)]
    notice_days: Annotated[int, Field(ge=1, le=60)]
    seen_version: int = 0

    @field_validator("criteria")
    @classmethod
    def read_criteria(cls, text: str) -> str:
        """Refuse lines that are no criterion, with the line's number."""
        parse_criteria(text)
        return text

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
            criteria=parse_criteria(self.criteria),
            tilt_mountain=tenths(self.tilt_mountain),
            tilt_island=tenths(self.tilt_island),
        )


def parse_criteria(text: str) -> tuple[CriterionRule, ...]:
    """Return the criteria of lines 名称｜满分｜最低分; raises ValueError naming the line."""
    made = []
    for number, line in enumerate((one for one in text.splitlines() if one.strip()), start=1):
        cells = [cell.strip() for cell in line.replace("|", "｜").replace("\t", "｜").split("｜")]
        numbers = [cell for cell in cells[1:] if cell.isascii() and cell.isdigit()]
        if len(cells) not in {2, 3} or not cells[0] or len(numbers) != len(cells) - 1:
            raise ValueError(f"第 {number} 行“{line.strip()[:20]}”看不懂。{CRITERION_SHAPE}")
        points, minimum = int(numbers[0]), int(numbers[1]) if len(numbers) > 1 else 0
        if not 1 <= points <= 1000 or minimum > points:  # noqa: PLR2004 - more points are a slip of the keyboard
            raise ValueError(f"第 {number} 行“{cells[0][:20]}”：满分应在 1 到 1000 之间，最低分不能超过满分。")
        made.append(CriterionRule(label=cells[0], points=points, minimum=minimum))
    if not made:
        raise ValueError(f"请至少写一项评分标准。{CRITERION_SHAPE}")
    return tuple(made)


def write_criteria(rules: RoundRules) -> str:
    """Return criteria as the lines that ``parse_criteria`` reads."""
    return "\n".join(
        f"{item.label}｜{item.points}" + (f"｜{item.minimum}" if item.minimum else "") for item in rules.criteria
    )


class OpinionIn(BaseModel):
    """An opinion of the county's government or of the city."""

    decision: OpinionDecision = OpinionDecision.AGREE
    text: Annotated[str, StringConstraints(min_length=2, max_length=500)]
    signed_on: date


class SubmitIn(BaseModel):
    """Handing in, with the declaration of truth."""

    declared: bool = False
    seen_version: int = 0


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
