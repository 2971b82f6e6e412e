"""What a bureau's programs send and read of its own calls: drafted ones too, with who applied once that was opened."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict, Field
from pydantic.config import JsonDict

from marketplace.lists.call_schemas import CallOut
from marketplace.lists.criteria import CRITERIA, questions_of_template
from marketplace.lists.labels import ApplicationState, YesNo
from marketplace.lists.schemas import CallIn, EvidenceIn, ScreenIn
from marketplace.reviews.labels import Verdict
from marketplace.web.whole_bodies import WholeBody

EXAMPLE: JsonDict = {
    "catalog_no": 24,
    "provider_kind": "总承包商",
    "title": "示范县数字化总承包商征集",
    "guide": "申报单位应有同行业的实施案例。",
    "places": 5,
    "closes_on": "2026-12-20",
    "criteria": [{"key": one.key, "label": one.label, "points": one.points, "guide": one.guide} for one in CRITERIA],
    "questions": [{**one} for one in questions_of_template()],
    "version": 0,
}


class OfficeCallPath(BaseModel):
    """A call of an office in the address."""

    call_id: int


class CallBody(CallIn):
    """A call as a whole: what is left out has its default. Points of the criteria add up to 100."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [EXAMPLE]})

    version: int = Field(default=0, ge=0, description="`version` of the last answer, 0 for a new call")


class WholeCallBody(CallBody, WholeBody):
    """The whole call, replaced."""


class OfficeCallLineOut(CallOut):
    """A call as its office keeps it; ``handed_in`` is all that is known of applications before they are opened."""

    digest: str = Field(description="SHA-256 of the conditions as they were sealed, empty before")
    least_members: int
    handed_in: int
    created_at: datetime
    published_at: datetime | None
    opened_at: datetime | None
    version: int


class ApplicantOut(BaseModel):
    """Who applied; ``ruled`` is what the rules say of the declaration, ``state`` what the office noted."""

    id: int
    number: str
    provider_id: int
    name: str
    state: ApplicationState
    ruled: Verdict
    screening_reason: str
    submitted_at: datetime | None
    digest: str


class AdviceRowOut(BaseModel):
    """For how many firms a provider is among the first five, and with which scenarios."""

    provider_id: int
    firms: int
    scenarios: list[str]


class AdviceOut(BaseModel):
    """What the engine says over ``firms`` firms of the county: never part of a score; ``runs`` are digests."""

    firms: int
    is_of_pilots: bool
    rows: list[AdviceRowOut]
    runs: list[str]
    computed_at: datetime


class OfficeCallOut(OfficeCallLineOut):
    """A call with all that came of it so far; ``applications`` and ``advice`` stay empty while sealed."""

    applications: list[ApplicantOut]
    review_id: int | None
    advice: AdviceOut | None
    draft_id: int | None


class ListApplicationPath(BaseModel):
    """An application in the address."""

    application_id: int


class ScreeningBody(ScreenIn):
    """Whether an applicant meets the conditions; what the rules fail stays failed, all else needs its reason."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"verdict": "pass", "reason": ""}]})


class DeclaredOut(BaseModel):
    """A question of the declaration, its answer, and what the rules say of it; null where nothing was answered."""

    key: str
    text: str
    answer: YesNo | None
    ruled: Verdict


class AttachedOut(BaseModel):
    """A file of an application, given out at ``url``; ``size`` in bytes, ``digest`` the SHA-256 of the content."""

    id: int
    name: str
    size: int
    digest: str
    url: str


class ListApplicationOut(BaseModel):
    """An application for those who may read it; scores, in tenths, and outcome appear with the public notice.

    ``is_proposed`` is null before, ``note`` says why one is not proposed.
    """

    id: int
    number: str
    call_id: int
    provider_id: int
    name: str
    state: ApplicationState
    declared: list[DeclaredOut]
    statements: dict[str, str]
    evidence: list[EvidenceIn]
    files: list[AttachedOut]
    submitted_at: datetime | None
    screened_at: datetime | None
    screening_reason: str
    digest: str
    is_proposed: bool | None
    scores: dict[str, int]
    note: str
    notice_id: int | None
    can_screen: bool = Field(description="Whether the reader may note a verdict now")
    version: int
