"""How an enterprise's industry meets catalogue numbers, trades and modules: worked out once a query."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.block import CATALOG_SIZE
from matching.ranking.figures import Figures
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile

Floats = NDArray[np.float64]

GENERIC_FIT = 0.62  # What a module bound to no trade is worth to any plant.


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """``nesting`` and ``kin`` are by catalogue number, ``reach`` by trade; all in [0, 1].

    ``reaches`` holds the different reaches of the stages that are asked for (reaches × trades, float32), ``stages`` the
    one of each stage; that of no stage is the first. Without any trade or code the industry isn't ``known``.
    """

    known: bool
    has_trades: bool
    nesting: Floats
    kin: Floats
    reach: Floats
    reaches: NDArray[np.float32]
    stages: Mapping[str, int]


def plant_of(profile: QueryProfile, *, knowledge: Knowledge) -> Plant:
    """Return what a query's industry meets."""
    industry, has_trades = knowledge.industry, bool(profile.plant.any())
    reach = industry.reach(profile.plant)
    asked = np.flatnonzero(profile.scenarios.any(axis=0)).tolist()
    names = ("", *sorted({knowledge.stages[number] for number in asked}))
    # Most stages carry over from trade to trade alike: what is the same is computed once.
    unlike: dict[bytes, int] = {}
    stages: dict[str, int] = {}
    found = industry.reaches(profile.plant, stages=names).astype(np.float32)
    for name, here in zip(names, found, strict=True):
        stages[name] = unlike.setdefault(here.tobytes(), len(unlike))
    return Plant(
        known=bool(profile.codes) or has_trades,
        has_trades=has_trades,
        nesting=nestings(profile, knowledge=knowledge),
        kin=industry.catalog_kin(reach, size=CATALOG_SIZE),
        reach=reach,
        reaches=found[[list(stages.values()).index(number) for number in range(len(unlike))]],
        stages=stages,
    )


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


def nestings(profile: QueryProfile, *, knowledge: Knowledge) -> Floats:
    """Return how well each number meets the plant's code; a number outside the catalogue only by being the same."""
    nesting = np.zeros(CATALOG_SIZE)
    for number in {*knowledge.industry.catalog_numbers, profile.query.industry.catalog_no or 0}:
        if 0 <= number < CATALOG_SIZE:
            nesting[number] = _nesting(profile, knowledge=knowledge, catalog_no=number)
    return nesting


def _nesting(profile: QueryProfile, *, knowledge: Knowledge, catalog_no: int) -> float:
    """Return how well a catalogue entry meets the plant's code: the more exact, the more it says."""
    if catalog_no == profile.query.industry.catalog_no:
        return 1.0
    best = 0.0
    for prefix in knowledge.industry.catalog_prefixes(catalog_no):
        for code in profile.codes:
            if code.startswith(prefix):
                best = max(best, {2: 0.7, 3: 0.85}.get(len(prefix), 1.0))
            elif prefix.startswith(code):
                best = max(best, 0.6)
    if not profile.codes and best == 0:
        trades = knowledge.industry.catalog_trades(catalog_no)
        best = 0.7 * float((trades * profile.plant).max(initial=0.0))
    return best
