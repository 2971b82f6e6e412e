"""What programs send and read of a pilot county's firms, tasks, reports, lists and acceptance."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from marketplace.exchange.limits import CODE_LIMIT
from marketplace.programme.labels import EditionKind
from marketplace.programme.pilot_schemas import (
    AcceptanceIn,
    DecisionIn,
    JudgementIn,
    PanelIn,
    ProposalOfFirmIn,
    QuarterIn,
    RenovationIn,
)
from marketplace.programme.schemas import MOST_CRITERIA, CriterionIn
from marketplace.programme.services.editions import MOST_TEXT
from marketplace.web.whole_bodies import WholeBody

MOST_ROWS = 200
VERSION = Field(ge=1, description="`version` of the last answer")
IndustryList = Literal[EditionKind.PROBLEMS, EditionKind.SCENARIOS]


class PilotAreaPath(BaseModel):
    """A pilot county in the address."""

    pilot_id: int


class PilotFirmPath(PilotAreaPath):
    """A firm that a pilot county proposed, by the number of the proposal."""

    selection_id: int


class PilotTaskPath(PilotAreaPath):
    """A line of a pilot county's work chart."""

    task_id: int


class PilotReportPath(PilotAreaPath):
    """A quarterly report of a pilot county."""

    report_id: int


class PilotListPath(PilotAreaPath):
    """The list that is drafted from what the firms say."""

    kind: IndustryList


class FirmProposalBody(ProposalOfFirmIn):
    """A firm of the county with the reason for proposing it."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"enterprise_id": 1, "proposal": "骨干企业，改造意愿强。"}]}
    )


class FirmDecisionBody(DecisionIn):
    """The decision on a proposed firm; a selected one has its days, within the two years."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "is_selected": True,
                    "reason": "符合选定条件。",
                    "starts_on": "2026-12-01",
                    "ends_on": "2027-05-31",
                    "version": 1,
                }
            ]
        },
    )

    version: int = VERSION


class FirmProgressBody(RenovationIn, WholeBody, extra="forbid"):
    """What came of a selected firm's renovation; a finished one has its level and output, in 万元 a year."""

    version: int = VERSION


class PilotFirmOut(BaseModel):
    """A proposed or selected firm; ``is_selected`` is null before the decision."""

    id: int
    pilot_id: int
    enterprise_id: int
    name: str
    proposal: str
    proposed_at: datetime
    is_selected: bool | None
    reason: str
    decided_at: datetime | None
    starts_on: date | None
    ends_on: date | None
    provider: str
    finished_on: date | None
    level_before: int | None
    level_after: int | None
    output_wan: float | None
    version: int


class TaskMarkBody(BaseModel, extra="forbid"):
    """Whether the task is done."""

    is_done: bool


class PilotTaskOut(BaseModel):
    """A line of the work chart; ``done_on`` is the day on which it was marked."""

    id: int
    task: str
    owner: str
    starts_on: date
    ends_on: date
    is_done: bool
    done_on: date | None


class PilotQuarterBody(QuarterIn):
    """A quarter's report; figures are taken from the tracker."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"quarter": "2026-4", "done": "选定试点企业，编制清单，启动改造。"}]},
    )


class PilotReportOut(BaseModel):
    """A report as it was handed in; the digest is over text and figures."""

    id: int
    pilot_id: int
    year: int
    quarter: int
    done: str
    troubles: str
    digest: str
    submitted_at: datetime


class ListRowIn(BaseModel, extra="forbid"):
    """A row of the draft that is published, with the county's words for it."""

    code: Annotated[str, Field(max_length=CODE_LIMIT)]
    text: Annotated[str, Field(min_length=1, max_length=MOST_TEXT)]


class PilotEditionBody(BaseModel, extra="forbid"):
    """What is published: the selected enterprises as they stand, or rows of the draft of a list."""

    kind: EditionKind
    rows: list[ListRowIn] = Field(default=[], max_length=MOST_ROWS, description="None for enterprises")


class ListDraftRowOut(BaseModel):
    """A scenario that three firms or more name, with the county's mark and words that nobody's own are."""

    code: str
    name: str
    firms: int
    mark: str
    text: str


class IndustryListOut(BaseModel):
    """The draft of the industry's problem or scenario list."""

    pilot_id: int
    kind: EditionKind
    rows: list[ListDraftRowOut]


class PilotAcceptanceBody(AcceptanceIn, extra="forbid"):
    """What the county says in its request; asked again before the experts begin, it takes the place of the first."""


class PilotCriterionBody(CriterionIn, extra="forbid"):
    """A criterion in whole points."""


class PilotPanelBody(PanelIn, extra="forbid"):
    """How the experts judge."""

    criteria: list[PilotCriterionBody] = Field(min_length=1, max_length=MOST_CRITERIA)  # type: ignore[assignment]  # a narrower row


class PilotJudgementBody(JudgementIn, extra="forbid"):
    """The province's decision with its reason."""


class PilotAcceptanceOut(BaseModel):
    """The acceptance of a pilot county; ``review_id`` is the experts' review, null before it is set up."""

    pilot_id: int
    summary: str
    copying: str
    digest: str
    requested_at: datetime
    review_id: int | None
    decided_at: datetime | None
    is_passed: bool | None
    reason: str
