"""Corpus statistics as a value with an edition: which terms are known and how rare each is.

Fitted on a file by the command line and nightly by the service. Within an edition no text can move another's score.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.digests import digest_of
from matching.text import Tokenizer, char_grams, fold

MIN_DOCUMENTS = 1
LOGS = (0.0, *(1 + math.log(count) for count in range(1, 1000)))


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTable:
    """Known terms with their column and their inverse document frequency ``1 + ln((1 + n) / (1 + df))``."""

    columns: dict[str, int] = field(repr=False)
    idf: tuple[float, ...] = field(repr=False)

    def lengths(self, terms: Iterable[Sequence[str]]) -> NDArray[np.float64]:
        """Return the length of each text's vector before it is made a unit vector."""
        counted = (Counter(column for term in row if (column := self.columns.get(term)) is not None) for row in terms)
        return np.array(
            [
                math.sqrt(math.fsum(((1 + math.log(count)) * self.idf[column]) ** 2 for column, count in one.items()))
                for one in counted
            ]
        )

    def vectors(self, terms: Iterable[Sequence[str]], *, pivot: float = 0.0) -> csr_array:
        """Return one row a text: ``(1 + ln tf) * idf``, unit length, float32; unknown terms are left out.

        A text shorter than ``pivot`` is divided by the pivot instead of its own length: cutting a text into pieces
        then makes no piece more like anything than the whole was.
        """
        indptr, indices = [0], list[int]()
        data: list[float] = []
        known = self.columns
        for row in terms:
            counts = Counter([known[term] for term in row if term in known])
            columns = sorted(counts)
            values = [self.idf[column] * LOGS[min(counts[column], len(LOGS) - 1)] for column in columns]
            norm = max(math.sqrt(math.fsum(value * value for value in values)), pivot)
            indices.extend(columns)
            data.extend(value / norm for value in values)
            indptr.append(len(indices))
        shape = (len(indptr) - 1, len(self.columns))
        arrays = (np.array(data, np.float32), np.array(indices, np.int32), np.array(indptr, np.int32))
        return csr_array(arrays, shape=shape)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pivots:
    """The usual vector length of a module's text, and of a provider's description with a module, in both tables."""

    words: float = 0.0
    grams: float = 0.0
    profile_words: float = 0.0
    profile_grams: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The two term tables of one edition: words and character n-grams."""

    edition: str
    documents: int
    words: TermTable
    grams: TermTable
    pivots: Pivots = Pivots()


def fit_table(documents: Sequence[Iterable[str]]) -> TermTable:
    """Return the table of all terms of the documents, each with the number of documents that hold it."""
    frequency = Counter(term for document in documents for term in set(document))
    known = sorted(term for term, count in frequency.items() if count >= MIN_DOCUMENTS)
    total = len(documents)
    idf = tuple(1 + math.log((1 + total) / (1 + frequency[term])) for term in known)
    return TermTable(columns={term: column for column, term in enumerate(known)}, idf=idf)


def fit_statistics(texts: Iterable[str], *, tokenizer: Tokenizer) -> Statistics:
    """Count terms over the distinct ``texts``; the edition is the digest of what was counted.

    Repeating a text, or repeating a word within one, changes nothing.
    """
    distinct = sorted({fold(text) for text in texts})
    cut: Callable[[str], list[str]] = tokenizer.words
    return Statistics(
        edition=digest_of(distinct)[:16],
        documents=len(distinct),
        words=fit_table([cut(text) for text in distinct]),
        grams=fit_table([char_grams(text) for text in distinct]),
    )
