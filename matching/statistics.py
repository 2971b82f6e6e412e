"""Corpus statistics as a value with an edition: which terms are known and how rare each is.

Fitted on a file by the command line and nightly by the service. Within an edition no text can move another's score.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import islice

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, vstack

from matching.digests import digest_of
from matching.text import Tokenizer, fold
from matching.text.grams import CHUNK, GramColumns, chunks, gram_codes, gram_text
from matching.text.tokens import GRAM_LENGTHS
from matching.work import Work, one_by_one

LOGS = np.array([0.0, *(1 + math.log(count) for count in range(1, 1000))])

Numbers = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True)  # Without slots: what is computed once stands beside the fields.
class TermTable:
    """Known terms with their column and their inverse document frequency ``1 + ln((1 + n) / (1 + df))``."""

    columns: dict[str, int] = field(repr=False)
    idf: tuple[float, ...] = field(repr=False)

    @cached_property
    def _idf(self) -> NDArray[np.float64]:
        return np.array(self.idf, np.float64)

    @cached_property
    def _grams(self) -> GramColumns:
        return GramColumns(self.columns)

    def vectors(self, terms: Iterable[Sequence[str]], *, pivot: float = 0.0) -> csr_array:
        """Return one row a text: ``(1 + ln tf) * idf``, unit length, float32; unknown terms are left out.

        A text shorter than ``pivot`` is divided by the pivot instead of its own length: cutting a text into pieces
        then makes no piece more like anything than the whole was.
        """
        return self._stacked(self._rows(*self._known(part), pivot=pivot) for part in _parts(terms))

    def gram_vectors(
        self,
        texts: Sequence[str],
        *,
        lengths: Sequence[int] = GRAM_LENGTHS,
        words: Sequence[Sequence[str]] | None = None,
        pivot: float = 0.0,
    ) -> csr_array:
        """Return the vectors of folded texts over their character n-grams, and over ``words`` beside them."""
        parts = []
        for number, part in enumerate(chunks(texts)):
            rows, columns = self._grams.find(part, lengths=lengths)
            if words is not None:
                _, more_rows, more = self._known(words[number * CHUNK : number * CHUNK + len(part)])
                rows, columns = np.concatenate([rows, more_rows]), np.concatenate([columns, more])
            parts.append(self._rows(len(part), rows, columns, pivot=pivot))
        return self._stacked(parts)

    def lengths(self, terms: Iterable[Sequence[str]]) -> NDArray[np.float64]:
        """Return the length of each text's vector before it is made a unit vector."""
        parts = [self._weighed(*self._known(part))[-1] for part in _parts(terms)]
        return np.concatenate(parts) if parts else np.zeros(0)

    def gram_lengths(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Return the same for folded texts over their character n-grams."""
        found = [(len(part), *self._grams.find(part, lengths=GRAM_LENGTHS)) for part in chunks(texts)]
        return np.concatenate([self._weighed(*part)[-1] for part in found]) if found else np.zeros(0)

    def _known(self, terms: Sequence[Sequence[str]]) -> tuple[int, Numbers, Numbers]:
        """Return the number of texts, and (number of the text, column) of each known term."""
        look_up = self.columns.get
        known = [[column for term in row if (column := look_up(term)) is not None] for row in terms]
        rows = np.repeat(np.arange(len(known)), [len(row) for row in known])
        return len(known), rows, np.array([column for row in known for column in row], np.int64)

    def _weighed(
        self, count: int, rows: Numbers, columns: Numbers
    ) -> tuple[Numbers, Numbers, NDArray[np.float64], NDArray[np.float64]]:
        """Return row, column and weight of each different term, by row and column, and the length of each row."""
        width = max(len(self.columns), 1)
        keys, counts = np.unique(rows * width + columns, return_counts=True)
        rows, columns = np.divmod(keys, width)
        values = self._idf[columns] * LOGS[np.minimum(counts, len(LOGS) - 1)]
        # Summed one after another within a row: the same row has the same length beside whatever other rows.
        return rows, columns, values, np.sqrt(np.bincount(rows, weights=values * values, minlength=count))

    def _rows(self, count: int, rows: Numbers, columns: Numbers, *, pivot: float) -> csr_array:
        rows, columns, values, lengths = self._weighed(count, rows, columns)
        data = (values / np.maximum(lengths, pivot)[rows]).astype(np.float32)
        indptr = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=count))])
        arrays = (data, columns.astype(np.int32), indptr.astype(np.int32))
        return csr_array(arrays, shape=(count, len(self.columns)))

    def _stacked(self, parts: Iterable[csr_array]) -> csr_array:
        known = list(parts)
        if len(known) == 1:
            return known[0]
        return csr_array(vstack(known, format="csr") if known else (0, len(self.columns)), dtype=np.float32)


def _parts(terms: Iterable[Sequence[str]]) -> Iterator[Sequence[Sequence[str]]]:
    rest = iter(terms)
    while part := list(islice(rest, CHUNK)):
        yield part


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


def fit_table(documents: Iterable[Iterable[str]]) -> TermTable:
    """Return the table of all terms of the documents, each with the number of documents that hold it."""
    frequency = Counter[str]()
    total = 0
    for document in documents:
        frequency.update(set(document))
        total += 1
    return _table(frequency, total=total)


def _table(frequency: dict[str, int], *, total: int) -> TermTable:
    known = sorted(frequency)
    idf = tuple(1 + math.log((1 + total) / (1 + frequency[term])) for term in known)
    return TermTable(columns={term: column for column, term in enumerate(known)}, idf=idf)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many of some texts hold each word, and each character n-gram by its code."""

    words: Counter[str]
    codes: Numbers
    counts: Numbers


def fit_statistics(texts: Iterable[str], *, tokenizer: Tokenizer, work: Work = one_by_one) -> Statistics:
    """Count terms over the distinct ``texts``; the edition is the digest of what was counted.

    Repeating a text, or repeating a word within one, changes nothing.
    """
    distinct = sorted({fold(text) for text in texts})
    words, grams = Counter[str](), Counter[int]()
    for counted in work(partial(_count, tokenizer=tokenizer), list(chunks(distinct))):
        words.update(counted.words)
        grams.update(dict(zip(counted.codes.tolist(), counted.counts.tolist(), strict=True)))
    return Statistics(
        edition=digest_of(distinct)[:16],
        documents=len(distinct),
        words=_table(words, total=len(distinct)),
        grams=_table({gram_text(code): count for code, count in grams.items()}, total=len(distinct)),
    )


def _count(texts: Sequence[str], *, tokenizer: Tokenizer) -> Counted:
    rows, found = gram_codes(texts)
    order = np.lexsort((rows, found))
    rows, found = rows[order], found[order]
    new = np.append(True, (np.diff(found) != 0) | (np.diff(rows) != 0))[: len(found)]
    codes, counts = np.unique(found[new], return_counts=True)
    words = Counter[str]()
    for text in texts:
        words.update(set(tokenizer.words(text)))
    return Counted(words=words, codes=codes, counts=counts)
