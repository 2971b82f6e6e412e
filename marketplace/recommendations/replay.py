"""Compute a stored run again from what was kept with it, and hold the two answers against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.core.errors import ConflictError, NotFoundError
from marketplace.recommendations.models import Run
from marketplace.recommendations.ranked import rank_row
from marketplace.recommendations.ranker import Held, Marks
from marketplace.recommendations.run_candidates import kept_candidates
from marketplace.recommendations.run_records import (
    DIGESTED,
    answer_record,
    read_query,
    run_digest,
)
from marketplace.recommendations.statistics import find_statistics
from marketplace.recommendations.weights import find_weights, label_of, load_weights
from marketplace.taxonomy.knowledge import KNOWLEDGE
from matching.ranking import build_index
from matching.version import ENGINE_VERSION

ALTERED = "存档的内容与摘要对不上，这次排序的记录被改动过"
NO_MARKS = Marks(seq=0, library_id=0, statistics_id=0, statistics_edition="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """The outcome: ``differs`` names editions that are not those of the run; ``moved`` the places that changed."""

    digest: str
    is_same: bool
    differs: tuple[str, ...]
    moved: tuple[str, ...]


def load_run(session: Session, *, digest: str) -> Run:
    """Return a stored run by its digest."""
    run = session.exec(select(Run).where(Run.digest == digest)).first()
    if run is None:
        raise NotFoundError
    return run


def replay_run(session: Session, *, digest: str) -> Replay:
    """Compute a run again from the kept candidates, statistics and query; the stored answer is never read for it.

    Under another engine, library or weights version the outcome says so first and computes with today's.
    Raises ConflictError when something kept was altered, so that it is no longer what the run names.
    """
    run = load_run(session, digest=digest)
    row = read_query(run.inputs["query"])
    held = rebuild_held(session, run=run)
    again = answer_record(rank_row(row, held, k=run.inputs["k"]))
    differs = _differences(run, held=held)
    fits = kept_digest(run) == digest
    moved = (*(() if fits else (ALTERED,)), *_moved(run.answer, again))
    is_same = fits and not differs and again == run.answer
    return Replay(digest=digest, is_same=is_same, differs=differs, moved=moved)


def kept_digest(run: Run) -> str:
    """Return the digest of what is kept of a run now; it is the run's own unless something was altered since."""
    return run_digest({name: getattr(run, name) for name in DIGESTED})


def rebuild_held(session: Session, *, run: Run) -> Held:
    """Return the index as a run saw it; raises ConflictError when what was kept of it is gone or was altered."""
    statistics = find_statistics(session, edition=run.statistics_edition, library_edition=run.library_edition)
    if statistics is None:
        raise ConflictError("这次排序所用的词频统计没有保存下来，无法重算。")
    candidates, ids = kept_candidates(session, run=run)
    index = build_index(
        candidates,
        library=KNOWLEDGE.library(session),
        statistics=statistics,
        linker=KNOWLEDGE.linker(session),
    )
    weights = find_weights(session, label=run.weights_edition) or load_weights(session)
    return Held(index=index, ids=ids, marks=NO_MARKS, weights=weights)


def _differences(run: Run, *, held: Held) -> tuple[str, ...]:
    today = (
        ("引擎", run.engine_version, ENGINE_VERSION),
        ("权重", run.weights_edition, label_of(held.weights)),
        ("场景库", run.library_edition, held.library_edition),
        ("词频统计", run.statistics_edition, held.index.statistics.edition),
    )
    return tuple(f"{what}：当时 {then}，现在 {now}" for what, then, now in today if then != now)


def _moved(then: dict[str, object], now: dict[str, object]) -> tuple[str, ...]:
    before, after = _places(then), _places(now)
    return tuple(
        f"第 {number} 名：当时 {first or '无'}，现在 {second or '无'}"
        for number, (first, second) in enumerate(_pairs(before, after), start=1)
        if first != second
    )


def _places(answer: dict[str, object]) -> list[str]:
    places = answer["places"]
    return [f"{one['provider']}（{one['score']}）" for one in places] if isinstance(places, list) else []


def _pairs(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    longest = max(len(before), len(after))
    padded = [[*side, *[""] * (longest - len(side))] for side in (before, after)]
    return list(zip(*padded, strict=True))
