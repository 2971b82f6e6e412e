"""The features of the score: named numbers in [0, 1] that more evidence for a candidate never lowers.

Every feature points upwards (a higher value is better) and is rounded to 1e-6. Answers enter on a logarithmic scale:
the first module that answers a problem tells more than the difference between a good and a very good one.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.query.needs import QueryProfile
from matching.ranking.scoring.signals import Signals, Values

Floats = NDArray[np.float64]
DECIMALS = 6
STEEP = 20.0
GENTLE = 5.0
PROFILE = 50.0  # Cosines of two whole profiles are small: 0.03 is high.
MEANT = 0.1  # A likeness in meaning below it is chance.
BREADTH_FLOOR = 0.15
BREADTH_SCALE = 0.5
BREADTH_NEEDS = 2.0
FOCUS_FREE = 6
FOCUS_RANGE = 33


@dataclass(frozen=True, slots=True, kw_only=True)
class Inputs:
    """What features read: the query, the signals, and what is joined of them.

    ``best`` is each candidate's best answer to each need, ``covered`` its mean over needs, and ``team`` the best
    answers with its partners' at a discount; ``linked``, ``meant`` and ``alike`` are its best links, and its best
    likenesses in meaning and in characters times the fit of trades.
    """

    profile: QueryProfile
    signals: Signals
    best: Floats
    covered: Floats
    team: Floats
    linked: Floats
    meant: Floats
    alike: Floats

    def cover(self, values: Floats) -> Floats:
        """Return the share of needs, by their weights, that each candidate's best module answers."""
        return self.weighted(self.signals.best(values))

    def weighted(self, best: Floats) -> Floats:
        """Return the weighted mean over needs; 0 without needs."""
        return weighted_mean(best, weights=self.profile.weights)


def weighted_mean(best: Floats, *, weights: Floats) -> Floats:
    """Return the mean over needs by their weights; 0 without needs."""
    total = weights.sum()
    if not total:
        return np.zeros(best.shape[-1])
    return np.asarray((weights[:, None] * best).sum(axis=0) / total)


def depth(best: Floats) -> Floats:
    """Return the best answer of any module to any need; 0 without needs."""
    return np.asarray(best.max(axis=0, initial=0.0))


def log_scale(values: Floats, *, steepness: float = STEEP) -> Floats:
    """Return ``ln(1 + s x) / ln(1 + s)``: monotone, 0 at 0 and 1 at 1."""
    return np.asarray(np.log1p(steepness * values) / math.log1p(steepness))


def scenario_cover(inputs: Inputs) -> Floats:
    """Needs answered by linked scenarios, weighted by priority and by the fit of trades; 0 when nothing is linked."""
    return log_scale(inputs.weighted(inputs.linked))


def scenario_depth(inputs: Inputs) -> Floats:
    """The best linked answer to any single need; 0 when nothing is linked."""
    return log_scale(depth(inputs.linked))


def meaning_cover(inputs: Inputs) -> Floats:
    """Needs answered by modules of like meaning to the linear model, weighted by priority and fit; 0 without text."""
    return log_scale(meant(inputs.weighted(inputs.meant)))


def meaning_depth(inputs: Inputs) -> Floats:
    """The best likeness in meaning of any need and module, weighted by fit; 0 without text."""
    return log_scale(meant(depth(inputs.meant)))


def meant(values: Values) -> Values:
    """Return what of a likeness in meaning lies above chance, in [0, 1]."""
    above: Values = np.clip((values - MEANT) / (1 - MEANT), 0.0, 1.0)
    return above


def text_depth(inputs: Inputs) -> Floats:
    """The best likeness in characters of any need and module, weighted by fit; 0 without text."""
    return log_scale(depth(inputs.alike))


def word_cover(inputs: Inputs) -> Floats:
    """Needs answered by modules of like words, weighted by priority and fit; 0 without text."""
    return log_scale(inputs.cover(inputs.signals.word * inputs.signals.heard_fit))


def text_cover(inputs: Inputs) -> Floats:
    """Needs answered by modules of like characters, whatever their trade; 0 without text."""
    return log_scale(inputs.cover(inputs.signals.text))


def answer_depth(inputs: Inputs) -> Floats:
    """The best joint answer of one module to one need; 0 when nothing answers."""
    return log_scale(depth(inputs.best))


def breadth(inputs: Inputs) -> Floats:
    """How many needs are answered at all, saturating after about four; 0 when none is."""
    counted = np.clip((inputs.best - BREADTH_FLOOR) / BREADTH_SCALE, 0, 1).sum(axis=0)
    return log_scale(1 - np.exp(-counted / BREADTH_NEEDS))


