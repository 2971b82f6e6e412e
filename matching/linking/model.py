"""The linear model of linking, fitted on the authored corpus: the words of a sentence → its scenarios."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.errors import NotFittedError

Matrix = NDArray[np.float32]


class LabelModel:
    """Multi-label ridge regression over unit-length term vectors, in closed form.

    A regression on 0/1 targets is used rather than one logistic model a label: with two dozen sentences a label it
    ranks labels better, fits all labels in one go, and leaves the score of each sentence as if it had been left out,
    on which the scores are calibrated.
    """

    def __init__(self, *, alpha: float = 2.0) -> None:
        """Store the ridge penalty."""
        self.alpha = alpha

    def fit(self, vectors: csr_array, labels: Sequence[Sequence[str]]) -> "LabelModel":
        """Learn one column a label from rows of ``vectors``; a row may carry several labels or none."""
        self.classes_ = tuple(sorted({label for row in labels for label in row}))
        targets = self._targets(labels)
        gram = np.asfortranarray((vectors @ vectors.T).toarray(), np.float32)
        gram.flat[:: len(labels) + 1] += self.alpha
        inverse = _inverse(gram)
        dual = inverse @ targets
        # Leave-one-out predictions of ridge regression: y - dual / diagonal of the inverse.
        self.left_out_ = targets - dual / np.diag(inverse)[:, None]
        self.coefficients_ = np.ascontiguousarray(vectors.T @ dual, np.float32)
        return self

    def scores(self, vectors: csr_array) -> Matrix:
        """Return rows × classes scores, about 0 for foreign and 1 for sure labels; never NaN."""
        if not hasattr(self, "coefficients_"):
            raise NotFittedError(type(self).__name__)
        return np.asarray(vectors @ self.coefficients_, np.float32)

    def _targets(self, labels: Sequence[Sequence[str]]) -> Matrix:
        column = {label: number for number, label in enumerate(self.classes_)}
        targets = np.zeros((len(labels), len(self.classes_)), np.float32)
        for number, row in enumerate(labels):
            targets[number, [column[label] for label in row]] = 1.0
        return targets


def _inverse(positive: Matrix) -> Matrix:
    """Return the inverse of a symmetric positive definite matrix by Cholesky: half the work of a general inverse."""
    from scipy.linalg.lapack import spotrf, spotri  # Few processes fit.

    factor, info = spotrf(positive, lower=True, overwrite_a=True)
    if info == 0:
        inverse, info = spotri(factor, lower=True, overwrite_c=True)
    if info != 0:
        raise ArithmeticError("the Gram matrix is not positive definite")
    return np.asarray(np.tril(inverse) + np.tril(inverse, -1).T, np.float32)
