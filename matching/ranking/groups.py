"""The best value over each candidate's rows, quickly: rows of one candidate stand together."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array


class Groups:
    """Consecutive groups of columns; every group has at least one column."""

    def __init__(self, starts: NDArray[np.int64], *, total: int) -> None:
        """Lay out the groups that begin at ``starts`` within ``total`` columns."""
        self.starts = starts
        self.counts = np.diff(np.append(starts, total)).astype(np.int64)
        self.owners = np.repeat(np.arange(len(starts)), self.counts)
        # Round r takes the r-th column of every group that has so many; few candidates have many modules.
        largest = int(self.counts.max(initial=0))
        self._rounds = [np.flatnonzero(self.counts > number) for number in range(1, largest)]

    def best(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the greatest value of each group along the last axis.

        One vector operation a round; ``numpy.maximum.reduceat`` took three times as long on ten thousand modules.
        """
        if not len(self.starts):
            return values[..., :0]
        result = np.take(values, self.starts, axis=-1)
        for number, groups in enumerate(self._rounds, start=1):
            more = np.take(values, self.starts[groups] + number, axis=-1)
            result[..., groups] = np.maximum(np.take(result, groups, axis=-1), more)
        return np.asarray(result)

    def columns_of(self, groups: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the columns of some groups, in ascending order."""
        wanted = np.zeros(len(self.starts), np.bool_)
        wanted[groups] = True
        return np.flatnonzero(wanted[self.owners])

    def among(self, rows: NDArray[np.int64]) -> "Part":
        """Return the same groups over some of their columns, given in ascending order."""
        return Part(self, rows)


class Part:
    """Some columns of groups: a group without any of them has a best value of 0."""

    def __init__(self, whole: Groups, rows: NDArray[np.int64]) -> None:
        """Find the groups that have columns among ``rows``."""
        owners = whole.owners[rows]
        starts = np.flatnonzero(np.diff(owners, prepend=-1))
        self.rows, self.whole = rows, whole
        self._present = owners[starts]
        self._groups = Groups(starts, total=len(rows))

    def best(self, values: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the greatest value of each group of the whole along the last axis, which holds the part's columns."""
        result = np.zeros((*values.shape[:-1], len(self.whole.starts)))
        result[..., self._present] = self._groups.best(values)
        return result

    def spread(self, values: NDArray[np.float64], columns: slice) -> NDArray[np.float64]:
        """Return the values at consecutive columns of the whole, 0 at those that aren't among the part's."""
        part = self.within(columns)
        return self.placed(values[..., part], columns, part=part)

    def within(self, columns: slice) -> slice:
        """Return which of the part's columns lie among consecutive columns of the whole."""
        return slice(*np.searchsorted(self.rows, (columns.start, columns.stop)).tolist())

    def placed(self, values: NDArray[np.float64], columns: slice, *, part: slice) -> NDArray[np.float64]:
        """Return the values of the part's columns ``part`` where they stand among ``columns`` of the whole, else 0."""
        result = np.zeros((*values.shape[:-1], columns.stop - columns.start))
        result[..., self.rows[part] - columns.start] = values
        return result


def row_best(data: NDArray[np.float64], indptr: NDArray[np.integer]) -> NDArray[np.float64]:
    """Return the greatest stored value of each row of a CSR matrix, at least 0; 0 for an empty row."""
    result = np.zeros(len(indptr) - 1)
    filled = np.flatnonzero(np.diff(indptr))
    if len(filled):
        result[filled] = np.maximum(np.maximum.reduceat(data, indptr[filled]), 0.0)
    return result


def weighed_best(matrix: csc_array, weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return rows × sets of weights: the greatest of a row's values times their column's weight, at least 0.

    ``weights`` is columns × sets; few columns have any weight.
    """
    result = np.zeros((matrix.shape[0], weights.shape[1]), np.float32)
    for column in np.flatnonzero(weights.any(axis=1)).tolist():
        stored = slice(matrix.indptr[column], matrix.indptr[column + 1])
        rows, weighed = matrix.indices[stored], np.outer(matrix.data[stored], weights[column])
        result[rows] = np.maximum(np.take(result, rows, axis=0), weighed)
    return result
