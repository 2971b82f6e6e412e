"""What people type around lists, and what programs get."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, Field, StringConstraints

from marketplace.exchange.labels import ProviderKindName
from marketplace.lists.labels import AppealKind, ListChangeKind, Reason, Rule, YesNo
from marketplace.notices.labels import ChangeReason
from marketplace.reviews.labels import Verdict

Key = Annotated[str, StringConstraints(max_length=20, pattern=r"^[a-z][a-z0-9_]*$")]
Line = Annotated[str, StringConstraints(min_length=2, max_length=200)]
Why = Annotated[str, StringConstraints(min_length=4, max_length=500)]


class CriterionIn(BaseModel):
    """A criterion of a call; ``points`` and ``minimum`` in whole points."""

    key: Key
    label: Annotated[str, StringConstraints(min_length=2, max_length=40)]
    points: int = Field(ge=1, le=100)
    minimum: int = Field(default=0, ge=0, le=100)
    guide: Annotated[str, StringConstraints(max_length=300)] = ""


class QuestionIn(BaseModel):
    """A question of the declaration, the answer that is wanted, and what the other one leads to."""

    key: Key
    text: Annotated[str, StringConstraints(min_length=4, max_length=200)]
    wanted: YesNo
    rule: Rule


class CallIn(BaseModel):
    """A call as typed; ``catalog_no`` 0 is for every industry, ``places`` 0 without a limit."""

    catalog_no: int = Field(default=0, ge=0, le=999)
    provider_kind: ProviderKindName = ProviderKindName.GENERAL_CONTRACTOR
    title: Line
    guide: Annotated[str, StringConstraints(max_length=3000)] = ""
    places: int = Field(default=0, ge=0, le=200)
    closes_on: date
    valid_months: int = Field(default=24, ge=1, le=60)
    notice_days: int = Field(default=5, ge=1, le=60)
    least_members: int = Field(default=3, ge=1, le=30)
    minimum_total: int = Field(default=60, ge=0, le=100)
    criteria: list[CriterionIn] = Field(min_length=1, max_length=12)
    questions: list[QuestionIn] = Field(default=[], max_length=20)
    version: int = 0


class EvidenceIn(BaseModel):
    """What a provider shows for a scenario; half a line may be saved, only a whole one is handed in."""

    scenario: Annotated[str, StringConstraints(max_length=60)] = ""
    text: Annotated[str, StringConstraints(max_length=500)] = ""


class ApplicationIn(BaseModel):
    """An application as typed: answers by question, statements by criterion, evidence by scenario."""

    answers: dict[str, YesNo] = {}
    statements: dict[str, Annotated[str, StringConstraints(max_length=1500)]] = {}
    evidence: list[EvidenceIn] = Field(default=[], max_length=30)
    version: int = 0


class ScreenIn(BaseModel):
    """The verdict on an applicant's conditions; ``reason`` is asked for wherever the rules leave room."""

    verdict: Verdict
    reason: Annotated[str, StringConstraints(max_length=500)] = ""


class VersionIn(BaseModel):
    """Nothing but the version that the officer saw."""

    version: int = 0

    def said(self) -> dict[str, Any]:
        """Return the fields as services take them, which name the version as the one that was seen."""
        return {**self.model_dump(exclude={"version"}), "seen_version": self.version}


class ReasonIn(VersionIn):
    """A reason that is kept, and mostly published."""

    reason: Why


class MoveIn(VersionIn):
    """A provider to take into a draft or out of it."""

    provider_id: int
    include: bool = False
    reason: Why


class NoticedChangeIn(VersionIn):
    """A change of what is under public notice."""

    provider_id: int
    include: bool = False
    why: ChangeReason
    reason: Annotated[str, StringConstraints(min_length=4, max_length=1000)]
    objection_ids: list[int] = []


class DecideIn(VersionIn):
    """The decision of the office with its meeting, as published."""

    decision: Annotated[str, StringConstraints(min_length=10, max_length=1000)]


