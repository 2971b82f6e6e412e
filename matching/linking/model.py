"""The linear models of linking, fitted on the authored corpus: sentence → scenarios, sentence → trades."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.base import BaseEstimator
from sklearn.linear_model import Ridge
from sklearn.utils.validation import check_is_fitted

from matching.statistics import TermTable

Matrix = NDArray[np.float32]


class LabelModel(BaseEstimator):  # type: ignore[misc] # scikit-learn ships no types.
    """Multi-label ridge regression over unit-length term vectors; deterministic, closed form.

    A regression on 0/1 targets is used rather than one logistic model a label: with a dozen sentences a label it
    ranks labels as well, fits all labels in one go, and its scores are calibrated afterwards.
    """

    def __init__(self, *, alpha: float = 1.0) -> None:
        """Store the ridge penalty."""
        self.alpha = alpha

    def fit(self, vectors: csr_array, labels: Sequence[Sequence[str]]) -> "LabelModel":
        """Learn one column a label from rows of ``vectors``; a row may carry several labels or none."""
        self.classes_ = tuple(sorted({label for row in labels for label in row}))
        column = {label: number for number, label in enumerate(self.classes_)}
        targets = np.zeros((len(labels), len(self.classes_)), np.float64)
        for number, row in enumerate(labels):
            targets[number, [column[label] for label in row]] = 1.0
        ridge = Ridge(alpha=self.alpha, fit_intercept=False, solver="cholesky")
        ridge.fit(vectors.astype(np.float64), targets)
        self.coefficients_ = np.ascontiguousarray(np.atleast_2d(ridge.coef_).T, np.float32)
        return self

    def scores(self, vectors: csr_array) -> Matrix:
        """Return rows × classes scores, about 0 for foreign and 1 for sure labels; never NaN."""
        check_is_fitted(self, "coefficients_")
        return np.asarray(vectors @ self.coefficients_, np.float32)


def joined(tables: Sequence[tuple[TermTable, Sequence[Sequence[str]]]]) -> csr_array:
    """Return the vectors of several term tables side by side, each with equal say."""
    from scipy.sparse import hstack

    return csr_array(hstack([table.vectors(terms) for table, terms in tables], format="csr"))
