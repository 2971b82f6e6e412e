"""What ticked industries and finished cases say of one plant: codes that nest, ticks that admit, cases of its trade."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from matching.ranking.arrays.dealt import Dealt
from matching.ranking.arrays.groups import weighed_best
from matching.ranking.candidates.ticks import Ticks
from matching.ranking.query.plant import Plant

Floats = NDArray[np.float64]

HOLDS = 1.5  # A ticked entry that nests with the plant's code holds the plant, however exactly it does.
CASE_SHARE = 0.7  # A case of a catalogue number says less than one whose words name the plant's very trade.
KIN_SHARE = 0.6  # A ticked entry of kin trades lets the plant in by so much of the kinship.


def claim(claims: csc_array, *, plant: Plant) -> Floats:
    """Return the best ticked industry of each row: what the tick is worth times how well it nests with the plant's."""
    return weighed_best(claims, plant.nesting)


def admits(ticks: Ticks, *, plant: Plant) -> Floats:
    """Return how far a candidate's own ticks let the plant in, in [0, 1].

    1 without ticks or for an unknown industry. Who ticks only other industries says itself that it serves others; kin
    of the plant's trade are half let in, and past six ticks each says less.
    """
    if not plant.known:
        return np.ones(len(ticks.none))
    return np.asarray(np.maximum(ticks.ticked.highest(holds_of(plant)), ticks.none) * ticks.weight)


def holds_of(plant: Plant) -> Floats:
    """Return for each catalogue number how far a tick of it lets the plant in, in [0, 1]."""
    return np.maximum(np.minimum(HOLDS * plant.nesting, 1.0), KIN_SHARE * plant.kin)


def case(case_claims: csc_array, case_trades: Dealt, *, plant: Plant) -> Floats:
    """Return each candidate's best finished case, by its catalogue number or by the trade that its words name."""
    return np.maximum(CASE_SHARE * weighed_best(case_claims, plant.nesting), case_trades.best(plant.reach))