class PublishIn(VersionIn):
    """Publication; the day from which the edition counts."""

    effective_on: date


class RecogniseIn(BaseModel):
    """Another county's entry to recognise."""

    list_id: int
    provider_id: int
    reason: Why


class ChangeIn(BaseModel):
    """A change of one entry of a published list."""

    provider_id: int
    kind: ListChangeKind
    reason: Reason
    rationale: Annotated[str, StringConstraints(min_length=4, max_length=500)]
    until_on: date | None = None


class WithdrawalIn(BaseModel):
    """The withdrawal of a whole published list; both are published."""

    reason: Reason
    rationale: Annotated[str, StringConstraints(min_length=10, max_length=500)]


class AppealIn(BaseModel):
    """An appeal or a complaint as typed."""

    provider_id: int
    kind: AppealKind
    text: Annotated[str, StringConstraints(min_length=10, max_length=1000)]


class AppealAnswerIn(BaseModel):
    """The answer to an appeal."""

    is_upheld: bool = False
    answer: Annotated[str, StringConstraints(min_length=4, max_length=1000)]


class ImportIn(BaseModel):
    """An old list on paper that is entered from a workbook."""

    catalog_no: int = Field(default=0, ge=0, le=999)
    provider_kind: ProviderKindName = ProviderKindName.GENERAL_CONTRACTOR
    source: Annotated[str, StringConstraints(min_length=4, max_length=200)]


EntryDay = Annotated[date | None, BeforeValidator(lambda day: day or None)]


class EditionEntryOut(BaseModel):
    """An entry as an edition holds it; days as 2026-11-22, empty where there is none; scores in tenths of a point."""

    provider_id: int
    name: str
    uscc: str
    basis: str
    place: int
    total: int
    scores: dict[str, int]
    provenance: dict[str, str | int]
    note: str
    state: str
    admitted_on: str
    valid_until: str
    suspended_until: str
    reason: str
    changed_on: str


class DraftEntryOut(EditionEntryOut):
    """An entry on its way into an edition, or out of one; days are null where there is none."""

    admitted_on: EntryDay  # type: ignore[assignment]  # Kept as a text, empty for none.
    valid_until: EntryDay  # type: ignore[assignment]  # As above.
    suspended_until: EntryDay  # type: ignore[assignment]  # As above.
    changed_on: EntryDay  # type: ignore[assignment]  # As above.


class ListEntryOut(DraftEntryOut):
    """An entry of a list with how it stands today: a suspension or a term may have ended since the edition."""

    state_today: str


class EditionOfOut(BaseModel):
    """Which list an edition belongs to."""

    id: int
    title: str
    county_code: str
    county: str
    catalog_no: int
    industry: str
    provider_kind: str


class CriterionOut(BaseModel):
    """What a score is called."""

    key: str
    label: str


class EditionOut(BaseModel):
    """The canonical JSON of an edition; SHA-256 over its bytes is the digest that papers and pages show."""

    kind: str
    list: EditionOfOut
    number: int
    label: str
    effective_on: date
    published_at: str
    previous_digest: str
    criteria: Sequence[CriterionOut]
    decision: dict[str, str | int]
    entries: Sequence[EditionEntryOut]


class ListOut(BaseModel):
    """A list with its newest edition; ``digest`` is the SHA-256 of the edition's canonical JSON.

    ``is_withdrawn`` says that the edition withdraws the whole list: nobody stands on it any more.
    """

    id: int
    title: str
    county_code: str
    county: str
    catalog_no: int
    industry: str
    provider_kind: str
    edition: int
    label: str
    digest: str
    effective_on: date
    published_at: datetime
    is_withdrawn: bool = False
    entries: list[ListEntryOut] = []


class ListPath(BaseModel):
    """A list in the address."""

    list_id: int


class EditionPath(BaseModel):
    """An edition in the address."""

    list_id: int
    number: int


class AsOfQuery(BaseModel):
    """The day as of which a list is wanted; today when it is missing."""

    as_of: date | None = None
