"""Score only those who can stand among the first: whoever is left out provably scores less than all of them."""

from collections.abc import Collection, Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray

from matching.ranking.candidates.figures import Numbers
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.ceilings import ceilings_of
from matching.ranking.scoring.score import Scored, score_views, weight_vector
from matching.ranking.scoring.view import View, view_of
from matching.types import Query
from matching.weights import WeightSet

Ceilings = NDArray[np.float32]

FIRST = 256  # So many are scored at first, to learn what a place among the first takes;
TIMES = 4  # or so many times as many as were asked for, if that is more.
SAMPLED = 8  # One in so many candidates tells which ceilings are high.
PAYS = 4  # As soon as more than one in so many is scored, scoring all costs less.


def score_heads(
    query: Query,
    index: CandidateIndex,
    *,
    weights: WeightSet,
    top: int,
    refs: Collection[str] = (),
    first: int = FIRST,
) -> Scored:
    """Score a part of the candidates that holds the first ``top`` + 1, ``refs``, and all who score as much as these.

    Who asks for a must is told of everyone: nobody is left out then.
    """
    profile = index.profile(query)
    views = [view_of(profile, segment, knowledge=index.knowledge) for segment in index.segments]
    score = partial(score_views, profile, index, views, weights=weights)
    count = max(first, TIMES * top)
    if query.preferences.must or PAYS * count >= len(index):
        return score()
    ceiling = _ceilings(profile, index, views, weights=weights)
    high = _high(ceiling, count=count)
    chosen = _with_company(np.flatnonzero(ceiling >= high), index=index, ceiling=ceiling, refs=refs)
    scored = score(only=chosen)
    # Whoever can't reach what is reached already stands behind it: all others are enough.
    least = _least(scored, top=top, refs=refs)
    if least >= high:
        return scored
    able = _with_company(np.flatnonzero(ceiling >= least), index=index, ceiling=ceiling, refs=refs)
    return score(only=able) if PAYS * len(able) < len(index) else score()


def _ceilings(profile: QueryProfile, index: CandidateIndex, views: Sequence[View], *, weights: WeightSet) -> Ceilings:
    """Return the ceiling of each candidate by its number; hidden ones can't stand anywhere."""
    vector = weight_vector(weights)
    ceiling = np.concatenate([ceilings_of(profile, view, weights=vector) for view in views])
    if len(index.visible) < len(ceiling):
        values, ceiling = ceiling[index.visible], np.full(len(ceiling), -np.inf, np.float32)
        ceiling[index.visible] = values
    return ceiling


def _high(ceiling: Ceilings, *, count: int) -> float:
    """Return what about ``count`` ceilings reach, at least half as many: a sample tells it, if it is a fair one."""
    for step in (SAMPLED, 1):
        place = max(count // step, 1)
        high = float(np.partition(ceiling[::step], -place)[-place])
        if count <= 2 * np.count_nonzero(ceiling >= high) <= 4 * count:
            break
    return high


def _with_company(chosen: Numbers, *, index: CandidateIndex, ceiling: Ceilings, refs: Collection[str]) -> Numbers:
    """Return the numbers of the chosen, of those asked for, and of the partners that contractors bring, ascending."""
    whole = np.zeros(len(ceiling), np.bool_)
    whole[chosen] = True
    whole[[index.number_of(ref) for ref in refs]] = True
    contractors, partners, starts = index.partnerships
    ends = np.append(starts[1:], len(partners))
    for number in np.flatnonzero(whole[contractors]).tolist():
        whole[partners[starts[number] : ends[number]]] = True
    return np.flatnonzero(whole & (ceiling > -np.inf))


def _least(scored: Scored, *, top: int, refs: Collection[str]) -> float:
    """Return the lowest of the scores that must be right: those of the first ``top`` + 1, and of ``refs``."""
    best = np.partition(scored.scores, -(top + 1))[-(top + 1)]
    return min([float(best), *(float(scored.scores[scored.numbers[ref]]) for ref in refs)])
