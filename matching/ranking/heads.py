"""Score only those who can stand among the first: whoever is left out provably scores less than all of them."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.ranking.ceilings import ceilings
from matching.ranking.index import CandidateIndex
from matching.ranking.needs import QueryProfile, profile_query
from matching.ranking.products import Products, multiply
from matching.ranking.score import Scored, score_profile, weight_vector
from matching.types import Query
from matching.weights import WeightSet

FIRST = 256  # So many are scored at first, to learn what a place among the first takes;
TIMES = 4  # or so many times as many as were asked for, if that is more.
PAYS = 4  # As soon as more than one in so many is scored, scoring all costs less.

Numbers = NDArray[np.int64]
Part = tuple[Scored, CandidateIndex]


def score_heads(
    query: Query,
    index: CandidateIndex,
    *,
    weights: WeightSet,
    top: int,
    refs: Collection[str] = (),
    first: int = FIRST,
) -> Part:
    """Score a part of the candidates that holds the first ``top`` + 1, ``refs``, and all who score as much as these.

    Returns the scores with the index of that part. Who asks for a must is told of everyone: nobody is left out then.
    """
    profile = profile_query(query, knowledge=index.knowledge, statistics=index.statistics)
    products = [multiply(profile, segment) for segment in index.segments]
    count = max(first, TIMES * top)
    if not query.preferences.must and PAYS * count < len(index):
        ceiling = _ceilings(profile, index, products, weights=weights)
        chosen = _with_company(_highest(ceiling, count=count), index=index, ceiling=ceiling, refs=refs)
        part = _scored(profile, index, products, numbers=chosen, weights=weights)
        # Whoever can't reach what is reached already stands behind it: all others are enough.
        able = ceiling >= _least(part, top=top, refs=refs)
        if not np.delete(able, chosen).any():
            return part
        chosen = _with_company(able, index=index, ceiling=ceiling, refs=refs)
        if PAYS * len(chosen) < len(index):
            return _scored(profile, index, products, numbers=chosen, weights=weights)
    return score_profile(profile, index, weights=weights, products=products), index


def _ceilings(
    profile: QueryProfile, index: CandidateIndex, products: Sequence[Products], *, weights: WeightSet
) -> NDArray[np.float64]:
    """Return the ceiling of each candidate by its number; hidden ones can't stand anywhere."""
    vector = weight_vector(weights)
    found = [
        ceilings(profile, segment, known, knowledge=index.knowledge, weights=vector)
        for segment, known in zip(index.segments, products, strict=True)
    ]
    ceiling = np.concatenate(found)
    if len(index.visible) < len(ceiling):
        shown = np.array(index.visible, np.int64)
        values, ceiling = ceiling[shown], np.full(len(ceiling), -np.inf)
        ceiling[shown] = values
    return ceiling


def _highest(ceiling: NDArray[np.float64], *, count: int) -> NDArray[np.bool_]:
    highest = np.zeros(len(ceiling), np.bool_)
    highest[np.argpartition(ceiling, -count)[-count:]] = True
    return highest


def _with_company(
    chosen: NDArray[np.bool_], *, index: CandidateIndex, ceiling: NDArray[np.float64], refs: Collection[str]
) -> Numbers:
    """Return the numbers of the chosen, of those asked for, and of the partners that contractors bring."""
    whole = chosen.copy()
    whole[[index.visible[index.numbers[ref]] for ref in refs]] = True
    contractors, partners, starts = index.partnerships
    ends = np.append(starts[1:], len(partners))
    for number in np.flatnonzero(whole[contractors]).tolist():
        whole[partners[starts[number] : ends[number]]] = True
    return np.flatnonzero(whole & (ceiling > -np.inf))


def _scored(
    profile: QueryProfile,
    index: CandidateIndex,
    products: Sequence[Products],
    *,
    numbers: Numbers,
    weights: WeightSet,
) -> Part:
    part = index.among(numbers)
    known, start = [], 0
    for segment, whole in zip(index.segments, products, strict=True):
        stop = start + len(segment.candidates)
        places = numbers[(numbers >= start) & (numbers < stop)] - start
        known.append(whole.among(segment.groups.columns_of(places)))
        start = stop
    return score_profile(profile, part, weights=weights, products=known), part


def _least(part: Part, *, top: int, refs: Collection[str]) -> float:
    """Return the lowest of the scores that must be right: those of the first ``top`` + 1, and of ``refs``."""
    scored, index = part
    best = np.partition(scored.scores, -(top + 1))[-(top + 1)]
    return min([float(best), *(float(scored.scores[index.numbers[ref]]) for ref in refs)])
