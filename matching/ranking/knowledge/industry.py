"""Industry knowledge as arrays: codes that nest, trades, and what carries over from one trade to another."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.types import Industry

Vector = NDArray[np.float64]

# A code shorter than a trade's own prefix only says that the trade is possible.
BROAD_CODE = 0.45
# How exactly a trade's prefix of so many digits tells the plant's process.
EXACTNESS = {2: 0.7, 3: 0.9, 4: 1.0}
FAR_WORDS = 0.5  # Words of a trade that is no kin of the firm's own code: a customer, a supplier, a material.
MAKER_WORDS = 0.35  # The maker of looms speaks of weaving, and does not weave.
NEAR_KIN = 0.15
GBT_LENGTHS = (2, 3, 4)


def code_digits(code: str) -> str:
    """Return the digits of a GB/T 4754 code, or nothing when it is none."""
    digits = code.strip().upper().removeprefix("C")
    return digits if digits.isascii() and digits.isdigit() and len(digits) in GBT_LENGTHS else ""


CATALOG_SIZE = 100  # Numbers of the industry catalogue lie below it.


class IndustryKnowledge:
    """Trades by number, their codes and kinship; built once from a library."""

    def __init__(self, library: Library) -> None:
        """Lay the library's trades, kinships and catalogue out as arrays."""
        self.trades = tuple(trade.code for trade in library.trades)
        self.column = {code: number for number, code in enumerate(self.trades)}
        self.names = {trade.code: trade.name for trade in library.trades}
        self.stages = tuple(sorted({scenario.stage for scenario in library.scenarios}))
        self._prefixes = tuple(trade.gbt_prefixes for trade in library.trades)
        self._makers = np.array([trade.makes_machines for trade in library.trades], bool)
        self._catalog = {entry.catalog_no: entry.gbt_prefixes for entry in library.catalog}
        self.catalog_numbers = tuple(self._catalog)
        self._catalog_trades = {
            number: np.array([_best_prefix(prefixes, own) for own in self._prefixes])
            for number, prefixes in self._catalog.items()
        }
        self._kin = _kinship(library, column=self.column, stages=("", *self.stages))
        self._alike = np.maximum(self._kin[""], self._kin[""].T)

    def kinship(self, stage: str = "") -> Vector:
        """Return the trades × kin matrix of a stage: what share of a row's module serves a column's plant."""
        return self._kin.get(stage, self._kin[""])

    def codes_of(self, industry: Industry) -> tuple[str, ...]:
        """Return the GB/T prefixes that an industry stands for; empty when only words tell it."""
        if digits := code_digits(industry.gbt_code):
            return (digits,)
        return self._catalog.get(industry.catalog_no or 0, ())

    def catalog_prefixes(self, catalog_no: int) -> tuple[str, ...]:
        """Return the GB/T prefixes of a catalogue entry; empty for an unknown number."""
        return self._catalog.get(catalog_no, ())

    def catalog_trades(self, catalog_no: int) -> Vector:
        """Return for each trade how surely a plant of a catalogue entry belongs to it; zeros for an unknown number."""
        return self._catalog_trades.get(catalog_no, np.zeros(len(self.trades)))

    def catalog_kin(self, reach: Vector, *, size: int) -> Vector:
        """Return for each number below ``size`` how far a plant with that ``reach`` is kin to the entry's trades."""
        kin = np.zeros(size)
        known = [number for number in self.catalog_numbers if number < size]
        if known:
            kin[known] = (np.stack([self._catalog_trades[number] for number in known]) * reach).max(axis=1, initial=0.0)
        return kin

    def by_codes(self, codes: Iterable[str]) -> Vector:
        """Return for each trade how surely a plant with one of ``codes`` belongs to it, in [0, 1]."""
        return _fits(tuple(codes), self._prefixes)

    def plant(self, *, codes: tuple[str, ...], words: Vector) -> Vector:
        """Return the trades of a plant from its codes and its words, the surest one at 1, or zeros when unknown."""
        by_code = self.by_codes(codes)
        spoken = words * self._trust(by_code) if by_code.any() else words
        # A code that only says "possible" is decided by the words.
        values = 1 - (1 - 0.9 * spoken) * (1 - by_code * np.where(by_code > BROAD_CODE, 0.9, 0.35))
        top = values.max(initial=0.0)
        return np.asarray(np.round(values / top, 6) if top > 0 else values)

    def unlike(self, trades: Vector) -> Vector:
        """Return how many unlike trades each row stands for; kin count as partly the same, and nothing is 0.

        The inverse of the chance that two trades drawn by their values are alike (Leinster and Cobbold's diversity of
        order 2): 1 for one trade, n for n unlike ones of equal value. ``trades`` has any number of rows.
        """
        total = trades.sum(axis=-1, keepdims=True)
        shares = trades / np.maximum(total, np.finfo(np.float64).tiny)
        alike = ((shares @ self._alike) * shares).sum(axis=-1)
        return np.asarray(np.divide(1.0, alike, out=np.zeros_like(alike), where=alike > 0))

    def reach(self, plant: Vector, *, stage: str = "") -> Vector:
        """Return for each trade what share of a module made for it would serve the plant, in [0, 1]."""
        return np.asarray(self.reaches(plant, stages=(stage,))[0])

    def reaches(self, plant: Vector, *, stages: Sequence[str]) -> Vector:
        """Return the same for several stages: stages × trades."""
        own = np.flatnonzero(plant)  # A plant has few trades.
        kin = np.stack([self.kinship(stage)[:, own] for stage in stages])
        return np.asarray(np.maximum(plant, (kin * plant[own]).max(axis=-1, initial=0.0)))

    def _trust(self, by_code: Vector) -> Vector:
        near = np.maximum(
            (self._kin[""] * by_code[None, :]).max(axis=1), (self._kin[""].T * by_code[None, :]).max(axis=1)
        )
        inside = (by_code > 0) | (near >= NEAR_KIN)
        maker = bool((self._makers & (by_code > BROAD_CODE)).any())
        return np.asarray(np.where(inside, 1.0, MAKER_WORDS if maker else FAR_WORDS), np.float64)


@lru_cache(maxsize=4096)  # Plants are of a few hundred different codes.
def _fits(codes: tuple[str, ...], trades: tuple[tuple[str, ...], ...]) -> Vector:
    fits = np.array([_best_prefix(codes, prefixes) for prefixes in trades], np.float64)
    fits.setflags(write=False)  # Every caller gets the same one.
    return fits


def _best_prefix(codes: tuple[str, ...], prefixes: tuple[str, ...]) -> float:
    best = 0.0
    for code in codes:
        for prefix in prefixes:
            if code.startswith(prefix):
                best = max(best, EXACTNESS.get(len(prefix), 1.0))
            elif prefix.startswith(code):
                best = max(best, BROAD_CODE)
    return best


def _kinship(library: Library, *, column: Mapping[str, int], stages: Iterable[str]) -> dict[str, Vector]:
    base = np.eye(len(column))
    matrices = {stage: base.copy() for stage in stages}
    for kinship in library.kinships:
        if kinship.trade not in column or kinship.kin not in column:
            continue
        place = column[kinship.trade], column[kinship.kin]
        by_stage = dict(kinship.by_stage)
        for stage, matrix in matrices.items():
            matrix[place] = max(matrix[place], by_stage.get(stage, kinship.share))
    return matrices
