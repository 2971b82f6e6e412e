"""Suggestions of scenarios for what owners, clerks and vendors write."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import scenario_names
from matching.linking import Link, Linker, TextKind, fit_linker, link_texts, with_words

# Below this a suggestion is wrong more often than right and only costs the reader time.
SHOWN_FROM = 0.25
# From here on a suggestion is ticked beforehand: more than half of such links are right.
SURE_FROM = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioGuess:
    """A scenario that a text seems to mean; ``confidence`` is the chance in [0, 1] that it does."""

    code: str
    name: str
    confidence: float

    @property
    def is_sure(self) -> bool:
        return self.confidence >= SURE_FROM


def guess_scenarios(
    session: Session, *, texts: Sequence[str], kind: TextKind, most: int = 4
) -> list[tuple[ScenarioGuess, ...]]:
    """Return for each text the scenarios that it seems to mean, surest first, ``most`` at most."""
    if not texts:
        return []
    linker, names = KNOWLEDGE.linker(session), scenario_names(session)
    return [_guesses(links, names=names, most=most) for links in link_texts(texts, linker, kind=kind)]


def _guesses(links: Sequence[Link], *, names: dict[str, str], most: int) -> tuple[ScenarioGuess, ...]:
    shown = [
        ScenarioGuess(code=link.scenario, name=names[link.scenario], confidence=link.confidence)
        for link in links
        if link.confidence >= SHOWN_FROM and link.scenario in names
    ]
    return tuple(shown[:most])


__all__ = [
    "SHOWN_FROM",
    "SURE_FROM",
    "Linker",
    "ScenarioGuess",
    "TextKind",
    "fit_linker",
    "guess_scenarios",
    "with_words",
]
