"""From several kinds of evidence to one confidence: how often is such a link right?"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from matching.linking.types import Evidence, Source

MAX_CONFIDENCE = 0.97
WORD_SOURCES = (Source.ALIAS, Source.NAME)
WHOLE = 0.9
MAX_LEVEL = 1.2  # A score of the linear model tells nothing more beyond it.
ROUNDING = 1e-4


def noisy_or(strengths: Sequence[float]) -> float:
    """Return 1 - product of (1 - strength): independent evidence joined."""
    return 1 - math.prod(1 - strength for strength in sorted(strengths))


def word_signals(evidence: Sequence[Evidence]) -> tuple[float, float, float]:
    """Return the joint strength of names and aliases, of symptoms, and of near or exact names."""
    words = {one.word: one.strength for one in evidence if one.source in WORD_SOURCES}
    symptoms = [one.strength for one in evidence if one.source is Source.SYMPTOM]
    near = [one.strength for one in evidence if one.source is Source.FUZZY]
    exact = [strength for strength in words.values() if strength >= WHOLE]
    return noisy_or(list(words.values())), max(symptoms, default=0.0), max([*near, *exact], default=0.0)


def link_signals(evidence: Sequence[Evidence], *, score: float, top: float) -> tuple[float, ...]:
    """Return the numbers that a confidence is computed from; ``top`` is the best score of any scenario."""
    level = min(max(score, 0.0), MAX_LEVEL)
    share = level / top if top > 0 else 0.0
    return (level, level**0.5, share, *word_signals(evidence))


class Calibrator:
    """Logistic regression from the signals of a link to the chance that the link is right."""

    def __init__(self, *, strength: float = 1.0) -> None:
        """Store the inverse of the L2 penalty."""
        self.strength = strength

    def fit(self, signals: NDArray[np.float64], right: NDArray[np.bool_]) -> "Calibrator":
        """Learn from links of sentences that the linear model had not seen."""
        from sklearn.linear_model import LogisticRegression  # Takes a second to load, and few processes fit.

        regression = LogisticRegression(C=self.strength, max_iter=500)
        regression.fit(signals, right)
        # More evidence of a kind may never lower a confidence.
        self.weights_ = tuple(np.maximum(regression.coef_[0], 0.0).tolist())
        self.constant_ = float(regression.intercept_[0])
        return self

    def confidence(self, signals: Sequence[float]) -> float:
        """Return the chance that a link is right, at most 0.97, rounded to 1e-6."""
        margin = sum(weight * signal for weight, signal in zip(self.weights_, signals, strict=True)) + self.constant_
        return round(min(MAX_CONFIDENCE, 1 / (1 + math.exp(-margin))), 6)


def audible_labels(
    scores: NDArray[np.float32], *, calibrator: Calibrator | None, floor: float, enough: float
) -> NDArray[np.bool_]:
    """Return, texts × labels, what the model's score alone could carry: above ``floor`` and sure ``enough``.

    Most scores of a text lie just above the floor and come to nothing; they are sorted out here in one go. A label
    that words speak for must be judged by :meth:`Calibrator.confidence` in any case.
    """
    audible = scores > floor
    if calibrator is not None:
        margin = model_margins(scores, weights=calibrator.weights_) + calibrator.constant_
        # A little too many rather than one too few: the exact number decides afterwards.
        audible &= margin >= math.log(enough / (1 - enough)) - ROUNDING
    return np.asarray(audible)


def model_margins(scores: NDArray[np.float32], *, weights: Sequence[float]) -> NDArray[np.float64]:
    """Return each label's share of the margin that comes from the model's scores, as :func:`link_signals` reads them.

    They are the first three signals of links and of trades alike.
    """
    level = np.clip(scores.astype(np.float64), 0.0, MAX_LEVEL)
    top = scores.max(axis=1, initial=0.0, keepdims=True).astype(np.float64)
    share = np.divide(level, top, out=np.zeros_like(level), where=top > 0)
    return np.asarray(weights[0] * level + weights[1] * np.sqrt(level) + weights[2] * share)
