"""Rank once and explain the head of the order: what pages, tables, stored runs and the API are made from."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.ranker import Held
from matching.ranking import Explanation, Place, Ranking, rank
from matching.ranking.explanation.explain import explain_scored
from matching.ranking.explanation.told import ANSWERED, told_best, told_shares
from matching.ranking.rank import TIED_SHARE, ranking_of
from matching.ranking.scoring.score import Scored, score_candidates
from matching.types import Candidate, Query
from matching.weights import WeightSet

SEED = 0
Wanted = Callable[[Candidate], bool]


def _everybody(_candidate: Candidate) -> bool:
    return True


@dataclass(frozen=True, kw_only=True)  # Without slots: what is computed once stands beside the fields.
class Ranked:
    """A ranking of all candidates with the explanations of those that are shown, in their order."""

    row: EnterpriseRow
    query: Query
    held: Held
    scored: Scored
    ranking: Ranking
    shown: tuple[Place, ...]
    explanations: tuple[Explanation, ...]
    candidates: dict[str, Candidate]
    weights: WeightSet

    def tied_with(self, place: Place) -> tuple[int, ...]:
        """Return the neighbouring ranks whose scores are within 1 % of this one."""
        places = self.ranking.places
        return tuple(
            other.rank
            for other in places[max(place.rank - 2, 0) : place.rank + 1]
            if other.rank != place.rank and abs(other.score - place.score) <= TIED_SHARE * max(other.score, place.score)
        )

    def helped(self, number: int) -> int:
        """Return how many candidates are told to answer the need of that place in the list, partners left out."""
        return int((self._told[number, self.scored.eligible] >= ANSWERED).sum())

    @cached_property
    def _told(self) -> NDArray[np.float64]:
        return told_best(self.scored, told_shares(self.scored, self.held.index))


def first_places(row: EnterpriseRow, held: Held, *, most: int, weights: WeightSet | None = None) -> tuple[Place, ...]:
    """Return an enterprise's first places without their explanations, which cost far more than the order."""
    return rank(to_query(row), held.index, weights=weights or held.weights, seed=SEED, top=most).places


def rank_row(
    row: EnterpriseRow, held: Held, *, k: int, wanted: Wanted = _everybody, weights: WeightSet | None = None
) -> Ranked:
    """Rank every candidate for an enterprise and explain the first ``k`` that are wanted; ranks are among all.

    The weights in force are those of ``held``; others are given to try them out.
    """
    weights = weights or held.weights
    query = to_query(row)
    scored = score_candidates(query, held.index, weights=weights)
    ranking = ranking_of(scored, held.index, weights=weights, seed=SEED, top=None)
    candidates = {candidate.ref: candidate for candidate in held.index.candidates()}
    # Few look further than the first places, so that nobody behind them is asked.
    shown = tuple(islice((place for place in ranking.places if wanted(candidates[place.ref])), k))
    return Ranked(
        row=row,
        query=query,
        held=held,
        scored=scored,
        ranking=ranking,
        shown=shown,
        explanations=explain_scored(scored, held.index, [place.ref for place in shown], weights=weights, seed=SEED),
        candidates=candidates,
        weights=weights,
    )
