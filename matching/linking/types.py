"""What linking gives back: scenarios and trades with a confidence and the words that speak for them."""

from dataclasses import dataclass
from enum import StrEnum


class TextKind(StrEnum):
    """Whose text is linked: it decides how negation is read and how much a short name counts."""

    PROBLEM = "problem"
    SCENARIO = "scenario"
    MODULE = "module"


class Source(StrEnum):
    """Where a piece of evidence comes from."""

    CONFIRMED = "confirmed"
    NAME = "name"
    ALIAS = "alias"
    SYMPTOM = "symptom"
    FUZZY = "fuzzy"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of the text, ``start`` to ``end`` in characters, that speak for a link with a strength in [0, 1]."""

    source: Source
    word: str
    start: int
    end: int
    strength: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A scenario that a text is about, with a confidence in [0, 1]."""

    scenario: str
    confidence: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TradeLink:
    """A trade that a text names, with a confidence in [0, 1] and its words."""

    trade: str
    confidence: float
    words: tuple[str, ...] = ()
