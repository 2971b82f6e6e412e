"""How an enterprise's industry meets catalogue numbers, trades and modules: worked out once a query."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.ranking.knowledge.industry import CATALOG_SIZE
from matching.ranking.knowledge.library import Knowledge
from matching.types import Query

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """``nesting`` and ``kin`` are by catalogue number, ``trades`` and ``reach`` by trade; all in [0, 1].

    ``trades`` are the plant's own by its ``codes`` and words, and ``reach`` tells what share of what is made for each
    trade would serve it.

    ``reaches`` holds the different reaches of the stages that are asked for (reaches × trades, float32), ``stages`` the
    one of each stage; that of no stage is the first.
    """

    codes: tuple[str, ...]
    trades: Floats
    nesting: Floats
    kin: Floats
    reach: Floats
    reaches: NDArray[np.float32]
    stages: Mapping[str, int]

    @property
    def has_trades(self) -> bool:
        """Return whether any trade of the plant is known."""
        return bool(self.trades.any())

    @property
    def known(self) -> bool:
        """Return whether anything is known of the plant's industry."""
        return bool(self.codes) or self.has_trades


def plant_of(
    query: Query, *, codes: tuple[str, ...], trades: Floats, reach: Floats, asked: Iterable[int], knowledge: Knowledge
) -> Plant:
    """Return what a plant of some codes and trades meets; ``asked`` are the scenarios that it asks for."""
    industry = knowledge.industry
    names = ("", *sorted({knowledge.stages[number] for number in asked}))
    # Most stages carry over from trade to trade alike: what is the same is computed once.
    unlike: dict[bytes, int] = {}
    stages: dict[str, int] = {}
    found = industry.reaches(trades, stages=names).astype(np.float32)
    for name, here in zip(names, found, strict=True):
        stages[name] = unlike.setdefault(here.tobytes(), len(unlike))
    return Plant(
        codes=codes,
        trades=trades,
        nesting=nestings(query, codes=codes, trades=trades, knowledge=knowledge),
        kin=industry.catalog_kin(reach, size=CATALOG_SIZE),
        reach=reach,
        reaches=found[[list(stages.values()).index(number) for number in range(len(unlike))]],
        stages=stages,
    )


def nestings(query: Query, *, codes: tuple[str, ...], trades: Floats, knowledge: Knowledge) -> Floats:
    """Return how well each number meets the plant's code; a number outside the catalogue only by being the same."""
    nesting, own = np.zeros(CATALOG_SIZE), query.industry.catalog_no or 0
    for number in {*knowledge.industry.catalog_numbers, own}:
        if 0 <= number < CATALOG_SIZE:
            met = number == query.industry.catalog_no
            nesting[number] = 1.0 if met else _nesting(number, codes=codes, trades=trades, knowledge=knowledge)
    return nesting


def _nesting(catalog_no: int, *, codes: tuple[str, ...], trades: Floats, knowledge: Knowledge) -> float:
    """Return how well a catalogue entry meets the plant's codes: the more exact, the more it says."""
    best = 0.0
    for prefix in knowledge.industry.catalog_prefixes(catalog_no):
        for code in codes:
            if code.startswith(prefix):
                best = max(best, {2: 0.7, 3: 0.85}.get(len(prefix), 1.0))
            elif prefix.startswith(code):
                best = max(best, 0.6)
    if not codes and best == 0:
        best = 0.7 * float((knowledge.industry.catalog_trades(catalog_no) * trades).max(initial=0.0))
    return best
