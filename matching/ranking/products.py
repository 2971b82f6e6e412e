"""How alike the texts of an enterprise and of all modules are, before anything else is known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.needs import QueryProfile
from matching.ranking.segment import Segment

Likenesses = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Products:
    """Needs × modules in characters, words and meaning, and the whole enterprise × modules in characters and words."""

    text: Likenesses
    word: Likenesses
    meaning: Likenesses
    profile_grams: Likenesses
    profile_words: Likenesses

    def among(self, rows: NDArray[np.int64]) -> "Products":
        """Return the same of some modules."""
        return Products(
            text=np.take(self.text, rows, axis=1),
            word=np.take(self.word, rows, axis=1),
            meaning=np.take(self.meaning, rows, axis=1),
            profile_grams=self.profile_grams[rows],
            profile_words=self.profile_words[rows],
        )


def multiply(profile: QueryProfile, segment: Segment) -> Products:
    """Compare the texts of one query with those of every module of a segment.

    Three ways to the same sums: short needs over many terms, needs over few functions, and one long text.
    """
    return Products(
        text=(profile.grams @ segment.grams).toarray(),
        word=(profile.words @ segment.words).toarray(),
        meaning=_over_few_terms(profile.meaning, segment.abilities),
        profile_grams=_of_one_text(profile.profile_grams, segment.profile_grams),
        profile_words=_of_one_text(profile.profile_words, segment.profile_words),
    )


def _over_few_terms(query: csr_array, terms: csr_array) -> Likenesses:
    used = np.unique(query.indices)
    return np.ascontiguousarray((terms[used].T @ np.ascontiguousarray(query[:, used].toarray().T)).T)


def _of_one_text(query: csr_array, terms: csr_array) -> Likenesses:
    return np.asarray(terms[query.indices].T @ query.data, np.float32)
