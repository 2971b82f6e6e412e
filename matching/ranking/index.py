"""The candidate index: blocks of candidates and what is known of them, in memory."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from matching.digests import combined_digest, digest_of
from matching.errors import DuplicateCandidateError, UnknownCandidateError
from matching.library import Library
from matching.linking import Linker, fit_linker
from matching.linking.linker import remember
from matching.ranking.block import build_block
from matching.ranking.figures import Numbers
from matching.ranking.knowledge import Knowledge
from matching.ranking.modules import module_text, profile_text
from matching.ranking.needs import QueryProfile, profile_query
from matching.ranking.segment import Changed, Segment, build_segment, changed_in, stack
from matching.statistics import Pivots, Statistics, fit_statistics
from matching.text import fold, without_repeats
from matching.types import Candidate, Query
from matching.work import Work, one_by_one

# Changed candidates stand in a small segment of their own; once it holds so many, they join those changed before.
RECENT = 32

MOST_PROFILES = 256  # Queries of which the profile is remembered, some 30 KB each.

# Most modules are shorter than this share of them: a shorter text is measured as if it were as long.
PIVOT_QUANTILE = 0.8
PIVOT_SAMPLE = 2_000


Partnerships = tuple[Numbers, Numbers, Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateIndex:
    """All candidates in segments: the first as it was built, then those changed since, the latest last.

    A ref in ``hidden`` of its segment was replaced or removed later. ``refs`` counts the hidden too, and ``visible``
    are the numbers of the others among them. ``digests`` are in the order of the refs. ``profiles`` are those of the
    queries asked of late, of this index and of those that came before and after it by a change.
    """

    knowledge: Knowledge = field(repr=False)
    statistics: Statistics = field(repr=False)
    segments: tuple[Segment, ...]
    hidden: tuple[frozenset[str], ...]
    digests: dict[str, str] = field(repr=False)
    partnerships: Partnerships = field(repr=False)
    digest: str
    refs: tuple[str, ...] = field(repr=False)
    visible: Numbers = field(repr=False)
    profiles: dict[Query, QueryProfile] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.digests)

    def __contains__(self, ref: str) -> bool:
        """Return whether a candidate of that ref is in the index."""
        return ref in self.digests

    def candidates(self) -> tuple[Candidate, ...]:
        """Return the candidates by ref."""
        found = [
            candidate
            for segment, hidden in zip(self.segments, self.hidden, strict=True)
            for candidate in segment.candidates
            if candidate.ref not in hidden
        ]
        return tuple(sorted(found, key=lambda candidate: candidate.ref))

    def profile(self, query: Query) -> QueryProfile:
        """Return a query with everything that doesn't depend on a candidate, remembered."""
        found = self.profiles.get(query)
        if found is None:
            found = profile_query(query, knowledge=self.knowledge, statistics=self.statistics)
            remember(self.profiles, {query: found}, limit=MOST_PROFILES)
        return found

    def candidate(self, ref: str) -> Candidate:
        """Return one candidate; raise UnknownCandidateError when there is none of that ref."""
        if ref not in self:
            raise UnknownCandidateError(ref)
        block, place = _place_of(ref, segments=self.segments, hidden=self.hidden)
        return self.segments[block].candidates[place]

    def number_of(self, ref: str) -> int:
        """Return the number of a visible candidate among ``refs``; raise UnknownCandidateError for any other."""
        if ref not in self:
            raise UnknownCandidateError(ref)
        return _number_of(ref, segments=self.segments, hidden=self.hidden)

    def updated(self, candidate: Candidate) -> "CandidateIndex":
        """Return an index in which ``candidate`` is new or replaces the one of its ref."""
        hidden, older, latest = self._hidden_with(candidate.ref), self.segments, list[Changed]()
        if len(older) > 1 and len(older[-1].order) < RECENT:
            latest = changed_in(older[-1:], hidden=hidden[-1:])
            older, hidden = older[:-1], hidden[:-1]
        elif len(older) > 2:  # noqa: PLR2004 - the first, those changed long ago, and the latest
            long_ago = changed_in(older[1:], hidden=hidden[1:])
            older, hidden = older[:1], hidden[:1]
            if long_ago:
                older, hidden = (*older, stack(long_ago)), (*hidden, frozenset())
        block = build_block((candidate,), knowledge=self.knowledge, statistics=self.statistics)
        return self.laid_out(
            segments=(*older, stack([*latest, (candidate, block)])),
            hidden=(*hidden, frozenset()),
            digests=self._digests_with(candidate),
        )

    def _digests_with(self, candidate: Candidate) -> dict[str, str]:
        digests = {**self.digests, candidate.ref: digest_of(candidate)}
        # One that takes another's place stands in order already.
        return digests if candidate.ref in self else dict(sorted(digests.items()))

    def without(self, ref: str) -> "CandidateIndex":
        """Return an index without the candidate; raise UnknownCandidateError when there is none of that ref."""
        if ref not in self:
            raise UnknownCandidateError(ref)
        digests = {key: value for key, value in self.digests.items() if key != ref}
        return self.laid_out(segments=self.segments, hidden=self._hidden_with(ref), digests=digests)

    def _hidden_with(self, ref: str) -> tuple[frozenset[str], ...]:
        """Return the hidden refs of each segment with one more, where the segment holds it."""
        if ref not in self:
            return self.hidden
        return tuple(
            names | {ref} if ref in segment.places else names
            for segment, names in zip(self.segments, self.hidden, strict=True)
        )

    def laid_out(
        self, *, segments: tuple[Segment, ...], hidden: tuple[frozenset[str], ...], digests: dict[str, str]
    ) -> "CandidateIndex":
        """Return an index of the same knowledge over other blocks."""
        laid = lay_out(segments, hidden=hidden, digests=digests, knowledge=self.knowledge, statistics=self.statistics)
        return replace(laid, profiles=self.profiles)


