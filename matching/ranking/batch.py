"""Rank the candidates of an index for many enterprises: only the heads of the orders are kept."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.rank import Ranking, rank
from matching.types import Query
from matching.weights import DEFAULT, WeightSet
from matching.work import Work, one_by_one


def rank_many(
    queries: Sequence[Query],
    index: CandidateIndex,
    *,
    top: int,
    weights: WeightSet = DEFAULT,
    seed: int = 0,
    work: Work = one_by_one,
) -> Iterable[Ranking]:
    """Return each query's first ``top`` places, in the order of the queries; reasons are computed on demand.

    ``work`` says who ranks; whoever does, the rankings are the same. Memory grows with ``top`` for each query and
    with the modules once, never with both.
    """
    return work(partial(_rank, index=index, weights=weights, seed=seed, top=top), queries)


def _rank(query: Query, *, index: CandidateIndex, weights: WeightSet, seed: int, top: int) -> Ranking:
    # Who is excluded, and why, is as long as the index: it is left behind.
    return replace(rank(query, index, weights=weights, seed=seed, top=top), excluded=())
