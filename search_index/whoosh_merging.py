"""When the segments of a Whoosh index become fewer, and how: whole posting lists are moved, not single postings.

Every commit leaves a small segment. A commit folds small ones together once they are many, so that nobody waits long
for what was just published; larger ones are left to `tidy`, which the caller asks for when nothing else is to do.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from whoosh.reading import SegmentReader

from search_index.whoosh_codec import LeanPool

MOST_SEGMENTS = 12  # A question reads each of them.
LEFT_BY_COMMIT = 6
FOLDED_AT_ONCE = 200  # Documents that a commit may move: a tenth of a second.
CROWDED = 36  # Segments past which a commit moves more, though others wait: nobody has tidied for hundreds of changes.
LEFT_BY_TIDYING = 3
TIDIED_AT_ONCE = 2_000  # About a second, during which others wait with their commit.


@dataclass(frozen=True, slots=True)
class Merging:
    """How many segments a merge leaves, and how many documents it may move."""

    most: int
    left: int
    documents: int


WHEN_IDLE = Merging(most=LEFT_BY_TIDYING, left=LEFT_BY_TIDYING, documents=TIDIED_AT_ONCE)


def in_commit(segments: int) -> Merging:
    """Return what a commit merges in an index of so many segments."""
    documents = FOLDED_AT_ONCE if segments <= CROWDED else TIDIED_AT_ONCE
    return Merging(most=MOST_SEGMENTS, left=LEFT_BY_COMMIT, documents=documents)


def chosen(sizes: Sequence[int], *, merging: Merging) -> list[int]:
    """Return which segments to fold into one, given the documents that each still holds: the smallest ones.

    Few enough segments are left alone, empty ones are always chosen, and a merge of one is none.
    """
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    empty = [place for place in order if sizes[place] == 0]
    rest = order[len(empty) :]
    if len(rest) <= merging.most:
        return empty
    wanted = rest[: len(rest) - merging.left + 1]
    moved = np.cumsum([sizes[place] for place in wanted])
    small = wanted[: int(np.searchsorted(moved, merging.documents, side="right"))]
    return empty + (small if len(small) > 1 else [])


def fold(writer: Any, *, merging: Merging) -> list[Any]:
    """Move the documents of the chosen segments to the one being written; return the segments that stay."""
    segments = writer.segments
    places = set(chosen([segment.doc_count() for segment in segments], merging=merging))
    for place in sorted(places):
        if segments[place].doc_count():
            _move(writer, segment=segments[place])
    return [segment for place, segment in enumerate(segments) if place not in places]


def _move(writer: Any, *, segment: Any) -> None:
    reader = SegmentReader(writer.storage, writer.schema, segment)
    try:
        numbers = np.full(reader.doc_count_all(), -1, dtype=np.int64)
        for number, stored in reader.iter_docs():
            numbers[number] = writer.docnum
            writer.add_document(**stored)
        _move_postings(writer.pool, reader=reader, numbers=numbers)
    finally:
        reader.close()


def _move_postings(pool: LeanPool, *, reader: Any, numbers: "np.ndarray[Any, np.dtype[np.int64]]") -> None:
    terms = reader._terms  # noqa: SLF001  # Whoosh's own way reads one posting after another.
    names, lists = [], []
    for name, info in terms.items():
        offset, (length,) = info.extent()
        names.append(name)
        lists.append(terms._postfile.get(offset, length))  # noqa: SLF001  # As above.
    pool.add_lists(names, lists, numbers=numbers)
