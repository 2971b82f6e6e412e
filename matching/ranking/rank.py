"""Rank the candidates of an index for one enterprise."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.digests import combined_digest, digest_of
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.eligibility import Exclusion
from matching.ranking.scoring.heads import score_heads
from matching.ranking.scoring.score import Scored, score_candidates
from matching.ties import tie_key
from matching.types import Query
from matching.version import ENGINE_VERSION
from matching.weights import DEFAULT, WeightSet

TIED_SHARE = 0.01  # Scores within one per cent of each other are shown as tied.


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One line of a ranking: ranks count from 1 without gaps; ``tied`` means within 1 % of a neighbour."""

    ref: str
    rank: int
    score: float
    tied: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The places, best first, and those that a must excludes; ``total`` counts the ranked before ``top``."""

    query_ref: str
    places: tuple[Place, ...]
    excluded: tuple[Exclusion, ...]
    total: int
    engine_version: str
    input_digest: str
    weights: str
    seed: int


def rank(
    query: Query, index: CandidateIndex, *, weights: WeightSet = DEFAULT, seed: int = 0, top: int | None = None
) -> Ranking:
    """Return the candidates best first; exact ties are ordered by a hash of the seed and both refs.

    Without candidates, or when every one is excluded, ``places`` is empty and ``excluded`` says why.
    """
    if top is None:
        return ranking_of(score_candidates(query, index, weights=weights), index, weights=weights, seed=seed, top=top)
    scored = score_heads(query, index, weights=weights, top=max(top, 0))
    ranking = ranking_of(scored, index, weights=weights, seed=seed, top=top)
    return ranking if len(scored.refs) == len(index) else replace(ranking, total=len(index))


def ranking_of(scored: Scored, index: CandidateIndex, *, weights: WeightSet, seed: int, top: int | None) -> Ranking:
    """Order already scored candidates."""
    order = ordered(scored, seed=seed, top=top)
    excluded = [
        Exclusion(ref=scored.refs[number], reasons=scored.reasons[number])
        for number in np.flatnonzero(~scored.eligible).tolist()
    ]
    shown = order if top is None else order[: max(top, 0)]
    heights = scored.scores[order[: len(shown) + 1]].astype(np.float64)
    lines = zip(shown, heights.tolist(), near_neighbours(heights).tolist(), strict=False)
    return Ranking(
        query_ref=scored.profile.query.ref,
        places=tuple(
            Place(ref=scored.refs[number], rank=place, score=score, tied=tied)
            for place, (number, score, tied) in enumerate(lines, start=1)
        ),
        excluded=tuple(sorted(excluded, key=lambda one: one.ref)),
        total=int(scored.eligible.sum()),
        engine_version=ENGINE_VERSION,
        input_digest=input_digest(scored.profile, index, weights=weights),
        weights=f"{weights.name}-{weights.version}",
        seed=seed,
    )


def ordered(scored: Scored, *, seed: int, top: int | None = None) -> list[int]:
    """Return the numbers of eligible candidates, best first, exact ties by hash; at least the first ``top`` + 1."""
    eligible = np.flatnonzero(scored.eligible)
    if not len(eligible):
        return []
    by_score = eligible[np.argsort(-scored.scores[eligible], kind="stable")]
    result: list[int] = by_score.tolist()
    query_ref = scored.profile.query.ref
    for start, stop in _equal_spans(scored.scores[by_score]):
        if top is not None and start > top:
            break
        result[start:stop] = sorted(
            result[start:stop],
            key=lambda number: tie_key(seed=seed, query_ref=query_ref, candidate_ref=scored.refs[number]),
        )
    return result


def _equal_spans(values: NDArray[np.floating]) -> list[tuple[int, int]]:
    """Return where two or more equal values stand beside each other, as (first, behind the last)."""
    breaks = np.flatnonzero(np.diff(values)) + 1
    starts, stops = np.append(0, breaks), np.append(breaks, len(values))
    many = stops - starts > 1
    return list(zip(starts[many].tolist(), stops[many].tolist(), strict=True))


def rank_of(number: int, *, scored: Scored, seed: int) -> int | None:
    """Return the rank of one scored candidate as :func:`ordered` gives it; None when it is excluded."""
    return ranks_of((number,), scored=scored, seed=seed)[0]


def ranks_of(numbers: Sequence[int], *, scored: Scored, seed: int) -> list[int | None]:
    """Return the ranks of some scored candidates as :func:`ordered` gives them; None for an excluded one."""
    heights = np.sort(scored.scores[scored.eligible])
    ranks: list[int | None] = []
    for number in numbers:
        score = scored.scores[number]
        first, last = np.searchsorted(heights, score, side="left"), np.searchsorted(heights, score, side="right")
        before = _before(number, scored=scored, seed=seed) if last - first > 1 else 0
        ranks.append(None if scored.reasons[number] else len(heights) - int(last) + before + 1)
    return ranks


def _before(number: int, *, scored: Scored, seed: int) -> int:
    """Return how many of those with exactly the same score come first by their hash."""
    equal = np.flatnonzero(scored.eligible & (scored.scores == scored.scores[number])).tolist()
    query_ref = scored.profile.query.ref
    keys = [tie_key(seed=seed, query_ref=query_ref, candidate_ref=scored.refs[other]) for other in equal]
    return sum(key < tie_key(seed=seed, query_ref=query_ref, candidate_ref=scored.refs[number]) for key in keys)


def input_digest(profile: QueryProfile, index: CandidateIndex, *, weights: WeightSet) -> str:
    """Return the digest of everything that a ranking reads, apart from the seed."""
    return combined_digest([profile.digest, index.digest, _digest_of_weights(weights)])


_digest_of_weights = lru_cache(maxsize=64)(digest_of)  # Few sets, asked for with every ranking.


def near_neighbours(scores: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Say of each of some scores in a row whether one beside it is within the share that counts as tied."""
    near = np.abs(np.diff(scores)) <= TIED_SHARE * np.maximum(scores[:-1], scores[1:])
    tied = np.zeros(len(scores), np.bool_)
    tied[:-1] |= near
    tied[1:] |= near
    return tied
