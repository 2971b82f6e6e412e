"""What people type to verify, and what programs get."""

from datetime import date, datetime

from pydantic import BaseModel, Field


class VerifyIn(BaseModel):
    """A digest as typed or scanned."""

    digest: str = Field(default="", max_length=300)


class DigestPath(BaseModel):
    """A digest in the address."""

    digest: str = Field(max_length=100, description="64 hex digits, of a document's content or of a file's bytes")


class ThingOut(BaseModel):
    """Something that carries the digest; ``changes`` are Chinese sentences."""

    what: str
    title: str
    issued_at: datetime
    is_current: bool
    standing: str
    url: str
    changes: list[str]


class FindingOut(BaseModel):
    """What a digest is; ``match`` is a code, ``things`` is empty for an unknown digest."""

    match: str
    digest: str
    is_current: bool
    things: list[ThingOut]


class HeadOut(BaseModel):
    """The journal's head at the end of a day in Asia/Shanghai."""

    day: date
    seq: int
    digest: str
    published_at: datetime
    fits: bool


class DayPath(BaseModel):
    """A day in the address, as 2026-11-22."""

    day: date
