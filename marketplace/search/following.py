"""The change log applied to an index: what changed is read from the database and written with the log's position."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from sqlmodel import Session

from marketplace.core.changes import Changed, load_changes_after
from marketplace.search.sources import DocumentSource
from search_index import DocKey, Document, SearchIndex

LOAD_AT_ONCE = 500  # Rows of one statement; databases limit the number of its parameters.


def follow(session: Session, index: SearchIndex, *, sources: Sequence[DocumentSource], most: int) -> int:
    """Apply up to ``most`` changes beyond the index's cursor in one commit; return how many were taken.

    A thing that is not public any more is removed. Documents may be newer than the change that named them: a later
    change then writes them once more. Raises IndexBusyError while another process writes.
    """
    changes = load_changes_after(session, cursor=index.cursor(), limit=most)
    if not changes:
        return 0
    upserts: list[Document] = []
    deletes: list[DocKey] = []
    for source in sources:
        for ids in _batches(_touched(session, source, changes=changes)):
            found = source.load(session, ids)
            upserts += found
            deletes += [
                DocKey(source.kind, key) for key in set(source.keys(session, ids)) - {document.id for document in found}
            ]
    index.apply(upserts=upserts, deletes=deletes, cursor=changes[-1].seq)
    return len(changes)


def _touched(session: Session, source: DocumentSource, *, changes: Sequence[Changed]) -> list[int]:
    by_kind: Mapping[str, list[int]] = {kind: [] for kind in source.follows}
    for change in changes:
        if change.kind in by_kind:
            by_kind[change.kind].append(change.object_id)
    found: set[int] = set()
    for kind, ids in by_kind.items():
        for batch in _batches(sorted(set(ids))):
            found.update(source.follows[kind](session, batch))
    return sorted(found)


def load_everything(session: Session, *, sources: Sequence[DocumentSource]) -> Iterator[Document]:
    """Yield every public document, batch by batch."""
    for source in sources:
        last = 0
        while ids := source.ids_after(session, last, LOAD_AT_ONCE):
            yield from source.load(session, ids)
            last = max(ids)


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, LOAD_AT_ONCE)):
        yield batch
