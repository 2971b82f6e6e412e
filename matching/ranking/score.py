"""From a query and an index to features and scores of every candidate."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import WeightsError
from matching.ranking.eligibility import exclusion_reasons, without_unfit
from matching.ranking.features import FEATURES, Inputs, feature_matrix
from matching.ranking.index import CandidateIndex
from matching.ranking.needs import QueryProfile, profile_query
from matching.ranking.products import Products
from matching.ranking.signals import Signals, compute_signals
from matching.types import Must, Query
from matching.weights import WeightSet

SCORE_DECIMALS = 9  # Six decimals of a feature times three of a weight: exact.
PARTNER_SHARE = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """Features and scores of all visible candidates of an index, in no particular order."""

    profile: QueryProfile
    refs: tuple[str, ...]
    places: tuple[tuple[int, int], ...]
    features: Floats
    scores: Floats
    reasons: tuple[tuple[Must, ...], ...]
    signals: tuple[Signals, ...]
    team: Floats
    eligible: NDArray[np.bool_]


def score_candidates(query: Query, index: CandidateIndex, *, weights: WeightSet) -> Scored:
    """Score every candidate of the index for one query; raise WeightsError for an unknown feature."""
    profile = profile_query(query, knowledge=index.knowledge, statistics=index.statistics)
    return score_profile(profile, index, weights=weights, products=[None] * len(index.segments))


def score_profile(
    profile: QueryProfile, index: CandidateIndex, *, weights: WeightSet, products: Sequence[Products | None]
) -> Scored:
    """Score every candidate of the index for a profiled query; ``products`` of its segments where they are known."""
    vector, query = weight_vector(weights), profile.query
    raw = [
        compute_signals(profile, segment, knowledge=index.knowledge, products=known)
        for segment, known in zip(index.segments, products, strict=True)
    ]
    signals = tuple(without_unfit(query, signals=signal) for signal in raw)
    own = [signal.best(signal.answer) for signal in signals]
    team = _with_partners(np.concatenate(own, axis=1), index=index)
    blocks, start = [], 0
    for signal, best in zip(signals, own, strict=True):
        stop = start + best.shape[1]
        blocks.append(feature_matrix(_inputs(profile, signal, best=best, team=team[:, start:stop])))
        start = stop
    reasons = [row for signal in signals for row in exclusion_reasons(query, signals=signal)]
    features = np.concatenate(blocks, axis=0)
    return _visible(
        index,
        Scored(
            profile=profile,
            refs=index.refs,
            places=index.places,
            features=features,
            scores=np.round((features * vector).sum(axis=1), SCORE_DECIMALS),
            reasons=tuple(reasons),
            signals=signals,
            team=team,
            eligible=_eligible(query, reasons=reasons),
        ),
    )


def _inputs(profile: QueryProfile, signals: Signals, *, best: Floats, team: Floats) -> Inputs:
    return Inputs(
        profile=profile,
        signals=signals,
        best=best,
        team=team,
        linked=signals.best(signals.link),
        meant=signals.best(signals.meaning * signals.heard_fit),
        alike=signals.best(signals.text * signals.heard_fit),
    )


def _eligible(query: Query, *, reasons: Sequence[tuple[Must, ...]]) -> NDArray[np.bool_]:
    if not query.preferences.must:
        return np.ones(len(reasons), np.bool_)
    return np.array([not failed for failed in reasons], np.bool_)


def weight_vector(weights: WeightSet) -> Floats:
    """Return the weights in the order of the features; raise WeightsError for a name that is no feature."""
    unknown = sorted({name for name, _ in weights.weights} - set(FEATURES))
    if unknown:
        raise WeightsError(f"no such feature: {', '.join(unknown)}")
    return np.array([weights.of(name) for name in FEATURES], np.float64)


def _with_partners(best: Floats, *, index: CandidateIndex) -> Floats:
    contractors, partners, starts = index.partnerships
    if not len(contractors):
        return best
    team = best.copy()
    brought = np.maximum.reduceat(best[:, partners], starts, axis=1)
    team[:, contractors] = np.maximum(team[:, contractors], PARTNER_SHARE * brought)
    return team


def _visible(index: CandidateIndex, scored: Scored) -> Scored:
    if not any(index.hidden):
        return scored
    keep = list(index.visible)
    return Scored(
        profile=scored.profile,
        refs=tuple(scored.refs[number] for number in keep),
        places=tuple(scored.places[number] for number in keep),
        features=scored.features[keep],
        scores=scored.scores[keep],
        reasons=tuple(scored.reasons[number] for number in keep),
        signals=scored.signals,
        team=scored.team[:, keep],
        eligible=scored.eligible[keep],
    )
