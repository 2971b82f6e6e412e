"""Does the head of a ranking hold when each weight moves a little?"""

from dataclasses import dataclass, replace

import numpy as np

from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.rank import ordered
from matching.ranking.scoring.features import FEATURES
from matching.ranking.scoring.score import SCORE_DECIMALS, Scored, score_candidates, weight_vector
from matching.types import Query
from matching.weights import DEFAULT, WeightSet

HEAD = 3
CHANGE = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightChange:
    """The head of the ranking after one weight was multiplied by ``factor``."""

    feature: str
    factor: float
    first: tuple[str, ...]
    same_members: bool
    same_order: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sensitivity:
    """The head under the given weights and under each change; the shares are over all changes."""

    first: tuple[str, ...]
    changes: tuple[WeightChange, ...]
    members_hold_ratio: float
    order_holds_ratio: float


def weight_sensitivity(
    query: Query,
    index: CandidateIndex,
    *,
    weights: WeightSet = DEFAULT,
    seed: int = 0,
    change: float = CHANGE,
    head: int = HEAD,
) -> Sensitivity:
    """Move each weight by ``change`` down and up, one at a time, and compare the first ``head`` places."""
    scored = score_candidates(query, index, weights=weights)
    first = _head(scored, seed=seed, head=head)
    changes = []
    for feature in FEATURES:
        if weights.of(feature) == 0:
            continue
        for factor in (1 - change, 1 + change):
            vector = weight_vector(weights.scaled(feature, factor=factor))
            scores = np.round((scored.features * vector).sum(axis=1), SCORE_DECIMALS)
            moved = _head(replace(scored, scores=scores), seed=seed, head=head)
            changes.append(
                WeightChange(
                    feature=feature,
                    factor=factor,
                    first=moved,
                    same_members=set(moved) == set(first),
                    same_order=moved == first,
                )
            )
    count = max(len(changes), 1)
    return Sensitivity(
        first=first,
        changes=tuple(changes),
        members_hold_ratio=sum(one.same_members for one in changes) / count if changes else 1.0,
        order_holds_ratio=sum(one.same_order for one in changes) / count if changes else 1.0,
    )


def _head(scored: Scored, *, seed: int, head: int) -> tuple[str, ...]:
    return tuple(scored.refs[number] for number in ordered(scored, seed=seed)[:head])
