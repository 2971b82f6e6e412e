"""An index held against the database by id and digest, and brought in line with it."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.db import Database
from marketplace.search.following import follow, load_everything
from marketplace.search.node import FOLLOW_AT_ONCE, SearchNode
from marketplace.search.sources import DocumentSource
from search_index import DocKey, SearchIndex


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the index lacks, holds in another wording, or holds too much; ``lag`` counts changes not yet applied."""

    documents: int
    lag: int
    missing: Sequence[DocKey]
    differing: Sequence[DocKey]
    surplus: Sequence[DocKey]

    @property
    def is_equal(self) -> bool:
        return not (self.missing or self.differing or self.surplus)


def compare(session: Session, index: SearchIndex, *, node: SearchNode) -> Comparison:
    """Compare every document of the index with the database."""
    lag = node.lag(session, index)
    held = dict(index.ids_and_digests())
    wanted = {document.key: document.digest for document in load_everything(session, sources=node.sources)}
    return Comparison(
        documents=len(wanted),
        lag=lag,
        missing=sorted(wanted.keys() - held.keys()),
        differing=sorted(key for key, digest in wanted.items() if held.get(key, digest) != digest),
        surplus=sorted(held.keys() - wanted.keys()),
    )


def drain(database: Database, node: SearchNode) -> int:
    """Apply every change of the log; return how many there were. Raises IndexUnavailableError, IndexBusyError."""
    applied = 0
    while True:
        with database.session() as session:
            index = node.open_current(session)
            node.lag(session, index)  # Refuses an index of another database.
            taken = follow(session, index, sources=node.sources, most=FOLLOW_AT_ONCE)
        if not taken:
            return applied
        applied += taken


def repair(session: Session, index: SearchIndex, *, found: Comparison, sources: Sequence[DocumentSource]) -> None:
    """Write what is missing or differs and remove what is too much; the position in the log stays."""
    wrong = {*found.missing, *found.differing}
    documents = [document for document in load_everything(session, sources=sources) if document.key in wrong]
    index.apply(upserts=documents, deletes=found.surplus, cursor=index.cursor())
