"""What an office's programs send with the steps of a draft, from an old list to the edition."""

from typing import Annotated

from pydantic import ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.lists.draft_schemas import ListDraftOut
from marketplace.lists.schemas import DecideIn, ImportIn, NoticedChangeIn, PublishIn
from marketplace.web.api_files import SentFile, SentForm

Seen = Annotated[int, Field(ge=1, description="`version` of the last answer")]
MOST_OBJECTIONS = 100


class OldListForm(SentForm, ImportIn):
    """An old list: its workbook as the part ``file`` of a multipart request, and where it comes from."""

    file: list[SentFile] = Field(min_length=1, max_length=1)


class OldListOut(ListDraftOut):
    """The draft that was made of an old list, and which columns of the workbook nobody reads."""

    unread_columns: list[str]


class NoticedChangeBody(NoticedChangeIn):
    """A change of what is under notice; ``objection_ids`` are upheld ones that it answers."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "provider_id": 1,
                    "include": False,
                    "why": "objection",
                    "reason": "经核查，所列案例没有验收。",
                    "objection_ids": [1],
                    "version": 3,
                }
            ]
        },
    )

    provider_id: RowId
    objection_ids: list[RowId] = Field(default=[], max_length=MOST_OBJECTIONS)
    version: Seen


class ListDecisionBody(DecideIn):
    """The decision of the office with its meeting, as it is published."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={"examples": [{"decision": "经局长办公会议集体研究，决定列入以下服务商。", "version": 4}]},
    )

    version: Seen


class PublicationBody(PublishIn, extra="forbid"):
    """The day from which the edition counts: today, or one of the next sixty."""

    version: Seen
