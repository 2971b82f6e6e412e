"""Which contractors bring which partners."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from functools import partial

import numpy as np

from matching.ranking.candidates.figures import Numbers
from matching.ranking.candidates.numbering import number_of
from matching.ranking.candidates.segment import Segment

Partnerships = tuple[Numbers, Numbers, Numbers]


def partnerships_of(
    segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]], refs: AbstractSet[str]
) -> Partnerships:
    """Return contractors, their partners one after another, and where each contractor's partners start.

    Candidates are numbered over all segments. Only a general contractor brings partners; unknown refs count nothing.
    """
    number = partial(number_of, segments=segments, hidden=hidden)
    contractors, partners, starts = list[int](), list[int](), list[int]()
    start = 0
    for segment, names in zip(segments, hidden, strict=True):
        for place in segment.contractors:
            candidate = segment.candidates[place]
            named = sorted(map(number, refs & (set(candidate.partners) - {candidate.ref})))
            if named and candidate.ref not in names:
                contractors.append(start + place)
                starts.append(len(partners))
                partners.extend(named)
        start += len(segment.order)
    return np.array(contractors, np.int64), np.array(partners, np.int64), np.array(starts, np.int64)


def partnerships_among(whole: Partnerships, numbers: Numbers) -> Partnerships:
    """Return the partnerships of some candidates, ascending, who are numbered anew; partners left out are forgotten."""
    contractors, partners, starts = whole
    if not len(contractors):
        return whole
    owners = np.repeat(contractors, np.diff(np.append(starts, len(partners))))
    kept = np.isin(owners, numbers) & np.isin(partners, numbers)
    owners, partners = np.searchsorted(numbers, owners[kept]), np.searchsorted(numbers, partners[kept])
    firsts = np.flatnonzero(np.diff(owners, prepend=-1))
    return owners[firsts], partners, firsts
