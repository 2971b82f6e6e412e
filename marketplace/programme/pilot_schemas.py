"""What people type in a pilot county's two years."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from marketplace.core.ids import RowId
from marketplace.programme.labels import MeasureKind, PlatformKind, PracticeKind, RecognitionKind, RenovationStage
from marketplace.programme.schemas import Criteria

Name = Annotated[str, StringConstraints(min_length=2, max_length=120)]
Body = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Reason = Annotated[str, StringConstraints(min_length=4, max_length=500)]
Address = Annotated[str, StringConstraints(max_length=300, pattern=r"^(https?://\S+)?$")]
Level = Annotated[int, Field(ge=0, le=4)]


class ProposalOfFirmIn(BaseModel):
    """A firm proposed as pilot enterprise."""

    enterprise_id: RowId
    proposal: Reason


class DecisionIn(BaseModel):
    """The decision on a proposed firm; the days count for a selected one."""

    is_selected: bool
    reason: Reason
    starts_on: date | None = None
    ends_on: date | None = None
    version: int = 0

    @model_validator(mode="after")
    def give_days(self) -> Self:
        """A selected firm has a beginning and an end."""
        if self.is_selected and (self.starts_on is None or self.ends_on is None):
            raise ValueError("选定的企业要填写开始和完成日期。")
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValueError("完成日期不能早于开始日期。")
        return self


class RenovationIn(BaseModel):
    """What came of a pilot enterprise's renovation; output in 万元 a year."""

    provider: Annotated[str, StringConstraints(max_length=200)] = ""
    finished_on: date | None = None
    level_before: Level | None = None
    level_after: Level | None = None
    output_wan: Annotated[float, Field(ge=0, le=100_000_000)] | None = None
    version: int = 0

    @model_validator(mode="after")
    def give_level(self) -> Self:
        """A finished renovation has a level and an output, or the targets could not be counted."""
        if self.finished_on is not None and (self.level_after is None or self.output_wan is None):
            raise ValueError("已完成的改造要填写改造后的水平等级和年产值。")
        return self


class PlatformIn(BaseModel):
    """An industry platform or 产业大脑."""

    kind: PlatformKind
    name: Name
    operator: Body
    online_on: date
    firms_connected: Annotated[int, Field(ge=0, le=1_000_000)]
    url: Address = ""


class RecognitionIn(BaseModel):
    """A firm's recognition."""

    kind: RecognitionKind
    enterprise: Body
    recognised_on: date
    proof: Body


class MeasureIn(BaseModel):
    """A support measure."""

    kind: MeasureKind
    name: Name
    offered_by: Body
    summary: Annotated[str, StringConstraints(min_length=4, max_length=1000)]
    url: Address = ""
    scenarios: list[str] = Field(default_factory=list, max_length=60)
    stages: list[RenovationStage] = Field(default_factory=list, max_length=10)


class QuarterIn(BaseModel):
    """A quarterly report."""

    quarter: Annotated[str, StringConstraints(pattern=r"^20\d{2}-[1-4]$")]
    done: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    troubles: Annotated[str, StringConstraints(max_length=2000)] = ""


class AcceptanceIn(BaseModel):
    """A request for acceptance."""

    summary: Annotated[str, StringConstraints(min_length=50, max_length=4000)]
    copying: Annotated[str, StringConstraints(min_length=20, max_length=2000)]


class JudgementIn(BaseModel):
    """The province's decision on an acceptance."""

    is_passed: bool
    reason: Annotated[str, StringConstraints(min_length=4, max_length=1000)]


class PracticeIn(BaseModel):
    """A typical experience."""

    kind: PracticeKind
    title: Name
    text: Annotated[str, StringConstraints(min_length=30, max_length=4000)]


class PanelIn(BaseModel):
    """How an acceptance is judged."""

    criteria: Criteria
    least_experts: Annotated[int, Field(ge=1, le=50)]
