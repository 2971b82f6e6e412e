"""Who is excluded, which modules don't count, and why: only what the enterprise itself marked as a must."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.scoring.signals import Signals, damped, meets
from matching.types import Must, Query

Rows = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A candidate that a must of the enterprise excludes, with every reason."""

    ref: str
    reasons: tuple[Must, ...]


def exclusion_reasons(query: Query, *, signals: Signals) -> list[tuple[Must, ...]]:
    """Return the reasons for each candidate of a segment; an empty tuple means eligible.

    Unknown facts never exclude. A candidate is excluded when none of its modules meets a must, and when each meets
    some but none meets all: then by every must that one of its modules fails.
    """
    candidates = len(signals.groups)
    if not query.preferences.must:
        return [()] * candidates
    met = _met(query, signals=signals)
    fits = _any(np.logical_and.reduce(list(met.values())), signals=signals)
    none_meets = {must: ~_any(rows, signals=signals) for must, rows in met.items()}
    one_fails = {must: _any(~rows, signals=signals) for must, rows in met.items()}
    named = [_named(none_meets, number) or _named(one_fails, number) for number in range(candidates)]
    return [() if fit else reasons for fit, reasons in zip(fits, named, strict=True)]


def without_unfit(query: Query, *, signals: Signals) -> Signals:
    """Return the signals with every module silenced that fails a must: it answers nothing for this enterprise."""
    if not query.preferences.must:
        return signals
    fits = np.logical_and.reduce(list(_met(query, signals=signals).values()))
    return damped(signals, by=fits[signals.heard.rows].astype(np.float64))


def _met(query: Query, *, signals: Signals) -> dict[Must, Rows]:
    return {must: meets(must, signals=signals) for must in sorted(set(query.preferences.must))}


def _any(rows: Rows, *, signals: Signals) -> Rows:
    return np.asarray(signals.groups.best(rows.astype(np.float64)) > 0)


def _named(failed: dict[Must, Rows], number: int) -> tuple[Must, ...]:
    return tuple(must for must, rows in failed.items() if rows[number])
