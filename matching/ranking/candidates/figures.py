"""What scores read of candidates beside their texts, as arrays: one row a module, one place a candidate."""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.arrays.dealt import Dealt
from matching.ranking.arrays.groups import Groups, row_best
from matching.ranking.candidates.block import Floats

Numbers = NDArray[np.int64]

NEAR = np.float32(0.3)  # Trades of which a plant can use so much of what is made for them are few.


@dataclass(frozen=True, slots=True, kw_only=True)
class Tops:
    """The most that a segment's modules say in some way, float32 in [0, 1].

    ``scenarios`` and ``functions``, as far as a module's words count, hold the best module of each candidate;
    ``trades`` (trades × rows) are those of every module, and ``trade`` is the greatest of them.
    """

    scenarios: Floats
    functions: Floats
    trades: csr_array
    trade: Floats

    def nearest(self, reach: Floats) -> Floats:
        """Return for each row a number that its trades times their reach don't exceed, soon told.

        Of trades that aren't near, the greatest is taken to be as near as any of them.
        """
        trades, nearest = self.trades, reach[reach < NEAR].max(initial=0.0) * self.trade
        for number in np.flatnonzero(reach >= NEAR).tolist():
            stored = slice(trades.indptr[number], trades.indptr[number + 1])
            rows = trades.indices[stored]
            nearest[rows] = np.maximum(nearest[rows], trades.data[stored] * reach[number])
        return np.asarray(nearest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Arrays of some candidates, float32 in [0, 1] where nothing else is said; prices in 10,000 yuan, and
    the forms of payment as bits.

    ``scenarios`` (scenarios × rows), ``trades`` (rows × trades), ``functions`` (functions × rows) and the same laid
    out by rows, ``abilities``, are those of the whole segment; ``rows`` says which of them are meant, None for all.
    ``tops`` are the whole segment's, too.
    """

    groups: Groups = field(repr=False)
    rows: Numbers | None
    tops: "Tops" = field(repr=False)
    scenarios: Floats
    trades: csr_array
    functions: csr_array
    abilities: csr_array
    bound: Floats
    foreign: Floats
    credibility: Floats
    payments: NDArray[np.uint8]
    deployments: NDArray[np.int8]
    prices: Floats
    ticks: NDArray[np.int64]
    ratings: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.bound)

    def among(self, places: Numbers, *, rows: Numbers, groups: Groups) -> "Figures":
        """Return the same of some candidates of a whole segment, by ascending places; ``rows`` are their groups'."""
        return Figures(
            groups=groups,
            rows=rows,
            tops=self.tops,
            scenarios=self.scenarios,
            trades=self.trades,
            functions=self.functions,
            abilities=self.abilities,
            bound=self.bound[rows],
            foreign=self.foreign[rows],
            credibility=self.credibility[rows],
            payments=self.payments[rows],
            deployments=self.deployments[rows],
            prices=self.prices[rows],
            ticks=self.ticks[places],
            ratings=self.ratings[places],
        )

    def scenario(self, number: int) -> Floats:
        """Return how far each row serves one scenario."""
        whole = self.scenarios[number]
        return whole if self.rows is None else np.take(whole, self.rows)

    def nearest(self, reaches: Floats) -> Floats:
        """Return reaches × rows: the greatest of a row's trades times what share of each serves the plant.

        ``reaches`` is reaches × trades.
        """
        trades = self.trades
        if self.rows is None:
            return row_best(trades.data * reaches[:, trades.indices], trades.indptr)
        return Dealt(trades, self.rows).best(reaches)
