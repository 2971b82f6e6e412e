"""What share of each module would serve a plant of some trade."""

import numpy as np
from numpy.typing import NDArray

from matching.ranking.candidates.figures import Figures
from matching.ranking.query.plant import Plant

Floats = NDArray[np.float64]

GENERIC_FIT = 0.62  # What a module bound to no trade is worth to any plant.


def fits_of(plant: Plant, figures: Figures) -> Floats:
    """Return reaches × rows: what share of each module would serve the plant, 1 for its own trade."""
    if not plant.has_trades:
        generic = np.full(len(figures), GENERIC_FIT) * (1 - figures.foreign)
        return np.broadcast_to(generic, (len(plant.reaches), len(figures)))
    near = figures.nearest(plant.reaches).astype(np.float64)
    return np.asarray(((near + (1 - figures.bound) * GENERIC_FIT) * (1 - figures.foreign)).clip(0, 1))


def fit_at_most(plant: Plant, figures: Figures) -> NDArray[np.float32]:
    """Return for each module of a whole segment a number that the first of its fits doesn't exceed, soon told."""
    near = figures.tops.nearest(plant.reaches[0])
    fit = (near + (1 - figures.bound) * np.float32(GENERIC_FIT)) * (1 - figures.foreign)
    return np.asarray(np.minimum(fit, 1))
