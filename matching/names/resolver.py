"""Find the registered name that a query means, and say `same` only when no other could be meant."""

from dataclasses import dataclass

from matching.names.comparing import SCORES, Rule, find_rule, likeness
from matching.names.registry import RegistryIndex

TOP = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class NameCandidate:
    """A registered name with its score in [0, 1]; ``same`` when it is surely the one meant (at most one is)."""

    name: str
    score: float
    same: bool


def resolve(query: str, *, registry_index: RegistryIndex, top: int = TOP) -> tuple[NameCandidate, ...]:
    """Return up to ``top`` registered names, the likeliest first.

    A name is ``same`` when a rule explains every difference (width, brackets, form, an older place, one slip of the
    pen, a short form) and no other registered name fits by an equally sure rule. Near-twins differ by more than a
    rule explains. Raises ValueError when ``top`` is below 1.
    """
    if top < 1:
        message = "top must be at least 1"
        raise ValueError(message)
    asked = registry_index.parser.parse(query)
    if not asked.plain:
        return ()
    judged: list[tuple[Rule, float, str]] = []
    for number in registry_index.candidates(asked):
        registered = registry_index.parsed[number]
        rule = find_rule(asked, registered, parser=registry_index.parser)
        judged.append((rule, SCORES.get(rule, 0.0) or likeness(asked, registered), registry_index.names[number]))
    judged.sort(key=lambda one: (-one[1], one[2]))
    sure = _is_alone(judged)
    return tuple(
        NameCandidate(name=name, score=score, same=sure and place == 0)
        for place, (_, score, name) in enumerate(judged[:top])
    )


def _is_alone(judged: list[tuple[Rule, float, str]]) -> bool:
    """Return whether the best has a rule that no other name shares: two plausible firms are never the same."""
    if not judged or judged[0][0] is Rule.NONE:
        return False
    return len(judged) == 1 or judged[1][0] is not judged[0][0]
