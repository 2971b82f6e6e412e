"""What people type about enquiries and projects; amounts arrive in 万元 or yuan and leave in fen."""

from datetime import date
from typing import Annotated, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from marketplace.core.ids import RowId
from marketplace.exchange.labels import Payment
from marketplace.projects.labels import (
    Better,
    ChangeKind,
    Decision,
    MeterKind,
    MilestoneState,
    SupervisionVerdict,
)
from marketplace.projects.typed import Days, Line, LineUnit, Milli, Months, Reason, Share, Unit, WanFen, YuanFen

MOST_ASKED = 6
Text = Annotated[str, StringConstraints(min_length=4, max_length=1000)]
Stars = Annotated[int, Field(ge=1, le=5)]


class EnquiryIn(BaseModel):
    """An enquiry: whom to ask, which rows of the list, until when."""

    title: Annotated[Line, StringConstraints(min_length=2)]
    note: str = Field(default="", max_length=2000)
    providers: list[RowId] = Field(min_length=1, max_length=MOST_ASKED)
    needs: list[Annotated[str, StringConstraints(max_length=20)]] = Field(min_length=1, max_length=100)
    due_on: date
    supervisor_id: RowId | None = None
    run_digest: str = Field(default="", max_length=64)
    origin: str = Field(default="", max_length=40)


class QuestionIn(BaseModel):
    """A question to the plant, or the plant's answer."""

    text: Annotated[str, StringConstraints(min_length=4, max_length=1000)]


class LineIn(BaseModel, extra="forbid"):
    """One need of a quotation; without a module the need is not offered."""

    key: str = Field(max_length=20)
    module: Annotated[Line, StringConstraints(max_length=200)] = ""
    payment: Payment | None = None
    price: WanFen | None = None
    unit: LineUnit = ""
    unit_price: YuanFen | None = None
    share: Share | None = None
    days: Days | None = None
    guarantee: str = Field(default="", max_length=500)
    plant_gives: str = Field(default="", max_length=500)

    @property
    def is_offered(self) -> bool:
        return bool(self.module)

    @model_validator(mode="after")
    def complete(self) -> Self:
        """An offered need states price, days and form of payment; by use and by effect ask for more."""
        if not self.is_offered:
            if self.price is not None or self.days is not None:
                raise ValueError("填了价格或天数，但没有写用什么模块。请补上模块；不提供这一条的，把这一行清空。")
            return self
        if self.payment is None or self.price is None or self.days is None:
            raise ValueError("提供的每一条都要写付费方式、首年费用和上线天数；包含在别的条目里的，首年费用填 0。")
        if self.payment is Payment.BY_USE and (self.unit_price is None or not self.unit):
            raise ValueError("按使用付费的，请写计量单位和单价，例如：每台每月 30 元。")
        if self.payment is Payment.BY_RESULT and (self.share is None or not self.unit):
            raise ValueError("按效果付费的，请写用什么指标、单位是什么，以及分成比例。")
        return self


class QuotationIn(BaseModel):
    """A quotation over the whole list; ``knows_last``: the provider has read that this one opens all and is final."""

    lines: list[LineIn] = Field(min_length=1, max_length=100)
    warranty_months: Months
    note: str = Field(default="", max_length=2000)
    version: int = 0
    knows_last: bool = False

    @model_validator(mode="after")
    def offers_something(self) -> Self:
        """A quotation offers at least one need."""
        if not any(line.is_offered for line in self.lines):
            raise ValueError("一条也没有提供。请至少填写一条；确实做不了的，请改为“不报价”，写明理由。")
        return self


class ReasonIn(BaseModel):
    """Why somebody declines, cancels or ends something."""

    reason: Reason


class ChoiceIn(BaseModel):
    """The choice with its reason, which everybody who was asked will read."""

    provider_id: RowId
    reason: Annotated[str, StringConstraints(min_length=10, max_length=500)]
    version: int = 0


class MilestoneIn(BaseModel, extra="forbid"):
    """A milestone as planned; ``payment`` in 万元."""

    title: Line = ""
    due_on: date | None = None
    payment: WanFen | None = None

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A milestone has a name and a day."""
        if (self.due_on is not None or self.payment) and not self.title:
            raise ValueError("请写明这个里程碑要完成什么。")
        if self.title and self.due_on is None:
            raise ValueError("请写明完成日期，例如 2026-11-22。")
        return self


class ContractIn(BaseModel):
    """What the parties agreed on beside quotation and model text; choices arrive as ``choice_<clause>``."""

    milestones: list[MilestoneIn] = Field(min_length=1, max_length=12)
    check_days: Annotated[int, Field(ge=1, le=30)] = 5
    pay_days: Annotated[int, Field(ge=1, le=90)] = 15
    daily_permyriad: Annotated[int, Field(ge=1, le=30)] = 5
    version: int = 0


class SignedIn(BaseModel):
    """The day on which the contract was signed."""

    signed_on: date


class PartnerIn(BaseModel):
    """A partner's part of the contract."""

    partner_id: RowId
    needs: list[Annotated[str, StringConstraints(max_length=20)]] = Field(min_length=1, max_length=100)
    price: WanFen


