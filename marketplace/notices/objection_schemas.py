"""What programs send and read of objections: whole for their author and the office, in part for everybody."""

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict, Field

from marketplace.core.ids import RowId
from marketplace.notices.labels import Ground, ObjectionState, Outcome, Remedy
from marketplace.notices.schemas import AnswerIn, ObjectionIn
from marketplace.web.api_files import SentFile

MOST_FILES = 20


class ObjectionPath(BaseModel):
    """An objection in the address."""

    objection_id: int


class ObjectionBody(ObjectionIn):
    """An objection; ``item_key`` is that of an item of the notice, * means the whole."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {
                    "item_key": "*",
                    "ground": "facts",
                    "remedy": "correct",
                    "text": "所列的案例没有验收，厂里还没有装上系统。",
                    "keep_secret": True,
                }
            ]
        },
    )


class ObjectionEvidenceForm(BaseModel, extra="forbid"):
    """Files that prove an objection, as parts of a multipart request, all named ``files``."""

    files: list[SentFile] = Field(min_length=1, max_length=MOST_FILES)


class ObjectionAnswerBody(AnswerIn):
    """The answer; ``summary`` and ``answer`` are published. A repetition names what it repeats."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [
                {"outcome": "rejected", "summary": "案例是否验收", "answer": "经核查，案例已经验收，有验收单。"}
            ]
        },
    )

    repeats_id: RowId | None = None


class NoticeWithdrawalBody(BaseModel, extra="forbid"):
    """Why a notice ends without a decision; published."""

    reason: str = Field(min_length=4, max_length=500)


class ObjectionEvidenceOut(BaseModel):
    """A file that proves an objection, given out at ``url``; ``size`` in bytes, ``digest`` a SHA-256."""

    id: int
    name: str
    size: int
    digest: str
    url: str


class ObjectionLineOut(BaseModel):
    """An objection without what its author wrote; ``due_on`` is the day until which it is to be answered."""

    id: int
    notice_id: int
    number: str
    item_key: str
    against: str
    ground: Ground
    remedy: Remedy
    state: ObjectionState
    filed_at: datetime
    due_on: date


class ObjectionOut(ObjectionLineOut):
    """An objection for its author, the office that answers, those above it and auditors."""

    text: str
    name: str
    contact: str
    keep_secret: bool
    outcome: Outcome | None
    summary: str
    answer: str
    answered_at: datetime | None
    repeats_id: int | None
    evidence: list[ObjectionEvidenceOut]
    can_answer: bool
    can_withdraw: bool
