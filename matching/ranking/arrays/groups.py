"""The best value over each candidate's rows, quickly: rows are dealt out in turns, one to each candidate a turn."""

from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

Kind = TypeVar("Kind", bound=np.floating)
Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


class Groups:
    """Groups of rows, the largest group first; every group has at least one row.

    The first rows of all groups stand first, then the second rows of those that have two, and so on. A turn then
    goes to the beginning of the groups, in their order, and joining it with the turns before is one vector operation.
    """

    def __init__(self, counts: Numbers) -> None:
        """Lay out groups of so many rows each, given in descending order."""
        self.counts = counts
        turns = np.arange(int(counts[0]) if len(counts) else 0)
        self._sizes: list[int] = (len(counts) - np.searchsorted(counts[::-1], turns, side="right")).tolist()
        self._ends: list[int] = np.cumsum(self._sizes).tolist()

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.counts)

    @property
    def starts(self) -> list[int]:
        """Return the first row of each turn."""
        return [0, *self._ends[:-1]]

    @property
    def owners(self) -> Numbers:
        """Return the group of each row."""
        return np.concatenate([np.arange(size) for size in self._sizes] or [np.arange(0)])

    @property
    def dealt(self) -> Numbers:
        """Return of each row where it would stand if the rows of one group came after those of another."""
        return self.starting_at(np.cumsum(self.counts) - self.counts)

    def starting_at(self, firsts: Numbers) -> Numbers:
        """Return of each row where it stands, in the order of turns, if each group's rows follow its first one."""
        return np.concatenate([firsts[:size] + turn for turn, size in enumerate(self._sizes)] or [firsts])

    def rows_of(self, group: int) -> list[int]:
        """Return the rows of one group, ascending."""
        return [start + group for start in self.starts[: int(self.counts[group])]]

    def best(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """Return the greatest value of each group along the last axis."""
        return self._joined(values, np.maximum)

    def total(self, values: NDArray[Kind]) -> NDArray[Kind]:
        """Return the sum of each group along the last axis."""
        return self._joined(values, np.add)

    def _joined(self, values: NDArray[Kind], join: np.ufunc) -> NDArray[Kind]:
        result = values[..., : len(self)].copy()
        for size, (start, end) in zip(self._sizes[1:], pairwise(self._ends), strict=True):
            first = result[..., :size]
            join(first, values[..., start:end], out=first)
        return result

    def among(self, groups: Numbers) -> tuple["Groups", Numbers]:
        """Return some groups, in ascending order, with their rows counted anew, and the rows where they stood."""
        fewer = Groups(self.counts[groups])
        turns = zip(self.starts, fewer._sizes, strict=False)
        return fewer, np.concatenate([start + groups[:size] for start, size in turns] or [groups])

    def part(self, rows: Numbers) -> "Part":
        """Return the same groups over some of their rows, given in ascending order."""
        return Part(self, rows)


class Part:
    """Some rows of groups: a group without any of them has a best value of 0, and none has less."""

    def __init__(self, whole: Groups, rows: Numbers) -> None:
        """Find the groups and the turns of the rows."""
        owners = whole.owners
        self.rows, self.whole, self._is_whole = rows, whole, len(rows) == len(owners)
        self._owners = owners[rows]
        bounds = np.searchsorted(rows, [*whole.starts, len(owners)]).tolist()
        self._turns = [slice(start, end) for start, end in pairwise(bounds) if end > start]

    def best(self, values: Floats) -> Floats:
        """Return the greatest value of each group of the whole along the last axis, which holds the part's rows."""
        if self._is_whole:
            return self.whole.best(values)
        result = np.zeros((*values.shape[:-1], len(self.whole)))
        for turn in self._turns:
            owners = self._owners[turn]
            result[..., owners] = np.maximum(result[..., owners], values[..., turn])
        return result

    def spread(self, values: Floats, rows: Sequence[int] | Numbers) -> Floats:
        """Return the values at some rows of the whole, 0 at those that aren't among the part's."""
        if self._is_whole:
            return values[..., rows]
        spots = np.searchsorted(self.rows, rows)
        known = np.append(self.rows, -1)[spots] == rows
        result = np.zeros((*values.shape[:-1], len(rows)))
        result[..., known] = values[..., spots[known]]
        return result


def row_best(values: NDArray[Kind], indptr: NDArray[np.integer]) -> NDArray[Kind]:
    """Return the greatest of each row's stored values, at least 0; 0 for an empty row.

    ``values`` holds those of a CSR matrix along its last axis.
    """
    result = np.zeros((*values.shape[:-1], len(indptr) - 1), values.dtype)
    filled = np.flatnonzero(np.diff(indptr))
    if len(filled):
        result[..., filled] = np.maximum(np.maximum.reduceat(values, indptr[filled], axis=-1), 0)
    return result


def weighed_best(matrix: csc_array, weights: Floats) -> Floats:
    """Return the greatest of each row's values times their column's weight, at least 0; few columns have a weight."""
    result = np.zeros(matrix.shape[0])
    for column in np.flatnonzero((weights != 0) & (np.diff(matrix.indptr) > 0)).tolist():
        stored = slice(matrix.indptr[column], matrix.indptr[column + 1])
        rows = matrix.indices[stored]
        result[rows] = np.maximum(result[rows], matrix.data[stored] * weights[column])
    return result
