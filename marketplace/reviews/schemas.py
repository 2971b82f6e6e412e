"""What areas hand in for a review, and what people type."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from marketplace.reviews.conflicts import PartyFacts
from marketplace.reviews.criteria import Scheme

Line = Annotated[str, StringConstraints(max_length=200)]
Code = Annotated[str, StringConstraints(max_length=18, to_upper=True)]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateIn:
    """One to be judged. ``key`` is the area's own name for it, unique in the review; ``tilt`` in tenths of a point."""

    key: str
    label: str
    facts: PartyFacts
    summary: str = ""
    links: tuple[tuple[str, str], ...] = ()
    tilt: int = 0
    tilt_note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewIn:
    """A review to set up; ``least_members`` experts without conflict must be there for every candidate."""

    subject_kind: str
    subject_id: int
    subject_url: str
    title: str
    scheme: Scheme
    candidates: tuple[CandidateIn, ...]
    county_code: str = ""
    least_members: int = 3
    due_at: datetime | None = None


class BodyIn(BaseModel):
    """A body that an expert worked for or holds shares in."""

    name: Line
    uscc: Code = ""


class ProfileIn(BaseModel):
    """An expert's statement."""

    field: Line
    title: Annotated[str, StringConstraints(max_length=80)] = ""
    employer_name: Line
    employer_uscc: Code = ""
    past: list[BodyIn] = Field(default_factory=list, max_length=20)
    holdings: list[BodyIn] = Field(default_factory=list, max_length=20)
    version: int = 0


class MemberIn(BaseModel):
    """An expert for a panel."""

    user_id: int
    is_chair: bool = False


class ConcludeIn(BaseModel):
    """Minutes with which a review ends."""

    minutes: Annotated[str, StringConstraints(min_length=10, max_length=5000)]


class CancelIn(BaseModel):
    """Why a review ends without a result."""

    reason: Annotated[str, StringConstraints(min_length=4, max_length=500)]
