"""The catalogue numbers that candidates tick."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.arrays.dealt import Dealt

Floats = NDArray[np.float64]


TICKS_FREE = 6


@dataclass(frozen=True, slots=True)
class Ticks:
    """The catalogue numbers that candidates tick: which, who ticks ``none``, and what each says among so many."""

    ticked: Dealt
    none: NDArray[np.bool_]
    weight: Floats

    @classmethod
    def of(cls, claims: csr_array) -> "Ticks":
        """Lay the ticks out: candidates × catalogue numbers."""
        counts = np.diff(claims.indptr)
        return cls(Dealt(claims), none=counts == 0, weight=np.minimum(1.0, TICKS_FREE / np.maximum(counts, 1)))
