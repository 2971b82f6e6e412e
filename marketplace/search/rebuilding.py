"""Building an index aside from the whole database and putting it into use in one step."""

import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import cpu_count

from sqlmodel import Session

from marketplace.core.changes import load_last_seq
from marketplace.core.db import Database
from marketplace.search.folders import BuildBusyError
from marketplace.search.following import follow, load_everything
from marketplace.search.node import FOLLOW_AT_ONCE, SearchNode
from search_index import AnalysisPool, Document, EngineName, SearchIndex

# Documents of one commit: the default engine holds its postings in memory, the other writes them as they come.
COMMIT_EVERY = {EngineName.WHOOSH: 10_000, EngineName.TANTIVY: 1_000_000}
LARGE = 20_000  # Documents from which several processes pay.
MOST_PROCESSES = 8
PROGRESS_EVERY = 1_000
MOST_ROUNDS = 100
SMALL = 1_000  # Documents that a page may index while somebody waits: about a second.
Progress = Callable[[int], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuilt:
    """What a rebuild did: documents written, and the position in the change log that they stand for."""

    documents: int
    cursor: int


def rebuild(database: Database, node: SearchNode, *, wait: bool, progress: Progress = lambda _count: None) -> Rebuilt:
    """Build a new index aside, catch up with what changed meanwhile, and swap; the old one serves until then.

    Raises BuildBusyError when another process rebuilds and ``wait`` is False.
    """
    with node.folders.building(wait=wait):
        node.folders.sweep()
        fresh = node.folders.make_fresh()
        try:
            with database.session() as session:
                index = node.open_folder(session, fresh)
                written = _write_all(session, index, node=node, progress=progress)
            _catch_up(database, index, node=node)
            cursor = index.cursor()
            index.close()
            node.folders.swap(fresh)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    return Rebuilt(documents=written, cursor=cursor)


def _write_all(session: Session, index: SearchIndex, *, node: SearchNode, progress: Progress) -> int:
    # The position is read first: documents are as new as it or newer, and a change is never skipped.
    head, written = load_last_seq(session), 0

    def counted() -> Iterator[Document]:
        nonlocal written
        for document in load_everything(session, sources=node.sources):
            yield document
            written += 1
            if written % PROGRESS_EVERY == 0:
                progress(written)

    with _analysis(session, index, node=node) as analyse:
        for batch in _commits(counted(), size=COMMIT_EVERY[node.engine]):
            index.apply(upserts=batch, deletes=[], cursor=0, analyse=analyse)
    index.apply(upserts=[], deletes=[], cursor=head)
    progress(written)
    return written


def _commits(documents: Iterable[Document], *, size: int) -> Iterator[Iterator[Document]]:
    rest = iter(documents)
    for first in rest:
        yield chain([first], islice(rest, size - 1))


def _analysis(session: Session, index: SearchIndex, *, node: SearchNode) -> AbstractContextManager[AnalysisPool | None]:
    """Return several processes for a large database, this one for others."""
    processes = min(cpu_count() - 1, MOST_PROCESSES)  # This one keeps a processor busy by writing what they analyse.
    if processes < 1 or _rows(session, node=node, most=LARGE) < LARGE:
        return nullcontext()
    return index.analysis_pool(processes=processes)


def _catch_up(database: Database, index: SearchIndex, *, node: SearchNode) -> None:
    for _ in range(MOST_ROUNDS):
        with database.session() as session:
            if follow(session, index, sources=node.sources, most=FOLLOW_AT_ONCE) == 0:
                return


def rebuild_if_small(database: Database, node: SearchNode) -> bool:
    """Rebuild at once when the database is small and nobody else is at it; say whether there is a new index."""
    with database.session() as session:
        if _rows(session, node=node, most=SMALL + 1) > SMALL:
            return False
    try:
        rebuild(database, node, wait=False)
    except BuildBusyError:
        return False
    return True


def _rows(session: Session, *, node: SearchNode, most: int) -> int:
    """Count what may be indexed; counting a kind stops at ``most``."""
    return sum(len(source.ids_after(session, 0, most)) for source in node.sources)
