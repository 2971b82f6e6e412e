"""Named, versioned weight sets: one weight a feature, none below zero."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.errors import WeightsError

DECIMALS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightSet:
    """Weights of features, with where they come from: the digest of the data and the measures on it.

    Weights have three decimals, features six: a score is then an exact decimal of nine, and equal scores are equal.
    """

    name: str
    version: str
    weights: tuple[tuple[str, float], ...]
    data_digest: str = ""
    metrics: tuple[tuple[str, float], ...] = ()

    def __post_init__(self) -> None:
        """Refuse a weight below zero: no feature may count against a candidate."""
        for feature, weight in self.weights:
            if not 0 <= weight < float("inf"):
                raise WeightsError(f"the weight of {feature!r} must be 0 or more, not {weight}")

    def of(self, feature: str) -> float:
        """Return the weight of a feature; 0 for one that the set does not name."""
        return dict(self.weights).get(feature, 0.0)

    def scaled(self, feature: str, *, factor: float) -> "WeightSet":
        """Return the set with one weight multiplied, under a name that says so."""
        return WeightSet(
            name=f"{self.name}*{feature}*{factor:g}",
            version=self.version,
            weights=tuple(
                (name, round(weight * factor, DECIMALS) if name == feature else weight) for name, weight in self.weights
            ),
        )


def weight_set(name: str, *, version: str, weights: Mapping[str, float]) -> WeightSet:
    """Return a weight set with the weights rounded to three decimals."""
    return WeightSet(
        name=name, version=version, weights=tuple((key, round(value, DECIMALS)) for key, value in weights.items())
    )


DEFAULT = weight_set(
    "default",
    version="1",
    weights={
        "scenario_cover": 0.050,
        "scenario_depth": 0.273,
        "meaning_cover": 0.651,
        "meaning_depth": 2.141,
        "text_depth": 0.658,
        "word_cover": 0.246,
        "text_cover": 1.566,
        "answer_depth": 0.942,
        "breadth": 0.311,
        "team_cover": 0.050,
        "trade_fit": 0.517,
        "claim": 1.310,
        "case": 0.979,
        "profile_grams": 1.041,
        "profile_words": 1.610,
        "focus": 1.198,
        "terms": 1.695,
        "region": 1.653,
        "payment": 0.374,
        "deployment": 0.092,
        "budget": 0.050,
    },
)
