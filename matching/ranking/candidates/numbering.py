"""Where candidates stand, over all segments of an index."""

from collections.abc import Sequence

import numpy as np

from matching.ranking.candidates.figures import Numbers
from matching.ranking.candidates.segment import Segment


def visible_numbers(segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]]) -> Numbers:
    """Return the numbers, over all segments, of the candidates that weren't replaced or removed later."""
    shown = np.ones(sum(len(segment.order) for segment in segments), np.bool_)
    start = 0
    for segment, names in zip(segments, hidden, strict=True):
        for ref in names:
            shown[start + segment.places[ref]] = False
        start += len(segment.order)
    return np.flatnonzero(shown)


def place_of(ref: str, *, segments: Sequence[Segment], hidden: Sequence[frozenset[str]]) -> tuple[int, int]:
    """Return the segment of a visible candidate, and its place there."""
    block = next(
        number
        for number, (segment, names) in enumerate(zip(segments, hidden, strict=True))
        if ref in segment.places and ref not in names
    )
    return block, segments[block].places[ref]


def number_of(ref: str, *, segments: Sequence[Segment], hidden: Sequence[frozenset[str]]) -> int:
    block, place = place_of(ref, segments=segments, hidden=hidden)
    return sum(len(segment.order) for segment in segments[:block]) + place
