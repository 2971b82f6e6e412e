"""How sure a measure is: bootstrap intervals over queries, and a paired randomisation test between two systems."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from matching.errors import MatchingError

RESAMPLES = 10_000
LEVEL = 0.95
AT_A_TIME = 1_000  # Resamples held in memory at once.


class UnpairedValuesError(MatchingError):
    """A paired comparison needs one value of each system for every query."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """A mean with the bounds between which it lies at the stated level."""

    mean: float
    low: float
    high: float


def bootstrap_interval(
    values: Sequence[float], *, random_state: int = 0, resamples: int = RESAMPLES, level: float = LEVEL
) -> Interval | None:
    """Return the percentile bootstrap interval of the mean over queries; None without values."""
    if not values:
        return None
    known = np.asarray(values, np.float64)
    dice = np.random.default_rng(random_state)
    means = [
        known[dice.integers(0, len(known), (min(AT_A_TIME, resamples - start), len(known)))].mean(axis=1)
        for start in range(0, resamples, AT_A_TIME)
    ]
    low, high = np.quantile(np.concatenate(means), [(1 - level) / 2, (1 + level) / 2])
    return Interval(mean=float(known.mean()), low=float(low), high=float(high))


def randomisation_test(
    ours: Sequence[float], theirs: Sequence[float], *, random_state: int = 0, resamples: int = RESAMPLES
) -> float:
    """Return the two-sided p-value of the paired randomisation test on the difference of means.

    The sign of each query's difference is drawn anew; the share of draws at least as far from zero is the p-value,
    counting the observed one, so that it is never 0. Raises UnpairedValuesError.
    """
    if len(ours) != len(theirs):
        raise UnpairedValuesError(f"{len(ours)} and {len(theirs)} values")
    differences = np.asarray(ours, np.float64) - np.asarray(theirs, np.float64)
    if not len(differences):
        return 1.0
    # Sums, not means, and a little slack: equal sums in another order differ in the last digit.
    observed = abs(differences.sum()) - 1e-12
    dice = np.random.default_rng(random_state)
    extreme = 0
    for start in range(0, resamples, AT_A_TIME):
        signs = dice.integers(0, 2, (min(AT_A_TIME, resamples - start), len(differences))) * 2 - 1
        extreme += int((np.abs((signs * differences).sum(axis=1)) >= observed).sum())
    return (extreme + 1) / (resamples + 1)