def team_cover(inputs: Inputs) -> Floats:
    """Needs answered by a candidate and, for a general contractor, by its partners at a discount."""
    return log_scale(inputs.weighted(inputs.team))


def trade_fit(inputs: Inputs) -> Floats:
    """The share of its best module that would serve the plant's trade; the generic share when trades are unknown."""
    return log_scale(inputs.signals.best(inputs.signals.served_share), steepness=GENTLE)


def claim(inputs: Inputs) -> Floats:
    """A ticked industry that nests with the plant's, worth 1 / sqrt(number of ticks); 0 when nothing is ticked."""
    ticked = np.maximum(inputs.signals.claim, inputs.signals.best(inputs.signals.module_claim))
    return log_scale(ticked, steepness=GENTLE)


def admits(inputs: Inputs) -> Floats:
    """1 where the provider's own ticks hold the plant, less for kin and for many ticks, 0 where they name others only.

    1 without ticks, and when the plant's industry is unknown.
    """
    return inputs.signals.admits


def case(inputs: Inputs) -> Floats:
    """A finished case in the plant's trade or industry; 0 without cases."""
    return log_scale(inputs.signals.case, steepness=GENTLE)


def profile_grams(inputs: Inputs) -> Floats:
    """Likeness in characters of the whole enterprise and the provider with its best module; 0 without text."""
    return log_scale(inputs.signals.best(inputs.signals.profile_grams), steepness=PROFILE)


def profile_words(inputs: Inputs) -> Floats:
    """Likeness in words of the whole enterprise and the provider with its best module; 0 without text."""
    return log_scale(inputs.signals.best(inputs.signals.profile_words), steepness=PROFILE)


def focus(inputs: Inputs) -> Floats:
    """1 up to six ticked industries, falling to 0 at 39: who claims every trade masters none; 1 without ticks."""
    return focus_of(inputs.signals.ticks)


def focus_of(ticks: NDArray[np.int64]) -> Floats:
    """Return the same for numbers of ticks."""
    return np.clip(1 - (ticks - FOCUS_FREE) / FOCUS_RANGE, 0.0, 1.0)


def rated(inputs: Inputs) -> Floats:
    """What plants said after acceptance, drawn to the middle while they are few; 0.625 below three cases."""
    return inputs.signals.ratings


def terms(inputs: Inputs) -> Floats:
    """Needs answered by single modules that meet every wish at once; no wish and unknown terms cost nothing."""
    return log_scale(_met(inputs, inputs.signals.terms.together))


def region(inputs: Inputs) -> Floats:
    """1 where the provider serves the plant's place or either is unknown, else 0."""
    return inputs.signals.region


def _met(inputs: Inputs, met: NDArray[np.bool_] | Floats) -> Floats:
    heard = met[inputs.signals.heard.rows]
    if (heard == 1).all():
        return inputs.covered
    return inputs.cover(inputs.signals.answer * heard)


def payment(inputs: Inputs) -> Floats:
    """Needs answered by modules sold in a wished payment form; no wish and unknown forms cost nothing."""
    return log_scale(_met(inputs, inputs.signals.terms.payment))


def deployment(inputs: Inputs) -> Floats:
    """Needs answered by modules that run where the plant wishes; no wish and unknown places cost nothing."""
    return log_scale(_met(inputs, inputs.signals.terms.deployment))


def budget(inputs: Inputs) -> Floats:
    """Needs answered by modules within the first year's budget; no budget and unpriced modules cost nothing."""
    return log_scale(_met(inputs, inputs.signals.terms.budget))


Feature = Callable[[Inputs], Floats]

FEATURES: dict[str, Feature] = {
    feature.__name__: feature
    for feature in (
        scenario_cover,
        scenario_depth,
        meaning_cover,
        meaning_depth,
        text_depth,
        word_cover,
        text_cover,
        answer_depth,
        breadth,
        team_cover,
        trade_fit,
        claim,
        admits,
        case,
        profile_grams,
        profile_words,
        focus,
        rated,
        terms,
        region,
        payment,
        deployment,
        budget,
    )
}


def feature_matrix(inputs: Inputs) -> Floats:
    """Return candidates × features, each in [0, 1], rounded to 1e-6, in the order of ``FEATURES``."""
    columns = np.array([feature(inputs) for feature in FEATURES.values()])
    return np.ascontiguousarray(np.round(np.clip(columns, 0.0, 1.0, out=columns), DECIMALS).T)
