"""What areas hand in for a notice, and what people type for an objection and its answer."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Any, Self

from pydantic import BaseModel, Field, StringConstraints, model_validator

from marketplace.notices.labels import ChangeReason, Ground, Outcome, Remedy

WHOLE = "*"
Line = Annotated[str, StringConstraints(min_length=1, max_length=120)]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeItem:
    """A part of what is noticed that one may object to; ``key`` is stable and unique within the notice.

    ``note`` stands beside it on the page: a place, a score.
    """

    key: str
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeIn:
    """A notice to publish.

    ``facts`` is canonical JSON data of what is shown and frozen; ``days`` working days (1–60) it stays open;
    ``answer_days`` working days within which objections are answered. ``county_code`` is that of the county concerned,
    empty for the province's own.
    """

    subject_kind: str
    subject_id: int
    subject_url: str
    title: str
    lead: str
    facts: dict[str, Any]
    items: tuple[NoticeItem, ...]
    days: int
    answer_days: int = 5
    county_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeIn:
    """A change of what a notice shows.

    ``facts`` and ``items`` are those after the change: ``items`` only the parts that changed, which the new notice is
    about. ``changes`` says each change in one Chinese sentence. ``objection_ids`` are upheld objections that the
    change answers.
    """

    subject_kind: str
    subject_id: int
    reason: ChangeReason
    rationale: str
    facts: dict[str, Any]
    items: tuple[NoticeItem, ...]
    changes: tuple[str, ...]
    objection_ids: tuple[int, ...] = ()
    title: str = ""
    lead: str = ""


class ObjectionIn(BaseModel):
    """An objection as typed; ``item_key`` * means the whole, visitors give a name and a way to reach them."""

    item_key: str = Field(max_length=80)
    ground: Ground
    text: Annotated[str, StringConstraints(min_length=10, max_length=800)]
    remedy: Remedy
    name: str = Field(default="", max_length=120)
    contact: str = Field(default="", max_length=120)
    keep_secret: bool = False


class AnswerIn(BaseModel):
    """An answer as typed; ``summary`` and ``answer`` are published."""

    outcome: Outcome
    summary: Annotated[str, StringConstraints(min_length=4, max_length=400)]
    answer: Annotated[str, StringConstraints(min_length=10, max_length=2000)]
    repeats_id: int | None = None

    @model_validator(mode="after")
    def name_the_repeated(self) -> Self:
        """A repetition names the objection that it repeats."""
        if self.outcome is Outcome.REPEATED and self.repeats_id is None:
            raise ValueError("请选择它重复的是哪一件异议。")
        return self


class CalendarIn(BaseModel):
    """A year's calendar as typed: one day a line, 2026-02-16 春节, or a span 2026-02-16～2026-02-23 春节.

    ``pasted`` is a notice's text or a table; where it is given, it counts in place of the lines.
    """

    source: Line
    pasted: str = Field(default="", max_length=8000)
    off: str = Field(default="", max_length=4000)
    worked: str = Field(default="", max_length=4000)
    version: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DayRow:
    """A day that differs from its weekday."""

    day: date
    is_working: bool
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class YearRows:
    """A year's special days with the paper that they come from."""

    year: int
    source: str
    days: tuple[DayRow, ...]


class NoticeOut(BaseModel):
    """A notice for programs; times in UTC, days in Asia/Shanghai."""

    id: int
    number: str
    title: str
    lead: str
    state: str
    published_at: datetime
    first_on: date
    last_on: date
    ends_at: datetime
    days: int
    digest: str
    items: list[dict[str, str]]
    objections: list[dict[str, str]] = []


class NoticePath(BaseModel):
    """A notice in the address."""

    notice_id: int
