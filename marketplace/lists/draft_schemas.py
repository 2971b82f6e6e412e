"""What programs send and read of drafts of lists."""

from datetime import datetime

from pydantic import BaseModel, Field

from marketplace.lists.labels import Basis, ListAction, ListState
from marketplace.lists.schemas import DraftEntryOut, MoveIn, VersionIn
from marketplace.web.api import CursorQuery


class DraftQuery(CursorQuery):
    """Where the list goes on, and whether only drafts are wanted that are neither published nor withdrawn."""

    open: bool = Field(default=False, description="Only drafts that are neither published nor withdrawn")


class ListDraftPath(BaseModel):
    """A draft in the address."""

    draft_id: int


class DraftMoveBody(MoveIn, extra="forbid"):
    """A provider to take into a draft or out of it, and why."""


class DraftSubmissionBody(VersionIn, extra="forbid"):
    """The state of the draft that is handed in."""

    version: int = Field(ge=1)


class ListDraftLineOut(BaseModel):
    """A draft on its way to an edition; ``proposed`` counts its entries."""

    id: int
    list_id: int
    title: str
    county_code: str
    state: ListState
    basis: Basis
    source: str
    proposed: int
    created_at: datetime
    version: int


class ListDraftOut(ListDraftLineOut):
    """A draft with its entries; ``omitted`` are not proposed, each with the reason in ``note``."""

    entries: list[DraftEntryOut]
    omitted: list[DraftEntryOut]
    returned_reason: str
    withdrawn_reason: str
    notice_id: int | None
    due_objections: list[int] = Field(description="Upheld objections that wait for a change of what is under notice")
    decision: str
    actions: list[ListAction] = Field(description="What the reader may do with the draft now")
