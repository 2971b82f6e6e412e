"""What programs send and read of a published list as its office keeps it, and of appeals about it."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.lists.labels import AppealKind, ListChangeKind, Reason
from marketplace.lists.schemas import AppealAnswerIn, AppealIn, ChangeIn, ListEntryOut, Why, WithdrawalIn


class KeptListLineOut(BaseModel):
    """A list that an office keeps; ``edition`` is 0 before its first."""

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


class KeptEntryOut(ListEntryOut):
    """An entry with what its provider did in the county, in words."""

    record: str


class ListChangeOut(BaseModel):
    """A change of a published list; ``provider_id`` is null where the whole list is to be withdrawn.

    It waits for a colleague while neither ``confirmed_at`` nor ``refused_at`` is there.
    """

    id: int
    list_id: int
    provider_id: int | None
    kind: ListChangeKind
    reason: Reason
    rationale: str
    until_on: date | None
    proposed_at: datetime
    confirmed_at: datetime | None
    refused_at: datetime | None
    is_own: bool = Field(description="Whether the reader proposed it, who then can't confirm it")


class ListAppealOut(BaseModel):
    """An appeal or a complaint, for its author and the office; ``is_upheld`` is null before the answer."""

    id: int
    list_id: int
    provider_id: int
    kind: AppealKind
    text: str
    filed_at: datetime
    answer: str
    is_upheld: bool | None
    answered_at: datetime | None


class KeptListOut(KeptListLineOut):
    """A list as its office keeps it: entries of the newest edition, changes that wait, appeals, the running draft."""

    is_withdrawn: bool
    draft_id: int | None
    entries: list[KeptEntryOut]
    changes: list[ListChangeOut]
    appeals: list[ListAppealOut]


class RecognisableOut(BaseModel):
    """An entry of another county's list that stands today and may be recognised."""

    list_id: int
    provider_id: int
    name: str
    title: str
    label: str


class RecognisablesOut(BaseModel):
    """What may be recognised."""

    items: list[RecognisableOut]


class ListChangePath(BaseModel):
    """A change of a list in the address."""

    change_id: int


class ListAppealPath(BaseModel):
    """An appeal in the address."""

    appeal_id: int


class ListChangeBody(ChangeIn):
    """A change of one entry that a colleague has to confirm; ``until_on`` ends a suspension or a renewed period."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "provider_id": 1,
                    "kind": "suspend",
                    "reason": "service",
                    "rationale": "投诉核实属实，限期整改。",
                    "until_on": "2026-12-31",
                }
            ]
        },
    )

    provider_id: RowId


class ListWithdrawalBody(WithdrawalIn, extra="forbid"):
    """Why a whole published list is to be withdrawn; a colleague has to confirm it."""


class RecognitionBody(BaseModel, extra="forbid"):
    """Another county's entry to take over into a draft, and why."""

    from_list_id: RowId
    provider_id: RowId
    reason: Why


class AppealBody(AppealIn):
    """An applicant's appeal about itself, or anybody's complaint about a provider on the list."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"provider_id": 1, "kind": "complaint", "text": "合同到期以后不交还企业的数据。"}]
        },
    )

    provider_id: RowId


class AppealAnswerBody(AppealAnswerIn, extra="forbid"):
    """Whether an appeal is upheld, and the answer to its author."""


class SubscriptionOut(BaseModel):
    """Whether one hears of new editions of a list."""

    list_id: int
    is_subscribed: bool
