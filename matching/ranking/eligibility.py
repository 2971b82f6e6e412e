"""Who is excluded, and why: only what the enterprise itself marked as a must."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.segment import Segment
from matching.ranking.signals import Signals
from matching.types import Must, Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A candidate that a must of the enterprise excludes, with every reason."""

    ref: str
    reasons: tuple[Must, ...]


def exclusion_reasons(query: Query, *, signals: Signals, segment: Segment) -> list[tuple[Must, ...]]:
    """Return the reasons for each candidate of a segment; an empty tuple means eligible.

    Unknown facts never exclude. Payment, deployment and budget exclude when no module of the candidate meets them.
    """
    if not query.preferences.must:
        return [()] * len(segment.candidates)
    failed: dict[Must, NDArray[np.bool_]] = {}
    for must in sorted(set(query.preferences.must)):
        failed[must] = ~_meets(must, signals=signals)
    return [tuple(must for must in failed if failed[must][number]) for number in range(len(segment.candidates))]


def _meets(must: Must, *, signals: Signals) -> NDArray[np.bool_]:
    if must is Must.REGION:
        return np.asarray(signals.region > 0)
    per_module = {
        Must.PAYMENT: signals.payment,
        Must.DEPLOYMENT: signals.deployment,
        Must.BUDGET: signals.budget >= 1,
    }[must]
    return np.asarray(signals.best(per_module.astype(np.float64)) > 0)
