"""What programs send and read of applications to become a pilot county."""

from datetime import date, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from marketplace.programme.labels import (
    ApplicationPart,
    ApplicationState,
    CheckResult,
    OpinionDecision,
    OpinionLevel,
    ScreeningVerdict,
)
from marketplace.programme.plan import FIELD_LABELS
from marketplace.programme.schemas import OpinionIn, PaperIn, ScreeningIn
from marketplace.web.api_files import SentFile

LONGEST = 20_000  # Characters of a field; what the round allows is told as a defect beside it.
MOST_PAGES = 10
# Lists have applications with states of their own: described in place, the two share no name.
StateOfApplication = Annotated[
    ApplicationState, WithJsonSchema({"type": "string", "enum": [state.value for state in ApplicationState]})
]
Typed = Annotated[str, StringConstraints(max_length=LONGEST)]


class PilotRoundPath(BaseModel):
    """A round in the address."""

    round_id: int


class PilotApplicationPath(BaseModel):
    """An application in the address."""

    application_id: int


class PilotPartPath(PilotApplicationPath):
    """A part of an application."""

    part: ApplicationPart


class PilotPartBody(BaseModel):
    """All fields of a part by their names, as people type them; a field that is left out is empty from then on."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"content": {"basis": "本县细分行业企业集聚。"}, "version": 1}]},
    )

    content: dict[str, Typed] = Field(max_length=len(FIELD_LABELS))
    version: int = Field(ge=1, description="`version` of the last answer")


class PilotFinalisationBody(BaseModel, extra="forbid"):
    """The version whose content is frozen."""

    version: int = Field(ge=1, description="`version` of the last answer")


class PilotSubmissionBody(BaseModel, extra="forbid"):
    """The declaration of truth."""

    declared: bool


class GovernmentOpinionForm(BaseModel, extra="forbid"):
    """The government's opinion with the scan of the sealed page, as parts of a multipart request."""

    page: list[SentFile] = Field(min_length=1, max_length=MOST_PAGES)
    text: Annotated[str, StringConstraints(min_length=2, max_length=500)]
    signed_on: date

    def to_opinion(self) -> OpinionIn:
        """Return the opinion without its scans."""
        return OpinionIn(text=self.text, signed_on=self.signed_on)


class PilotCityOpinionBody(OpinionIn):
    """The city's opinion: it sends the application up, or returns it with the reason and how to mend it."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision": "agree", "text": "同意申报。", "signed_on": "2026-11-20"}]},
    )

    decision: OpinionDecision


class PilotPaperBody(PaperIn, extra="forbid"):
    """Paper copies that came in."""


class PilotVerdictIn(BaseModel, extra="forbid"):
    """What is decided on a condition, by its key; against the data it needs a note."""

    key: Annotated[str, Field(max_length=60)]
    verdict: ScreeningVerdict
    note: Annotated[str, Field(max_length=500)] = ""


class PilotScreeningBody(ScreeningIn, extra="forbid"):
    """The result of the initial review with a verdict on every condition."""

    conditions: list[PilotVerdictIn] = Field(max_length=60)

    @model_validator(mode="after")
    def name_each_once(self) -> Self:
        """A condition that was decided twice was decided not at all."""
        if len({one.key for one in self.conditions}) < len(self.conditions):
            raise ValueError("同一项条件只能判断一次。")
        return self

    def by_key(self) -> dict[str, tuple[str, str]]:
        """Return verdict and note by the condition's key."""
        return {one.key: (one.verdict.value, one.note) for one in self.conditions}


class PilotApplicationLineOut(BaseModel):
    """An application in the list of a round."""

    id: int
    round_id: int
    county_code: str
    county: str
    industry: str
    state: StateOfApplication
    place: int | None
    version: int


class PilotOpinionOut(BaseModel):
    """An opinion; ``digest`` is that of the content that it is about."""

    level: OpinionLevel
    decision: OpinionDecision
    text: str
    signed_on: date
    digest: str
    given_at: datetime
    pages: list[str] = Field(description="Addresses of the scans")


class PilotApplicationOut(PilotApplicationLineOut):
    """An application with all that was typed and what is to be mended in it, by field.

    Whom to call is told to bureaus alone. ``digest`` is that of the final form, empty before.
    """

    content: dict[str, str]
    contact_name: str | None
    contact_phone: str | None
    defects: dict[str, list[str]]
    digest: str
    finalised_at: datetime | None
    submitted_at: datetime | None
    receipt_number: str
    returned_at: datetime | None
    endorsed_at: datetime | None
    paper_copies: int | None
    paper_received_on: date | None
    is_qualified: bool | None
    opinions: list[PilotOpinionOut]


class PilotConditionOut(BaseModel):
    """A condition of the notice: what the data say, and what was decided, null before."""

    key: str
    label: str
    basis: str
    found: CheckResult
    evidence: str
    verdict: ScreeningVerdict | None
    note: str


class PilotScreeningOut(BaseModel):
    """The initial review of an application; ``is_qualified`` is null before it is decided."""

    application_id: int
    state: StateOfApplication
    conditions: list[PilotConditionOut]
    is_qualified: bool | None
    reason: str
    decided_at: datetime | None
    paper_copies: int | None
    paper_received_on: date | None
