"""One immutable Whoosh segment as numpy arrays, read when needed and kept over commits."""

from threading import Lock
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
from whoosh.reading import TermNotFound

from search_index.normalize import fold
from search_index.plan import Field, Phrase
from search_index.tokens import grams
from search_index.whoosh_codec import Ids, LeanMatcher, Values
from search_index.whoosh_schema import KEY, TOKEN_FIELDS

Mask: TypeAlias = npt.NDArray[np.bool_]
# Postings kept for each segment; past it the cache starts anew, which costs one slower query.
_MAX_CACHED = 20_000
_NO_IDS: Ids = np.zeros(0, dtype=np.int64)
_NO_VALUES: Values = np.zeros(0, dtype=np.float32)
# A stored document: kind, id, title, body, digest, weight, lengths of the token fields, facet tokens.
Stored: TypeAlias = tuple[str, str, str, str, str, float, tuple[int, ...], tuple[str, ...]]


class Segment:
    """Columns and postings of a segment; deletions belong to the snapshot, not to it."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader
        self._lock = Lock()
        self._postings: dict[tuple[Field, str], tuple[Ids, Values]] = {}
        self._folded: dict[int, tuple[str, str]] = {}
        self.size: int = reader.doc_count_all()
        self._load_columns()

    def _load_columns(self) -> None:
        self.keys: list[str] = [""] * self.size
        lengths = np.zeros((len(TOKEN_FIELDS), self.size), dtype=np.float32)
        self.weights: Values = np.ones(self.size, dtype=np.float32)
        self.meta_doc, self.meta = -1, ""
        codes: dict[str, int] = {}
        owners: list[int] = []
        values: list[int] = []
        for number, stored in self._reader.iter_docs():
            if "meta" in stored:
                self.meta_doc, self.meta = number, stored["meta"]
                continue
            document: Stored = stored["doc"]
            self.keys[number] = f"{document[0]}/{document[1]}"
            self.weights[number] = document[5]
            lengths[:, number] = document[6]
            found = [codes.setdefault(token, len(codes)) for token in document[7]]
            values += found
            owners += [number] * len(found)
        self.lengths = dict(zip(TOKEN_FIELDS, lengths, strict=True))
        self.facet_names = list(codes)
        self.facet_owners = np.array(owners, dtype=np.int32)
        self.facet_values = np.array(values, dtype=np.int32)

    def renew(self, reader: Any) -> None:
        """Read on through a newer reader of the same segment; the old one may close its files."""
        with self._lock:
            self._reader = reader

    def live(self) -> Mask:
        """Return which documents exist and are no commit record."""
        mask = np.ones(self.size, dtype=np.bool_)
        for number in self._reader.segment().deleted_docs() if self._reader.has_deletions() else ():
            mask[number] = False
        if self.meta_doc >= 0:
            mask[self.meta_doc] = False
        return mask

    @property
    def alive(self) -> int:
        """Return how many documents are not deleted."""
        return int(self._reader.doc_count())

    def is_deleted(self, number: int) -> bool:
        """Tell whether the newest reader has the document deleted."""
        return bool(self._reader.is_deleted(number))

    def postings(self, field: Field, token: str) -> tuple[Ids, Values]:
        """Return documents with their frequencies of the token."""
        cached = self._postings.get((field, token))
        if cached is None:
            with self._lock:
                cached = self._read_postings(field, token)
                if len(self._postings) > _MAX_CACHED:
                    self._postings.clear()
                self._postings[field, token] = cached
        return cached

    def _read_postings(self, field: Field, token: str) -> tuple[Ids, Values]:
        try:
            matcher = self._reader.postings(str(field), token.encode())
        except TermNotFound:
            return _NO_IDS, _NO_VALUES
        # Whoosh wraps the list when the segment has deletions; those are left out later, for all lists at once.
        whole: LeanMatcher = getattr(matcher, "child", matcher)
        return whole.ids, whole.frequencies

    def stored(self, number: int) -> Stored:
        """Return the stored tuple of a document."""
        with self._lock:
            fields = self._reader.stored_fields(number)
        document: Stored = fields["doc"]
        return document

    def holds_phrase(self, number: int, phrase: Phrase) -> bool:
        """Tell whether the tokens stand one after the other in title or body."""
        texts = self._folded.get(number)
        if texts is None:
            document = self.stored(number)
            texts = self._folded[number] = (fold(document[2]), fold(document[3]))
        if phrase.run:
            return any(phrase.run in text for text in texts)
        sequence = f" {' '.join(phrase.tokens)} "
        return any(sequence in f" {' '.join(grams(text))} " for text in texts)


def document_number(reader: Any, key: str) -> int | None:
    """Return the number of the live document with the key within a leaf reader."""
    try:
        matcher = reader.postings(KEY, key.encode())
    except TermNotFound:
        return None
    return int(matcher.id()) if matcher.is_active() else None
