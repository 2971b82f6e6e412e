"""What ticked industries and finished cases say of one plant: codes that nest, ticks that admit, cases of its trade."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from matching.ranking.groups import weighed_best
from matching.ranking.plant import Plant

Floats = NDArray[np.float64]

HOLDS = 1.5  # A ticked entry that nests with the plant's code holds the plant, however exactly it does.
KIN_SHARE = 0.6  # A ticked entry of kin trades lets the plant in by so much of the kinship.
TICKS_FREE = 6


def claim(claims: csc_array, *, plant: Plant) -> Floats:
    """Return the best ticked industry of each row: what the tick is worth times how well it nests with the plant's."""
    return weighed_best(claims, plant.nesting)


def admits(claims: csc_array, counts: NDArray[np.int64], *, plant: Plant) -> Floats:
    """Return how far a candidate's own ticks, ``counts`` of them, let the plant in, in [0, 1].

    1 without ticks or for an unknown industry. Who ticks only other industries says itself that it serves others; kin
    of the plant's trade are half let in, and past six ticks each says less.
    """
    if not plant.known:
        return np.ones(len(counts))
    holds = np.maximum(np.minimum(HOLDS * plant.nesting, 1.0), KIN_SHARE * plant.kin)
    inside = np.zeros(len(counts))
    # The entries that hold the plant best come last, and stay.
    for number in [number for number in np.argsort(holds).tolist() if holds[number]]:
        inside[claims.indices[claims.indptr[number] : claims.indptr[number + 1]]] = holds[number]
    return np.where(counts == 0, 1.0, inside * np.minimum(1.0, TICKS_FREE / np.maximum(counts, 1)))


def case(case_claims: csc_array, case_trades: csc_array, *, plant: Plant) -> Floats:
    """Return each candidate's best finished case, by its catalogue number or by the trade that its words name."""
    by_code, by_word = weighed_best(case_claims, plant.nesting), weighed_best(case_trades, plant.reach)
    return np.maximum(0.7 * by_code, by_word)
