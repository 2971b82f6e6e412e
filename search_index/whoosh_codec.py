"""Posting lists as plain arrays in Whoosh's files. The index stores this module's path: moving it asks for a rebuild.

Whoosh's own writer and matcher handle one posting at a time in Python; here a list is written and read in one piece,
which makes indexing twice and first reads many times quicker. Term tables, stored documents and commits are Whoosh's.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, TypeAlias
from uuid import uuid4

import numpy as np
import numpy.typing as npt
from whoosh.codec.whoosh3 import W3Codec, W3FieldWriter, W3Segment, W3TermInfo
from whoosh.matching import ListMatcher
from whoosh.system import pack_ushort

Ids: TypeAlias = npt.NDArray[np.int64]
Values: TypeAlias = npt.NDArray[np.float32]
# A posting is one number: document << 16 | frequency.
_BITS = 16
_MASK = (1 << _BITS) - 1
Packed: TypeAlias = "array[int]"


class LeanPool:
    """Collects the postings of one commit, eight bytes each; documents arrive in order."""

    def __init__(self) -> None:
        self._fields: dict[str, dict[str, Packed]] = {}

    def add_document(self, number: int, *, field: str, tokens: Sequence[str]) -> None:
        """Take the tokens of one field; repeated ones count."""
        terms = self._fields.setdefault(field, defaultdict(_new_list))
        base = number << _BITS
        for token, count in Counter(tokens).items():
            terms[token].append(base | min(count, _MASK))

    def add_lists(self, names: Sequence[tuple[str, bytes]], lists: Sequence[bytes], *, numbers: Ids) -> None:
        """Take whole posting lists of (field, token) from a segment that is merged into this commit.

        ``numbers`` holds the new number of each of its documents, beyond those taken before; -1 for a deleted one.
        """
        packed = np.frombuffer(b"".join(lists), dtype=np.uint64)
        documents = numbers[(packed >> np.uint64(_BITS)).astype(np.int64)]
        alive = documents >= 0
        moved = documents[alive].astype(np.uint64) << np.uint64(_BITS) | packed[alive] & np.uint64(_MASK)
        before = np.concatenate(([0], np.cumsum(alive)))
        ends = before[np.cumsum([len(one) // packed.itemsize for one in lists])].tolist()
        start = 0
        for (field, token), end in zip(names, ends, strict=True):
            if start < end:
                terms = self._fields.setdefault(field, defaultdict(_new_list))
                terms[token.decode()].frombytes(moved[start:end].tobytes())
            start = end

    def add(self, _item: object) -> None:
        """Refuse: lists come whole. Whoosh looks for this name with each document, but calls it for none of ours."""
        raise NotImplementedError

    def iter_postings(self) -> Iterator[tuple[str, bytes, Packed]]:
        """Yield (field, token, postings) in the order that the term table needs: code points sort like UTF-8."""
        for field in sorted(self._fields):
            terms = self._fields[field]
            for token in sorted(terms):
                yield field, token.encode(), terms[token]

    def cleanup(self) -> None:
        """Let go of the postings."""
        self._fields = {}


def _new_list() -> Packed:
    return array("Q")


class LeanFieldWriter(W3FieldWriter):  # type: ignore[misc]  # Whoosh has no types.
    """Writes whole posting lists."""

    def add_postings(self, schema: Any, _lengths: object, items: Iterator[tuple[str, bytes, Packed]]) -> None:
        """Write every list and its row in the term table."""
        prefix, before = b"", None
        for field, token, packed in items:
            if field != before:
                self.start_field(field, schema[field])
                prefix, before = pack_ushort(self._fieldid), field
            self._tindex.add(prefix + token, self._row(packed))
        self._infield = False

    def _row(self, packed: Packed) -> bytes:
        info = W3TermInfo()
        info._df = len(packed)  # noqa: SLF001  # Whoosh fills it from the blocks that are not used here.
        info.set_extent(self._postfile.tell(), len(packed) * packed.itemsize)
        self._postfile.write(packed.tobytes())
        row: bytes = info.to_bytes()
        return row


class LeanMatcher(ListMatcher):  # type: ignore[misc]  # Whoosh has no types.
    """Holds a whole list: as arrays for searching, as a matcher for Whoosh's merging."""

    def __init__(self, packed: bytes, **options: Any) -> None:
        numbers = np.frombuffer(packed, dtype=np.uint64)
        self.ids: Ids = (numbers >> np.uint64(_BITS)).astype(np.int64)
        self.frequencies: Values = (numbers & np.uint64(_MASK)).astype(np.float32)
        super().__init__(self.ids, self.frequencies, **options)

    def id(self) -> int:
        """Return the document of the present posting."""
        return int(self.ids[self._i])

    def weight(self) -> float:
        """Return the frequency of the present posting."""
        return float(self.frequencies[self._i])

    def value(self) -> bytes:
        """Return nothing: postings have no payload."""
        return b""


class LeanCodec(W3Codec):  # type: ignore[misc]  # Whoosh has no types.
    """Whoosh's codec with other posting lists and without field lengths."""

    length_stats = False

    def new_segment(self, _storage: Any, indexname: str) -> Any:
        """Return a segment with a name of its own.

        Whoosh draws names from the shared generator: processes forked from one parent, or tests that seed it, would
        draw the same name again and write over a segment in use.
        """
        return W3Segment(self, indexname, segid=uuid4().hex)

    def field_writer(self, storage: Any, segment: Any) -> LeanFieldWriter:
        """Return the writer of term table and posting lists."""
        return LeanFieldWriter(self, storage, segment)

    def postings_reader(
        self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None
    ) -> LeanMatcher:
        """Return the posting list of a term."""
        # Whoosh leaves the length in the tuple that struct returns; it never reads it itself.
        offset, (length,) = terminfo.extent()
        return LeanMatcher(dbfile.get(offset, length), format=format_, scorer=scorer, term=term, terminfo=terminfo)
