"""The process's index of candidates, kept up by the change log with a cursor of its own."""

from dataclasses import dataclass, field
from threading import Lock

from sqlmodel import Session, func, select

from marketplace.catalog.rows import load_rankable_ids
from marketplace.core.changes import Change, load_changes_after
from marketplace.core.kept import Answers
from marketplace.recommendations.candidates import load_all_candidates, load_candidates, touched_providers
from marketplace.recommendations.models import StatisticsEdition
from marketplace.recommendations.statistics import find_newest
from marketplace.recommendations.weights import load_weights
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.models import LibraryEdition
from matching.copies import CopyWatch, watch_copies, without_copies
from matching.digests import digest_of
from matching.ranking import CandidateIndex, build_index
from matching.weights import DEFAULT, WeightSet

FEW = 32  # From more changed providers than this, and a quarter of all, one new index costs less than many blocks.
MOST_CHANGES = 2000
MOST_ANSWERS = 500  # Of some 60 KB each.


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """Where the database stands: last change, newest library, newest statistics."""

    seq: int
    library_id: int
    statistics_id: int
    statistics_edition: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An index with the marks it was made at; ``ids`` maps a candidate's ref to the id of its provider.

    ``answers`` keeps what was made from it and from what an enterprise states, as long as it is the present one.
    Modules that copy an earlier published one of another provider are left out; ``watch`` knows who copies whom.
    """

    index: CandidateIndex
    ids: dict[str, int]
    marks: Marks
    weights: WeightSet = DEFAULT
    watch: CopyWatch = field(default_factory=CopyWatch, repr=False)
    answers: Answers = field(default_factory=lambda: Answers(most=MOST_ANSWERS), repr=False, compare=False)

    @property
    def library_edition(self) -> str:
        return self.index.knowledge.edition


class Ranker:
    """Hand out the index of the present moment; a request costs one small statement when nothing has changed.

    An index is a value: whoever holds one goes on with it while another thread puts the next in its place.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._held: Held | None = None

    def current(self, session: Session) -> Held:
        """Return the index as the database stands; raises NotFoundError before a library was stored."""
        marks = _load_marks(session)
        held = self._held
        if held is not None and held.marks == marks:
            return held
        with self._lock:
            held = self._held
            if held is None or held.marks != marks:
                held = self._held = _follow(session, held, marks=marks)
            return held


def _load_marks(session: Session) -> Marks:
    newest = select(func.max(StatisticsEdition.id)).scalar_subquery()
    edition = select(StatisticsEdition.edition).where(StatisticsEdition.id == newest).scalar_subquery()
    row = session.exec(
        select(
            select(func.coalesce(func.max(Change.seq), 0)).scalar_subquery(),
            select(func.coalesce(func.max(LibraryEdition.id), 0)).scalar_subquery(),
            func.coalesce(newest, 0),
            func.coalesce(edition, ""),
        )
    ).one()
    return Marks(seq=row[0], library_id=row[1], statistics_id=row[2], statistics_edition=row[3])


def _follow(session: Session, held: Held | None, *, marks: Marks) -> Held:
    if held is None or held.marks.library_id != marks.library_id or not _same_statistics(held, marks):
        return _build(session, marks=marks)
    changes = load_changes_after(session, cursor=held.marks.seq, limit=MOST_CHANGES)
    touched = touched_providers(session, changes=changes)
    if len(changes) == MOST_CHANGES or len(touched) > max(FEW, len(held.ids) // 4):
        return _build(session, marks=marks)
    return _updated(session, held, touched=touched, marks=marks)


def _same_statistics(held: Held, marks: Marks) -> bool:
    return marks.statistics_edition in {held.marks.statistics_edition, held.index.statistics.edition}


def _build(session: Session, *, marks: Marks) -> Held:
    library = KNOWLEDGE.library(session)
    known = load_all_candidates(session)
    candidates = [one.candidate for one in known]
    watch = watch_copies(candidates)
    index = build_index(
        without_copies(candidates, watch.same),
        library=library,
        statistics=find_newest(session, library_edition=library.edition),
        linker=KNOWLEDGE.linker(session),
    )
    ids = {one.candidate.ref: one.provider_id for one in known}
    return Held(index=index, ids=ids, marks=marks, weights=load_weights(session), watch=watch)


def _updated(session: Session, held: Held, *, touched: set[int], marks: Marks) -> Held:
    index, ids, watch = held.index, dict(held.ids), held.watch
    if touched:
        rankable = touched & set(load_rankable_ids(session))
        known = load_candidates(session, ids=sorted(rankable))
        if any(ids.get(one.candidate.ref, one.provider_id) != one.provider_id for one in known):
            return _build(session, marks=marks)  # Two providers of one ref: told apart only among all.
        kept = {one.candidate.ref for one in known}
        gone = [ref for ref, provider_id in ids.items() if provider_id in touched and ref not in kept]
        if watch.concerns_any(gone) or any(watch.concerns(one.candidate) for one in known):
            return _build(session, marks=marks)  # Who copies whom is told only among all.
        watch = watch.updated(one.candidate for one in known)
        for ref in gone:
            index = index.without(ref)
            del ids[ref]
        for one in known:
            if index.digests.get(one.candidate.ref) != digest_of(one.candidate):
                index = index.updated(one.candidate)
            ids[one.candidate.ref] = one.provider_id
    return Held(index=index, ids=ids, marks=marks, weights=load_weights(session), watch=watch)
