"""What programs send and read of acceptance: application, papers, effects, opinions, decision, and a county's days."""

from datetime import date, datetime

from pydantic import BaseModel, Field

from marketplace.files.services import MAX_FILES
from marketplace.projects.labels import Better, Decision
from marketplace.projects.schemas import AcceptanceIn, DecisionIn, EffectIn, OpinionIn, PaperIn, TermsIn
from marketplace.projects.works_schemas import ProjectFileOut
from marketplace.web.api_files import SentFile, SentForm


class AcceptanceBody(AcceptanceIn, extra="forbid"):
    """What was done, in the plant's words; levels come from its assessments."""


class PaperForm(PaperIn, SentForm):
    """A paper of the checklist by its ``key``, with the files that it consists of, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MAX_FILES)


class EffectBody(EffectIn, extra="forbid"):
    """An effect: figures before and after in ``unit``; the same name replaces what was stated."""


class OpinionBody(OpinionIn, extra="forbid"):
    """The supervisor's opinion."""

    agrees: bool


class DecisionBody(DecisionIn, extra="forbid"):
    """The county's decision; ``redo_by`` goes with one that failed, ``version`` is the application's."""


class TermsBody(TermsIn, extra="forbid"):
    """The days that hold for applications from now on; ``version`` is 0 where none were set."""


class AcceptancePaperOut(BaseModel):
    """A paper of the checklist with the files handed in for it, none while it is missing."""

    key: str
    label: str
    hint: str
    note: str
    files: list[ProjectFileOut]


class EffectOut(BaseModel):
    """What the work changed: a figure before and after, in thousandths of ``unit``."""

    name: str
    unit: str
    before_milli: int
    after_milli: int
    better: Better
    proof: str


class AcceptanceOut(BaseModel):
    """The newest application for acceptance; levels of digital maturity are 0 to 4."""

    number: int
    summary: str
    level_before: int
    level_after: int
    applied_at: datetime | None
    supervisor_agrees: bool | None
    supervisor_opinion: str
    supervised_at: datetime | None
    review_id: int | None
    experts: list[str] = Field(description="What experts agreed on, empty before they did")
    decision: Decision | None
    opinion: str
    redo_by: date | None
    decided_at: datetime | None
    papers: list[AcceptancePaperOut]
    missing: list[str] = Field(description="Labels of the papers that are not there yet")
    effects: list[EffectOut]
    version: int


class AcceptanceTermsOut(BaseModel):
    """The days that hold in one's county: months to apply in, days to mend in; ``version`` 0 are the release's."""

    within_months: int
    redo_days: int
    version: int
