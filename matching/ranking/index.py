"""The candidate index: blocks of candidates and what is known of them, in memory."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, count, repeat

import numpy as np
from numpy.typing import NDArray

from matching.digests import combined_digest, digest_of
from matching.errors import DuplicateCandidateError, UnknownCandidateError
from matching.library import Library
from matching.linking import Linker, fit_linker
from matching.ranking.knowledge import Knowledge
from matching.ranking.modules import module_text, profile_text
from matching.ranking.segment import Segment, build_segment
from matching.statistics import Pivots, Statistics, fit_statistics
from matching.text import fold, without_repeats
from matching.types import Candidate
from matching.work import Work, one_by_one

# A changed candidate goes into a block of its own; past so many, they are laid out together.
MAX_SMALL_SEGMENTS = 32

# Most modules are shorter than this share of them: a shorter text is measured as if it were as long.
PIVOT_QUANTILE = 0.8
PIVOT_SAMPLE = 2_000


Numbers = NDArray[np.int64]
Partnerships = tuple[Numbers, Numbers, Numbers]


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateIndex:
    """All candidates in blocks; a ref in ``hidden`` of its block was replaced or removed later.

    ``refs`` and ``places`` count the hidden too, ``visible`` are the numbers of the others among them, and ``numbers``
    counts the others alone.
    """

    knowledge: Knowledge = field(repr=False)
    statistics: Statistics = field(repr=False)
    segments: tuple[Segment, ...]
    hidden: tuple[frozenset[str], ...]
    digests: dict[str, str] = field(repr=False)
    partnerships: Partnerships = field(repr=False)
    digest: str
    refs: tuple[str, ...] = field(repr=False)
    numbers: dict[str, int] = field(repr=False)
    places: tuple[tuple[int, int], ...] = field(repr=False)
    visible: tuple[int, ...] = field(repr=False)

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

    def candidate(self, ref: str) -> Candidate:
        """Return one candidate; raise UnknownCandidateError when there is none of that ref."""
        for segment, hidden in zip(self.segments, self.hidden, strict=True):
            if ref not in hidden:
                for candidate in segment.candidates:
                    if candidate.ref == ref:
                        return candidate
        raise UnknownCandidateError(ref)

    def updated(self, candidate: Candidate) -> "CandidateIndex":
        """Return an index in which ``candidate`` is new or replaces the one of its ref."""
        if len(self.segments) > MAX_SMALL_SEGMENTS:
            return self._merged().updated(candidate)
        small = build_segment((candidate,), knowledge=self.knowledge, statistics=self.statistics)
        return self.laid_out(
            segments=(*self.segments, small),
            hidden=(*self._hidden_with(candidate.ref), frozenset()),
            digests={**self.digests, candidate.ref: digest_of(candidate)},
        )

    def without(self, ref: str) -> "CandidateIndex":
        """Return an index without the candidate; raise UnknownCandidateError when there is none of that ref."""
        if ref not in self:
            raise UnknownCandidateError(ref)
        digests = {key: value for key, value in self.digests.items() if key != ref}
        return self.laid_out(segments=self.segments, hidden=self._hidden_with(ref), digests=digests)

    def _hidden_with(self, ref: str) -> tuple[frozenset[str], ...]:
        """Return the hidden refs of each block with one more, where the block holds it."""
        if ref not in self:
            return self.hidden
        return tuple(
            names | {ref} if ref in segment.refs else names
            for segment, names in zip(self.segments, self.hidden, strict=True)
        )

    def _merged(self) -> "CandidateIndex":
        """Lay the small blocks out as one; the first, large block stays as it is."""
        changed = [
            candidate
            for segment, hidden in zip(self.segments[1:], self.hidden[1:], strict=True)
            for candidate in segment.candidates
            if candidate.ref not in hidden
        ]
        block = build_segment(changed, knowledge=self.knowledge, statistics=self.statistics)
        return self.laid_out(
            segments=(self.segments[0], block), hidden=(self.hidden[0], frozenset()), digests=self.digests
        )

    def among(self, numbers: Numbers) -> "CandidateIndex":
        """Return some visible candidates, by ascending numbers among ``refs``; the digest stays that of the whole."""
        sizes = np.array([len(segment.candidates) for segment in self.segments])
        starts = np.cumsum(sizes) - sizes
        cuts = np.searchsorted(numbers, starts[1:])
        segments = tuple(
            segment.among(part - start)
            for segment, start, part in zip(self.segments, starts.tolist(), np.split(numbers, cuts), strict=True)
        )
        refs = tuple(self.refs[number] for number in numbers.tolist())
        return replace(
            self,
            segments=segments,
            hidden=(frozenset(),) * len(segments),
            digests={ref: self.digests[ref] for ref in refs},
            partnerships=_partnerships_among(self.partnerships, numbers),
            refs=refs,
            numbers={ref: number for number, ref in enumerate(refs)},
            places=tuple((block, place) for block, one in enumerate(segments) for place in range(len(one.candidates))),
            visible=tuple(range(len(refs))),
        )

    def laid_out(
        self, *, segments: tuple[Segment, ...], hidden: tuple[frozenset[str], ...], digests: dict[str, str]
    ) -> "CandidateIndex":
        """Return an index of the same knowledge over other blocks."""
        return lay_out(segments, hidden=hidden, digests=digests, knowledge=self.knowledge, statistics=self.statistics)


def lay_out(
    segments: tuple[Segment, ...],
    *,
    hidden: tuple[frozenset[str], ...],
    digests: dict[str, str],
    knowledge: Knowledge,
    statistics: Statistics,
) -> CandidateIndex:
    """Return an index over finished blocks, with all that depends on the blocks together."""
    refs = tuple(chain.from_iterable(segment.order for segment in segments))
    visible = _visible(segments, hidden=hidden)
    numbers = dict(zip(map(refs.__getitem__, visible), count(), strict=False))
    return CandidateIndex(
        knowledge=knowledge,
        statistics=statistics,
        segments=segments,
        hidden=hidden,
        digests=digests,
        partnerships=_partnerships(segments, numbers=numbers, visible=visible),
        digest=index_digest(digests, knowledge=knowledge, statistics=statistics),
        refs=refs,
        numbers=numbers,
        places=tuple(
            chain.from_iterable(zip(repeat(block, len(one.order)), count()) for block, one in enumerate(segments))
        ),
        visible=visible,
    )


def _visible(segments: Sequence[Segment], *, hidden: Sequence[frozenset[str]]) -> tuple[int, ...]:
    """Return the numbers, over all blocks, of the candidates that weren't replaced or removed later."""
    shown = np.ones(sum(len(segment.order) for segment in segments), np.bool_)
    start = 0
    for segment, names in zip(segments, hidden, strict=True):
        for ref in names:
            shown[start + segment.order.index(ref)] = False
        start += len(segment.order)
    return tuple(np.flatnonzero(shown).tolist())


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
    for candidate in known:
        if candidate.ref in digests:
            raise DuplicateCandidateError(candidate.ref)
        digests[candidate.ref] = digest_of(candidate)
    fitted = linker or fit_linker(library)
    knowledge = Knowledge(library, linker=fitted)
    counted = statistics or fit_candidate_statistics(known, linker=fitted, work=work)
    segment = build_segment(known, knowledge=knowledge, statistics=counted, work=work)
    return lay_out((segment,), hidden=(frozenset(),), digests=digests, knowledge=knowledge, statistics=counted)


