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


def weight_set(
    name: str,
    *,
    version: str,
    weights: Mapping[str, float],
    data_digest: str = "",
    metrics: Mapping[str, float] | None = None,
) -> WeightSet:
    """Return a weight set with the weights rounded to three decimals."""
    return WeightSet(
        name=name,
        version=version,
        weights=tuple((key, round(value, DECIMALS)) for key, value in weights.items()),
        data_digest=data_digest,
        metrics=tuple(sorted((metrics or {}).items())),
    )


# Learned by matching.fit on the judged collection; the metrics are cross-validated by enterprise in eight folds.
# Features that the data leave at nothing keep a small weight because the specification names them: coverage by
# linked scenarios, partners of a contractor, and the budget. They decide between candidates that are otherwise equal.
# A test learns the set anew, so that the digest is that of today's features.
# Ratings weigh nothing until a set is learned from use: the judged collection knows of none.
DEFAULT = weight_set(
    "default",
    version="8",
    weights={
        "scenario_cover": 0.050,
        "scenario_depth": 0.508,
        "meaning_cover": 0.050,
        "meaning_depth": 2.227,
        "text_depth": 0.423,
        "word_cover": 0.050,
        "text_cover": 1.348,
        "answer_depth": 0.734,
        "breadth": 0.050,
        "team_cover": 0.050,
        "trade_fit": 0.050,
        "claim": 0.765,
        "admits": 0.996,
        "case": 0.571,
        "profile_grams": 1.916,
        "profile_words": 1.224,
        "focus": 0.431,
        "rated": 0.0,
        "terms": 1.519,
        "region": 1.655,
        "payment": 0.363,
        "deployment": 0.398,
        "budget": 0.050,
    },
    data_digest="b5ced5335cedb8938bf94889e9492d45c9352d01bb4ac72e357e9769085fdf5e",
    metrics={"mrr": 0.754, "ndcg@10": 0.797, "ndcg@5": 0.738, "p@3": 0.409, "recall@10": 0.845},
)
