"""How alike the texts of an enterprise and of all modules are, before anything else is known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.candidates.figures import Figures
from matching.ranking.candidates.segment import Segment
from matching.ranking.query.needs import QueryProfile

Likenesses = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Needs × modules in characters and words, and the whole enterprise × modules in both.

    Likenesses as far as the modules' words count: never below 0, and full from 1 on.
    """

    text: Likenesses
    word: Likenesses
    profile_grams: Likenesses
    profile_words: Likenesses

    def among(self, rows: NDArray[np.int64]) -> "Products":
        """Return the same of some modules."""
        return Products(
            text=np.take(self.text, rows, axis=1),
            word=np.take(self.word, rows, axis=1),
            profile_grams=self.profile_grams[rows],
            profile_words=self.profile_words[rows],
        )


def multiply(profile: QueryProfile, segment: Segment) -> Products:
    """Compare the texts of one query with those of every module of a segment: short needs, and one long text."""
    return Products(
        text=(profile.grams @ segment.grams).toarray(),
        word=(profile.words @ segment.words).toarray(),
        profile_grams=_of_one_text(profile.profile_grams, segment.profile_grams),
        profile_words=_of_one_text(profile.profile_words, segment.profile_words),
    )


def meanings(profile: QueryProfile, figures: Figures) -> Likenesses:
    """Return needs × modules: how alike they are in what they do.

    Two ways to the same sums: over the few functions that the needs have, or over the functions of a few modules.
    """
    needs = profile.meaning
    if figures.rows is not None:
        return np.ascontiguousarray((figures.abilities[figures.rows] @ needs.toarray().T.copy()).T)
    used = np.unique(needs.indices)
    return np.ascontiguousarray((figures.functions[used].T @ needs[:, used].toarray().T.copy()).T)


def _of_one_text(query: csr_array, terms: csr_array) -> Likenesses:
    return np.asarray(terms[query.indices].T @ query.data, np.float32)
