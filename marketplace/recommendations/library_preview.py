"""What a change of a scenario's words does to the order: computed by the worker, since a linker must be fitted anew.

Fitting takes its time, so a first look comes before: the words as changed, all else as learned so far. Only the whole
computation, which takes its place, may be agreed on.

No other candidate moves a candidate's score, so it is enough to rank those that stand in front now and those that
speak of the changed words; their scores are exactly those among all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.jobs import Errand, enqueue
from marketplace.core.locks import find_locked
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from marketplace.recommendations.candidates import Known, load_candidates
from marketplace.recommendations.previews import Compared, compare, first_names, sample_ids, speaking_ids
from marketplace.recommendations.ranked import first_places
from marketplace.recommendations.ranker import Held
from marketplace.recommendations.replay import NO_MARKS
from marketplace.recommendations.statistics import find_newest
from marketplace.recommendations.weights import load_weights
from marketplace.taxonomy.change_services import previewed_library
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.linking import Linker, fit_linker, with_words
from marketplace.taxonomy.models import LibraryChange
from matching.library import Library
from matching.ranking import build_index
from matching.statistics import Statistics
from matching.types import Candidate
from matching.weights import WeightSet

LOOK_JOB = "library_look"
PREVIEW_JOB = "library_preview"
IN_FRONT = 30
MOST_NAMED = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """Everything that the computation needs, read in one go."""

    change_id: int
    before: Library
    after: Library
    linker: Linker
    rows: tuple[EnterpriseRow, ...]
    known: tuple[Known, ...]
    statistics: Statistics | None
    weights: WeightSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """Whom a preview is computed for, and among whom."""

    enterprises: tuple[int, ...]
    providers: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the worker found; only the whole computation ``is_whole``."""

    change_id: int
    compared: tuple[Compared, ...]
    is_whole: bool


def preview_scope(session: Session, held: Held, *, before: Mapping[str, Any], after: Mapping[str, Any]) -> Scope:
    """Choose who speaks of the changed words, a sample, and candidates; takes no lock: it comes before the writing."""
    phrases = _changed_phrases(before, after)
    sampled = list(dict.fromkeys((*speaking_ids(session, phrases=phrases), *sample_ids(session))))
    rows = load_enterprise_rows(session, ids=sampled)
    refs = {place.ref for row in rows for place in first_places(row, held, most=IN_FRONT)}
    refs |= set(_naming(held, words={word for words in phrases for word in words if len(word) > 1}))
    return Scope(enterprises=tuple(sampled), providers=tuple(sorted(held.ids[ref] for ref in refs)))


def queue_preview(session: Session, scope: Scope, *, change: LibraryChange, now: datetime) -> None:
    """Ask the worker for a first look and for the whole preview."""
    payload = {
        "change_id": change.id,
        "enterprises": list(scope.enterprises),
        "providers": list(scope.providers),
    }
    for kind in (LOOK_JOB, PREVIEW_JOB):
        enqueue(session, kind=kind, payload=payload, now=now)


def look_errand() -> Errand[Parcel, Orders]:
    """Return the worker's errand of a first look: only the words change, nothing is learned anew."""
    return Errand(read=_read, send=lambda parcel, _now: _look(parcel), note=_note)


def preview_errand() -> Errand[Parcel, Orders]:
    """Return the worker's errand: read, compute without a transaction, write down."""
    return Errand(read=_read, send=lambda parcel, _now: _compute(parcel), note=_note)


def _changed_phrases(before: Mapping[str, Any], after: Mapping[str, Any]) -> set[tuple[str, ...]]:
    """Return what comes or goes, each as the words that must occur together; single characters say nothing."""
    phrases = {(word,) for name in ("aliases", "vendor_words", "objects") for word in {*before[name]} ^ {*after[name]}}
    phrases |= {tuple(line.split("&")) for line in {*before["symptoms"]} ^ {*after["symptoms"]}}
    return {words for words in phrases if any(len(word) > 1 for word in words)}


def _naming(held: Held, *, words: set[str]) -> list[str]:
    found = [one.ref for one in held.index.candidates() if any(word in _text(one) for word in words)]
    return sorted(found)[:MOST_NAMED]


def _text(candidate: Candidate) -> str:
    parts = [f"{module.name}{module.summary}{''.join(module.scenarios)}" for module in candidate.modules]
    return candidate.description + "".join(parts)


def _read(session: Session, payload: Mapping[str, Any], _now: datetime) -> Parcel | None:
    change = session.get(LibraryChange, payload["change_id"])
    if change is None or change.previewed_at is not None:
        return None
    library = KNOWLEDGE.library(session)
    return Parcel(
        change_id=payload["change_id"],
        before=library,
        after=previewed_library(session, change=change),
        linker=KNOWLEDGE.linker(session),
        rows=tuple(load_enterprise_rows(session, ids=payload["enterprises"])),
        known=tuple(load_candidates(session, ids=payload["providers"])),
        statistics=find_newest(session, library_edition=library.edition),
        weights=load_weights(session),
    )


def _look(parcel: Parcel) -> Orders:
    linker = with_words(parcel.linker, library=parcel.after)
    return Orders(change_id=parcel.change_id, compared=_compared(parcel, linker=linker), is_whole=False)


def _compute(parcel: Parcel) -> Orders:
    linker = fit_linker(parcel.after)
    return Orders(change_id=parcel.change_id, compared=_compared(parcel, linker=linker), is_whole=True)


def _compared(parcel: Parcel, *, linker: Linker) -> tuple[Compared, ...]:
    now = _held(parcel, library=parcel.before, linker=parcel.linker)
    then = _held(parcel, library=parcel.after, linker=linker)
    return tuple(
        compare(
            row.name,
            first_names(row, now, weights=parcel.weights),
            first_names(row, then, weights=parcel.weights),
        )
        for row in parcel.rows
    )


def _held(parcel: Parcel, *, library: Library, linker: Linker) -> Held:
    index = build_index(
        [one.candidate for one in parcel.known], library=library, statistics=parcel.statistics, linker=linker
    )
    return Held(index=index, ids={one.candidate.ref: one.provider_id for one in parcel.known}, marks=NO_MARKS)


def _note(session: Session, orders: Orders, now: datetime) -> None:
    change = find_locked(session, LibraryChange, orders.change_id)
    if change is None or change.previewed_at is not None:
        return
    change.preview = {"compared": [asdict(one) for one in orders.compared]}
    change.previewed_at = now if orders.is_whole else None
    session.add(change)


def shown_preview(change: LibraryChange) -> Sequence[Compared]:
    """Return a preview as it was written down."""
    kept = change.preview["compared"] if change.preview else []
    return [
        Compared(name=one["name"], before=tuple(one["before"]), after=tuple(one["after"]), moved=tuple(one["moved"]))
        for one in kept
    ]
