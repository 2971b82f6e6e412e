"""The candidate index: blocks of candidates and what is known of them, in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import chain

from matching.digests import combined_digest, digest_of
from matching.errors import DuplicateCandidateError, UnknownCandidateError
from matching.library import Library
from matching.linking import Linker, fit_linker
from matching.linking.memo import remember
from matching.ranking.candidates.block import build_block
from matching.ranking.candidates.corpus import fit_candidate_statistics
from matching.ranking.candidates.figures import Numbers
from matching.ranking.candidates.numbering import number_of, place_of, visible_numbers
from matching.ranking.candidates.partnerships import Partnerships, partnerships_of
from matching.ranking.candidates.segment import Changed, Segment, build_segment, changed_in, stack
from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import QueryProfile, profile_query
from matching.statistics import Statistics
from matching.types import Candidate, Query
from matching.work import Work, one_by_one

# Changed candidates stand in a small segment of their own; once it holds so many, they join those changed before.
RECENT = 32

MOST_PROFILES = 256  # Queries of which the profile is remembered, some 30 KB each.


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
        block, place = place_of(ref, segments=self.segments, hidden=self.hidden)
        return self.segments[block].candidates[place]

    def number_of(self, ref: str) -> int:
        """Return the number of a visible candidate among ``refs``; raise UnknownCandidateError for any other."""
        if ref not in self:
            raise UnknownCandidateError(ref)
        return number_of(ref, segments=self.segments, hidden=self.hidden)

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
    visible = visible_numbers(segments, hidden=hidden)
    return CandidateIndex(
        knowledge=knowledge,
        statistics=statistics,
        segments=segments,
        hidden=hidden,
        digests=digests,
        partnerships=partnerships_of(segments, hidden=hidden, refs=digests.keys()),
        digest=index_digest(digests, knowledge=knowledge, statistics=statistics),
        refs=tuple(chain.from_iterable(segment.order for segment in segments)),
        visible=visible,
    )


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
