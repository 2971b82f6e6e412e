"""From a query and an index to features and scores of every candidate."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import chain, repeat

import numpy as np
from numpy.typing import NDArray

from matching.errors import WeightsError
from matching.ranking.candidates.figures import Numbers
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.candidates.partnerships import Partnerships, partnerships_among
from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.eligibility import exclusion_reasons, without_unfit
from matching.ranking.scoring.features import FEATURES, Inputs, feature_matrix, weighted_mean
from matching.ranking.scoring.signals import Signals, compute_signals
from matching.ranking.scoring.view import View, view_of
from matching.types import Must, Query
from matching.weights import WeightSet

SCORE_DECIMALS = 9  # Six decimals of a feature times three of a weight: exact.
PARTNER_SHARE = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True)
class Scored:
    """Features and scores of visible candidates of an index, all or some, in no particular order.

    ``parts`` holds their places in each block of the index, ascending, and ``spots`` each one's place among those of
    the block who were scored: that is where its block's signals have it.
    """

    profile: QueryProfile
    refs: tuple[str, ...]
    parts: tuple[Numbers, ...]
    spots: tuple[int, ...]
    features: Floats
    scores: Floats
    reasons: tuple[tuple[Must, ...], ...]
    signals: tuple[Signals, ...]
    team: Floats
    eligible: NDArray[np.bool_]

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Return each candidate's block in the index and its place there."""
        return tuple(chain.from_iterable(zip(repeat(block), part.tolist()) for block, part in enumerate(self.parts)))

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Return where each candidate stands in these arrays, by its ref."""
        return {ref: number for number, ref in enumerate(self.refs)}


def score_candidates(query: Query, index: CandidateIndex, *, weights: WeightSet) -> Scored:
    """Score every candidate of the index for one query; raise WeightsError for an unknown feature."""
    profile = index.profile(query)
    views = [view_of(profile, segment, knowledge=index.knowledge) for segment in index.segments]
    return score_views(profile, index, views, weights=weights)


def score_views(
    profile: QueryProfile,
    index: CandidateIndex,
    views: Sequence[View],
    *,
    weights: WeightSet,
    only: Numbers | None = None,
) -> Scored:
    """Score every candidate of the index, a view a segment, or ``only`` some: visible ones, by ascending numbers."""
    vector, query = weight_vector(weights), profile.query
    if only is not None:
        views = [view.among(places) for view, places in zip(views, places_of(only, index=index), strict=True)]
    raw = [compute_signals(profile, view, knowledge=index.knowledge) for view in views]
    signals = tuple(without_unfit(query, signals=signal) for signal in raw)
    own = [signal.best(signal.answer) for signal in signals]
    partnerships = index.partnerships if only is None else partnerships_among(index.partnerships, only)
    team = _with_partners(np.concatenate(own, axis=1), partnerships=partnerships)
    features = _features(profile, signals, own=own, team=team)
    reasons = tuple(row for signal in signals for row in exclusion_reasons(query, signals=signal))
    # Of a whole index the hidden are left out; of a part they never were in.
    shown = index.visible if only is None and any(index.hidden) else slice(None)
    numbers = np.arange(len(index.refs))[shown] if only is None else only
    features = features[shown]
    return Scored(
        profile=profile,
        refs=tuple(map(index.refs.__getitem__, numbers.tolist())),
        parts=tuple(places_of(numbers, index=index)),
        spots=tuple(np.concatenate([np.arange(best.shape[1]) for best in own])[shown].tolist()),
        features=features,
        scores=np.round((features * vector).sum(axis=1), SCORE_DECIMALS),
        reasons=reasons if isinstance(shown, slice) else tuple(map(reasons.__getitem__, numbers.tolist())),
        signals=signals,
        team=team[:, shown],
        eligible=_eligible(query, reasons=reasons)[shown],
    )


def places_of(numbers: Numbers, *, index: CandidateIndex) -> list[Numbers]:
    """Return the places of some candidates in each segment, given their ascending numbers among all ``refs``."""
    sizes = np.array([len(segment.order) for segment in index.segments])
    starts = np.cumsum(sizes) - sizes
    parts = np.split(numbers, np.searchsorted(numbers, starts[1:]))
    return [part - start for part, start in zip(parts, starts.tolist(), strict=True)]


def _features(profile: QueryProfile, signals: Sequence[Signals], *, own: Sequence[Floats], team: Floats) -> Floats:
    blocks, start = [], 0
    for signal, best in zip(signals, own, strict=True):
        stop = start + best.shape[1]
        blocks.append(feature_matrix(_inputs(profile, signal, best=best, team=team[:, start:stop])))
        start = stop
    return np.concatenate(blocks, axis=0)


def _inputs(profile: QueryProfile, signals: Signals, *, best: Floats, team: Floats) -> Inputs:
    return Inputs(
        profile=profile,
        signals=signals,
        best=best,
        covered=weighted_mean(best, weights=profile.weights),
        team=team,
        linked=signals.best(signals.link),
        meant=signals.best(signals.meaning * signals.heard_fit),
        alike=signals.best(signals.text * signals.heard_fit),
    )


def _eligible(query: Query, *, reasons: Sequence[tuple[Must, ...]]) -> NDArray[np.bool_]:
    if not query.preferences.must:
        return np.ones(len(reasons), np.bool_)
    return np.array([not failed for failed in reasons], np.bool_)


@lru_cache(maxsize=64)
def weight_vector(weights: WeightSet) -> Floats:
    """Return the weights in the order of the features; raise WeightsError for a name that is no feature."""
    unknown = sorted({name for name, _ in weights.weights} - set(FEATURES))
    if unknown:
        raise WeightsError(f"no such feature: {', '.join(unknown)}")
    vector = np.array([weights.of(name) for name in FEATURES], np.float64)
    vector.setflags(write=False)  # Every caller gets the same one.
    return vector


def _with_partners(best: Floats, *, partnerships: Partnerships) -> Floats:
    contractors, partners, starts = partnerships
    if not len(contractors):
        return best
    team = best.copy()
    brought = np.maximum.reduceat(best[:, partners], starts, axis=1)
    team[:, contractors] = np.maximum(team[:, contractors], PARTNER_SHARE * brought)
    return team
