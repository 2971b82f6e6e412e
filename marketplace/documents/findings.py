"""What a verification is told and what it answers, as values.

Things of other areas (runs, editions) are described by the functions that those areas hand to the application.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from marketplace.documents.labels import Match


@dataclass(frozen=True, slots=True, kw_only=True)
class Thing:
    """Something that carries a digest. ``standing`` says in words whether it holds; ``changes`` what changed since.

    ``mark`` is the word on its badge where neither 现行有效 nor 不再有效 is true of it.
    """

    what: str
    title: str
    issued_at: datetime
    is_current: bool
    standing: str
    url: str = ""
    changes: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How what a paper states stands now; ``url`` leads to what counts in its place, or to the thing itself."""

    is_current: bool
    words: str
    url: str = ""
    mark: str = ""


# describer(session, digest, now) says what carries a digest; standing(session, subject_id, now) how a subject stands.
Describer = Callable[[Session, str, datetime], Sequence[Thing]]
StandingOf = Callable[[Session, int, datetime], Standing | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnesses:
    """Who is asked when something is verified, and at what time.

    The register knows whether a newer paper took the place of one; whether what it states still holds is known by the
    area that the paper is about: ``standings`` by the kind of subject.
    """

    now: datetime
    describers: Sequence[Describer] = ()
    standings: Mapping[str, StandingOf] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The answer to a verification; ``differences`` are between what was handed in and what was issued."""

    match: Match
    digest: str
    things: tuple[Thing, ...] = ()
    differences: tuple[str, ...] = ()

    @property
    def is_current(self) -> bool:
        """Say whether something that it is stands now."""
        return any(thing.is_current for thing in self.things)
