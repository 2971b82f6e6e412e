"""The texts of modules and of their providers' profiles as weighed vectors of terms."""

from collections.abc import Sequence
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.candidates.layout import Layout
from matching.ranking.candidates.texts import module_text, profile_text
from matching.ranking.knowledge.library import Knowledge
from matching.statistics import Statistics
from matching.text import fold, without_repeats
from matching.types import Candidate, ModuleOffer

Floats = NDArray[np.float32]

# A cosine of so much is a full answer between two short texts; between whole profiles it stays a cosine.
FULL_LIKENESS = {"grams": 0.5, "words": 0.5, "profile_grams": 1.0, "profile_words": 1.0}


def text_vectors(layout: Layout, *, knowledge: Knowledge, statistics: Statistics) -> dict[str, csr_array]:
    """Return rows × terms of the modules' texts and of the providers' profiles, by the names of the block."""
    measure = partial(_measure, layout.owners, knowledge=knowledge, statistics=statistics)
    matrices = measure([row.own if row else None for row in layout.rows])
    if any(row is not None and row.whole is not row.own for row in layout.rows):
        # A piece of a module is like anything as far as it and its whole are.
        wholes = measure([row.whole if row else None for row in layout.rows])
        matrices = {name: csr_array(matrix.minimum(wholes[name])) for name, matrix in matrices.items()}
    believed = np.array([row.credibility if row else 0.0 for row in layout.rows], np.float32)
    return {name: _weighed(matrix, believed / FULL_LIKENESS[name]) for name, matrix in matrices.items()}


def _weighed(matrix: csr_array, weights: Floats) -> csr_array:
    """Return a matrix with each row times its weight."""
    data = matrix.data * np.repeat(weights.astype(np.float32), np.diff(matrix.indptr))
    return csr_array((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _measure(
    owners: Sequence[Candidate],
    offers: Sequence[ModuleOffer | None],
    *,
    knowledge: Knowledge,
    statistics: Statistics,
) -> dict[str, csr_array]:
    cut, pivots = knowledge.linker.tokenizer.words, statistics.pivots
    texts = [fold(without_repeats(module_text(offer))) if offer else "" for offer in offers]
    profiles = [fold(without_repeats(profile_text(owner, offer))) for owner, offer in zip(owners, offers, strict=True)]
    grams, words = statistics.grams, statistics.words
    return {
        "grams": grams.gram_vectors(texts, pivot=pivots.grams),
        "words": words.vectors([cut(text) for text in texts], pivot=pivots.words),
        "profile_grams": grams.gram_vectors(profiles, pivot=pivots.profile_grams),
        "profile_words": words.vectors([cut(text) for text in profiles], pivot=pivots.profile_words),
    }
