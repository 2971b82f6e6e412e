"""What programs read of rounds of selecting pilot counties, and of what pilot counties publish."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel, Field

from marketplace.programme.labels import EditionKind, PilotState, RoundState
from marketplace.programme.rules import RoundRules


class RoundPath(BaseModel):
    """A round in the address."""

    round_id: int


class PilotEditionPath(BaseModel):
    """A published edition of a pilot county in the address."""

    pilot_id: int
    edition_id: int


class RoundHeadOut(BaseModel):
    """A round without its rules."""

    id: int
    title: str
    state: RoundState
    opens_on: date
    closes_on: date
    rules_digest: str = Field(description="SHA-256 of the rules, empty before publication")
    list_digest: str = Field(description="SHA-256 of the published list of pilot counties, empty before")
    published_at: datetime | None
    listed_at: datetime | None


class RoundOut(RoundHeadOut):
    """A round with its rules as they were sealed: amounts in 亿元, tilts in tenths of a point, limits in 字."""

    rules: RoundRules


class RoundPilotOut(BaseModel):
    """A pilot county that a round selected."""

    pilot_id: int
    county_code: str
    county: str
    industry: str
    state: PilotState
    starts_on: date
    ends_on: date


class RoundWithPilotsOut(RoundOut):
    """A round with the counties on its list, none before it is published."""

    pilots: list[RoundPilotOut]


class PilotEditionsPath(BaseModel):
    """A pilot county in the address."""

    pilot_id: int


class PilotEditionLineOut(BaseModel):
    """A published edition without its rows."""

    id: int
    pilot_id: int
    kind: EditionKind
    number: int
    published_at: datetime
    digest: str


class PilotEditionOut(PilotEditionLineOut):
    """A published edition of a pilot county's enterprises, problem list or scenario list; it never changes."""

    rows: list[dict[str, Any]]