def index_digest(digests: dict[str, str], *, knowledge: Knowledge, statistics: Statistics) -> str:
    """Return one digest of all candidates, the library edition and the statistics edition."""
    parts = [knowledge.edition, statistics.edition]
    return combined_digest(parts + [f"{ref} {digests[ref]}" for ref in sorted(digests)])


def _partnerships(segments: Sequence[Segment], *, numbers: dict[str, int], visible: tuple[int, ...]) -> Partnerships:
    """Return contractors, their partners one after another, and where each contractor's partners start.

    Candidates are numbered over all blocks. Only a general contractor brings partners; unknown refs count nothing.
    """
    contractors, partners, starts = list[int](), list[int](), list[int]()
    start = 0
    for segment in segments:
        for place in segment.contractors:
            candidate, number = segment.candidates[place], start + place
            known = (set(candidate.partners) - {candidate.ref}) & numbers.keys()
            named = sorted(visible[numbers[ref]] for ref in known)
            if named and candidate.ref in numbers and visible[numbers[candidate.ref]] == number:
                contractors.append(number)
                starts.append(len(partners))
                partners.extend(named)
        start += len(segment.order)
    return np.array(contractors, np.int64), np.array(partners, np.int64), np.array(starts, np.int64)


def _partnerships_among(whole: Partnerships, numbers: Numbers) -> Partnerships:
    """Return the partnerships of some candidates, ascending, who are numbered anew; partners left out are forgotten."""
    contractors, partners, starts = whole
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