def lay_out(
    segments: tuple[Segment, ...],
    *,
    hidden: tuple[frozenset[str], ...],
    digests: dict[str, str],
    knowledge: Knowledge,
    statistics: Statistics,
) -> CandidateIndex:
    """Return an index over finished blocks, with all that depends on the blocks together."""
    visible = _visible(segments, hidden=hidden)
    return CandidateIndex(
        knowledge=knowledge,
        statistics=statistics,
        segments=segments,
        hidden=hidden,
        digests=digests,
        partnerships=_partnerships(segments, hidden=hidden, refs=digests.keys()),
        digest=index_digest(digests, knowledge=knowledge, statistics=statistics),
        refs=tuple(chain.from_iterable(segment.order for segment in segments)),
        visible=visible,
    )


def _visible(segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]]) -> Numbers:
    """Return the numbers, over all segments, of the candidates that weren't replaced or removed later."""
    shown = np.ones(sum(len(segment.order) for segment in segments), np.bool_)
    start = 0
    for segment, names in zip(segments, hidden, strict=True):
        for ref in names:
            shown[start + segment.places[ref]] = False
        start += len(segment.order)
    return np.flatnonzero(shown)


def _place_of(ref: str, *, segments: Sequence[Segment], hidden: Sequence[frozenset[str]]) -> tuple[int, int]:
    """Return the segment of a visible candidate, and its place there."""
    block = next(
        number
        for number, (segment, names) in enumerate(zip(segments, hidden, strict=True))
        if ref in segment.places and ref not in names
    )
    return block, segments[block].places[ref]


def _number_of(ref: str, *, segments: Sequence[Segment], hidden: Sequence[frozenset[str]]) -> int:
    block, place = _place_of(ref, segments=segments, hidden=hidden)
    return sum(len(segment.order) for segment in segments[:block]) + place


def build_index(
    candidates: Iterable[Candidate],
    *,
    library: Library,
    statistics: Statistics | None = None,
    linker: Linker | None = None,
    work: Work = one_by_one,
) -> CandidateIndex:
    """Lay out candidates for ranking; without ``statistics`` they are fitted on the candidates themselves.

    ``work`` says who works out the blocks; whoever does, the index is the same.
    Raises DuplicateCandidateError when two candidates carry one ref. The order of the input changes nothing.
    """
    known = tuple(candidates)
    digests: dict[str, str] = {}
    for candidate in sorted(known, key=lambda candidate: candidate.ref):
        if candidate.ref in digests:
            raise DuplicateCandidateError(candidate.ref)
        digests[candidate.ref] = digest_of(candidate)
    fitted = linker or fit_linker(library)
    knowledge = Knowledge(library, linker=fitted)
    counted = statistics or fit_candidate_statistics(known, linker=fitted, work=work)
    segment = build_segment(known, knowledge=knowledge, statistics=counted, work=work)
    return lay_out((segment,), hidden=(frozenset(),), digests=digests, knowledge=knowledge, statistics=counted)


def index_digest(digests: dict[str, str], *, knowledge: Knowledge, statistics: Statistics) -> str:
    """Return one digest of all candidates, by ref, the library edition and the statistics edition."""
    parts = (knowledge.edition, statistics.edition)
    return combined_digest(chain(parts, map(" ".join, digests.items())))


def _partnerships(
    segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]], refs: AbstractSet[str]
) -> Partnerships:
    """Return contractors, their partners one after another, and where each contractor's partners start.

    Candidates are numbered over all segments. Only a general contractor brings partners; unknown refs count nothing.
    """
    number_of = partial(_number_of, segments=segments, hidden=hidden)
    contractors, partners, starts = list[int](), list[int](), list[int]()
    start = 0
    for segment, names in zip(segments, hidden, strict=True):
        for place in segment.contractors:
            candidate = segment.candidates[place]
            named = sorted(map(number_of, refs & (set(candidate.partners) - {candidate.ref})))
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


def fit_candidate_statistics(candidates: Iterable[Candidate], *, linker: Linker, work: Work = one_by_one) -> Statistics:
    """Count the terms of all module texts, one document a module, and of the providers' descriptions."""
    known = tuple(candidates)
    modules = [without_repeats(module_text(offer)) for candidate in known for offer in candidate.modules]
    counted = fit_statistics(modules + [one.description for one in known], tokenizer=linker.tokenizer, work=work)
    profiles = [profile_text(candidate, offer) for candidate in known for offer in candidate.modules]
    modules, profiles = _sample(modules), _sample([without_repeats(text) for text in profiles])
    cut = linker.tokenizer.words
    return replace(
        counted,
        pivots=Pivots(
            words=_usual(counted.words.lengths(map(cut, modules))),
            grams=_usual(counted.grams.gram_lengths(modules)),
            profile_words=_usual(counted.words.lengths(map(cut, profiles))),
            profile_grams=_usual(counted.grams.gram_lengths(profiles)),
        ),
    )


def _sample(texts: Sequence[str]) -> list[str]:
    """Return evenly spaced ones of the sorted texts, folded: enough to tell the usual length, whatever their order."""
    ordered = sorted(texts)
    return [fold(text) for text in ordered[:: max(1, len(ordered) // PIVOT_SAMPLE)]]


def _usual(lengths: NDArray[np.float64]) -> float:
    return round(float(np.quantile(lengths, PIVOT_QUANTILE)), 6) if len(lengths) else 0.0