class MoveIn(BaseModel):
    """What becomes of a milestone; ``version`` notices a page that is out of date."""

    target: MilestoneState
    note: str = Field(default="", max_length=1000)
    version: int


class SupervisorIn(BaseModel):
    """A supervisor's firm to ask."""

    supervisor_id: RowId


class ReportIn(BaseModel):
    """A supervisor's report."""

    milestone_id: RowId | None = None
    visited_on: date
    verdict: SupervisionVerdict
    findings: Annotated[str, StringConstraints(min_length=10, max_length=3000)]


class ChangeIn(BaseModel):
    """A proposed change."""

    kind: ChangeKind
    milestone_id: RowId | None = None
    days: Annotated[int, Field(ge=0, le=365)] = 0
    amount: WanFen = 0
    is_less: bool = False
    reason: Annotated[str, StringConstraints(min_length=10, max_length=1000)]

    @model_validator(mode="after")
    def complete(self) -> Self:
        """A delay names milestone and days, a change of price an amount."""
        if self.kind is ChangeKind.DELAY and (self.milestone_id is None or not self.days):
            raise ValueError("延期请写明哪个里程碑、推后几天。")
        if self.kind is ChangeKind.PRICE and not self.amount:
            raise ValueError("变更价款请写明增加或减少多少万元。")
        return self


class AnswerIn(BaseModel):
    """Yes or no, with words."""

    agrees: bool = False
    answer: str = Field(default="", max_length=500)


class MeterIn(BaseModel):
    """What is measured and how it turns into money."""

    kind: MeterKind
    name: Annotated[Line, StringConstraints(min_length=2, max_length=80)]
    unit: Annotated[Unit, StringConstraints(min_length=1)]
    price: YuanFen | None = None
    output_unit: Unit = ""
    baseline: Milli | None = None
    value: YuanFen | None = None
    share: Annotated[int, Field(ge=1, le=100)] | None = None
    better: Better = Better.LOWER
    cap: WanFen | None = None
    source: str = Field(default="", max_length=300)

    @model_validator(mode="after")
    def complete(self) -> Self:
        """By use asks for a price, by effect for baseline, its source, output, worth and share."""
        if self.kind is MeterKind.BY_USE and not self.price:
            raise ValueError("按使用付费的，请填写单价。")
        if self.kind is MeterKind.BY_EFFECT:
            if not self.baseline or not self.output_unit or not self.source:
                raise ValueError("按效果付费的，请填写改造前的基准、产量单位和基准的依据。没有基准就算不出效果。")
            if not self.value or self.share is None:
                raise ValueError("按效果付费的，请填写每节约（或增加）一个单位值多少元，以及服务商的分成比例。")
        return self


class ReadingIn(BaseModel):
    """A reading of a counter."""

    read_on: date
    value: Milli
    output: Milli = 0
    note: str = Field(default="", max_length=300)


class AcceptanceIn(BaseModel):
    """An application for acceptance; levels come from the assessments."""

    summary: Annotated[str, StringConstraints(min_length=20, max_length=3000)]


class PaperIn(BaseModel):
    """A paper of the checklist."""

    key: str = Field(max_length=40)
    note: str = Field(default="", max_length=500)


class EffectIn(BaseModel):
    """What changed, with unit, baseline and proof."""

    name: Annotated[Line, StringConstraints(min_length=2, max_length=80)]
    unit: Annotated[Unit, StringConstraints(min_length=1)]
    before: Milli
    after: Milli
    better: Better
    proof: Annotated[str, StringConstraints(min_length=4, max_length=300)]


class TermsIn(BaseModel):
    """The days that a county sets; ``version`` notices a page that is out of date."""

    within_months: Annotated[int, Field(ge=1, le=24)]
    redo_days: Annotated[int, Field(ge=5, le=180)]
    version: int = 0


class OpinionIn(BaseModel):
    """A supervisor's opinion on acceptance."""

    agrees: bool = False
    opinion: Annotated[str, StringConstraints(min_length=10, max_length=2000)]


class DecisionIn(BaseModel):
    """The county's decision."""

    decision: Decision
    opinion: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    redo_by: date | None = None
    version: int


class RatingIn(BaseModel):
    """The plant's rating."""

    stars: Stars
    on_time: Stars
    as_promised: Stars
    service: Stars
    text: Text


class RatingAnswerIn(BaseModel):
    """The provider's answer."""

    answer: Text
