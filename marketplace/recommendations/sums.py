"""Contributions as a reader sees them: in groups, on a scale from 0 to 1, adding up in the digits shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from marketplace.recommendations.labels import FEATURE_GROUP_LABELS, FeatureGroup, words_of
from matching.ranking import Contribution
from matching.weights import WeightSet

UNITS = 10_000  # Four digits are shown.


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A score on the scale from 0 to 1; the parts (label, value) add up to ``total`` in four digits."""

    parts: tuple[tuple[str, float], ...]
    total: float


def most_possible(weights: WeightSet) -> float:
    """Return the score of a candidate with every feature at 1: the sum of the weights."""
    return sum(value for _, value in weights.weights)


def shown_sum(contributions: Sequence[Contribution], *, weights: WeightSet) -> Shown:
    """Return the contributions by group, divided by the highest possible score, rounded so that they still add up."""
    groups = dict.fromkeys(FeatureGroup, 0.0)
    for item in contributions:
        groups[words_of(item.feature)[0]] += item.contribution
    named = {FEATURE_GROUP_LABELS[group]: value for group, value in groups.items()}
    return shown_groups(named, most=most_possible(weights))


def shown_groups(groups: Mapping[str, float], *, most: float) -> Shown:
    """Return values by label divided by ``most``, in four digits that add up to their total."""
    scaled = [value / (most or 1.0) for value in groups.values()]
    total = round(sum(scaled) * UNITS)
    units = _adding_up(scaled, total=total)
    parts = tuple((label, unit / UNITS) for label, unit in zip(groups, units, strict=True))
    return Shown(parts=parts, total=total / UNITS)


def _adding_up(values: Sequence[float], *, total: int) -> list[int]:
    """Round to whole units by largest remainder, so that the units add up to ``total``."""
    floors = [int(value * UNITS) for value in values]
    rest = sorted(range(len(values)), key=lambda n: floors[n] - values[n] * UNITS)
    for number in rest[: total - sum(floors)]:
        floors[number] += 1
    return floors
