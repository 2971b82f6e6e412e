"""What all pairs of a scored query share."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.explanation.evidence import ReadNeed, read_need
from matching.ranking.explanation.terms import TERMS, wished_terms
from matching.ranking.explanation.told import MAY_MEAN, meant_by, told_shares
from matching.ranking.scoring.score import Scored, weight_vector
from matching.weights import WeightSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What all pairs of a query share: which trades serve the plant, the needs as read, and the features' weights.

    ``wanted`` holds each need's scenarios with their chances, and ``wished`` the terms that the plant wishes, in words.
    """

    reach: NDArray[np.float64]
    wanted: tuple[dict[int, float], ...]
    needs: tuple[ReadNeed, ...]
    weights: NDArray[np.float64]
    wished: Mapping[str, tuple[str, ...]]
    meant: NDArray[np.float32]
    told: tuple[NDArray[np.float64], ...]


def ask(scored: Scored, index: CandidateIndex, *, weights: WeightSet) -> Asked:
    """Return what all pairs of a scored query share."""
    return Asked(
        reach=scored.profile.plant.reach,
        meant=meant_by(scored.profile.needs, MAY_MEAN, knowledge=index.knowledge),
        told=told_shares(scored, index),
        wanted=tuple(_wanted_scenarios(row) for row in scored.profile.scenarios),
        needs=tuple(read_need(need, knowledge=index.knowledge) for need in scored.profile.needs),
        weights=weight_vector(weights),
        wished={feature: wished_terms(scored.profile.query, feature=feature) for feature in TERMS},
    )


def _wanted_scenarios(row: NDArray[np.float64]) -> dict[int, float]:
    numbers = np.flatnonzero(row)
    return dict(zip(numbers.tolist(), row[numbers].tolist(), strict=True))
