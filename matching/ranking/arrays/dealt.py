"""Rows of a sparse matrix dealt out in turns, so that the best of each row is soon told for any weights of columns."""

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.arrays.groups import Groups, Numbers

Kind = TypeVar("Kind", bound=np.floating)


class Dealt:
    """The stored values of some rows, none below 0: first one of each row, then a second one of those that have two."""

    def __init__(self, matrix: csr_array, rows: Numbers | slice = slice(None)) -> None:
        """Deal the rows out, the longest first; those without a value get none."""
        starts = matrix.indptr[:-1][rows]
        sizes = matrix.indptr[1:][rows] - starts
        self._length = len(sizes)
        self._filled = np.argsort(-sizes, kind="stable")[: np.count_nonzero(sizes)]
        self._groups = Groups(sizes[self._filled])
        spots = self._groups.starting_at(starts[self._filled])
        self._columns, self._values = matrix.indices[spots].astype(np.intp), matrix.data[spots]

    def best(self, weights: NDArray[Kind]) -> NDArray[Kind]:
        """Return the greatest of each row's values times their columns' weights; 0 for an empty row.

        ``weights`` are by column along the last axis, and none is below 0.
        """
        found = weights.take(self._columns, axis=-1)
        found *= self._values
        return self._spread(found)

    def highest(self, weights: NDArray[Kind]) -> NDArray[Kind]:
        """Return the greatest weight of any column in which a row has a value; 0 for an empty row."""
        return self._spread(weights.take(self._columns, axis=-1))

    def _spread(self, found: NDArray[Kind]) -> NDArray[Kind]:
        result = np.zeros((*found.shape[:-1], self._length), found.dtype)
        result[..., self._filled] = self._groups.best(found)
        return result
