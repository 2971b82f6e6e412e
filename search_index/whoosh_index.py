"""The default engine: Whoosh keeps terms, postings and documents on disk and commits them."""

from collections.abc import Iterable
from threading import Lock
from typing import Any

from whoosh.index import EmptyIndexError, IndexVersionError, LockError, create_in, exists_in, open_dir
from whoosh.reading import ReaderClosed

from search_index.analyzer import Tokens
from search_index.engine import SearchIndex
from search_index.errors import IndexBusyError, IndexUnavailableError
from search_index.lexicon import Lexicon
from search_index.normalize import clean
from search_index.plan import Field
from search_index.storage import META_KEY, Analyse, CommitRecord, analyzed, check_document, facet_tokens, key_text
from search_index.types import DocKey, Document
from search_index.whoosh_codec import LeanCodec, LeanPool
from search_index.whoosh_merging import WHEN_IDLE, Merging, chosen, fold, in_commit
from search_index.whoosh_schema import KEY, TOKEN_FIELDS, make_schema
from search_index.whoosh_segment import Segment, document_number
from search_index.whoosh_snapshot import WhooshSnapshot

# A commit of another process may remove a segment between reading the table of contents and opening the files.
_ATTEMPTS = 5


class WhooshIndex(SearchIndex):
    """Good to about 10,000 documents; reads evaluate the tree with numpy over cached postings."""

    def __init__(self, folder: str, *, lexicon: Lexicon, tie_seed: str) -> None:
        super().__init__(folder, lexicon=lexicon, tie_seed=tie_seed)
        self._lock = Lock()
        self._segments: dict[str, Segment] = {}
        self._current: WhooshSnapshot | None = None
        self._tidied: object = None  # The generation in which nothing was left to merge.
        try:
            self._index = open_dir(folder) if exists_in(folder) else create_in(folder, make_schema())
        except (OSError, EmptyIndexError, IndexVersionError) as error:
            raise IndexUnavailableError(folder) from error

    def apply(
        self,
        *,
        upserts: Iterable[Document],
        deletes: Iterable[DocKey],
        cursor: int,
        analyse: Analyse | None = None,
    ) -> None:
        writer = self._open_writer()
        try:
            documents = {d.key: d for d in _checked(upserts)}
            gone = dict.fromkeys([*map(key_text, deletes), *map(key_text, documents), META_KEY])
            _delete(writer, keys=list(gone))
            for document, tokens in analyzed(documents.values(), analyse=analyse or self._analyse):
                self._add(writer, document=document, tokens=tokens)
            record = CommitRecord(cursor=cursor, fingerprint=self._fingerprint)
            writer.pool.add_document(writer.docnum, field=KEY, tokens=[META_KEY])
            writer.add_document(meta=record.dump())
            _commit(writer, merging=in_commit(len(writer.segments)))
        except BaseException:
            _abandon(writer)
            raise

    def tidy(self) -> bool:
        generation = self._snapshot().generation
        if generation == self._tidied:
            return False
        if not chosen([s.alive for s in self._segments.values()], merging=WHEN_IDLE):
            self._tidied = generation
            return False
        writer = self._open_writer()
        try:
            _commit(writer, merging=WHEN_IDLE)
        except BaseException:
            _abandon(writer)
            raise
        return True

    def _open_writer(self) -> Any:
        try:
            writer = self._index.writer(codec=LeanCodec())
        except LockError as error:
            raise IndexBusyError(self._folder) from error
        writer.pool = LeanPool()
        return writer

    def _add(self, writer: Any, *, document: Document, tokens: Tokens) -> None:
        streams = tokens.streams
        facets = tuple(facet_tokens(document))
        texts = (document.kind, document.id, clean(document.title), clean(document.body), document.digest)
        number, pool = writer.docnum, writer.pool
        pool.add_document(number, field=KEY, tokens=[key_text(document.key)])
        pool.add_document(number, field=str(Field.FACET), tokens=facets)
        for field, stream in zip(TOKEN_FIELDS, streams, strict=True):
            pool.add_document(number, field=str(field), tokens=stream)
        writer.add_document(doc=(*texts, document.weight, tuple(map(len, streams)), facets))

    def close(self) -> None:
        self._index.close()

    def _commit_record(self) -> CommitRecord | None:
        self._snapshot()
        texts = [s.meta for s in self._segments.values() if s.meta and not s.is_deleted(s.meta_doc)]
        return CommitRecord.load(texts[-1]) if texts else None

    def _snapshot(self) -> WhooshSnapshot:
        with self._lock:
            for attempt in range(_ATTEMPTS):
                try:
                    return self._newest()
                except (OSError, EmptyIndexError, ReaderClosed) as error:
                    if attempt == _ATTEMPTS - 1:
                        raise IndexUnavailableError(self._folder) from error
            raise IndexUnavailableError(self._folder)

    def _newest(self) -> WhooshSnapshot:
        if self._current is not None and self._current.generation == self._index.latest_generation():
            return self._current
        reader = self._index.reader()
        leaves = [leaf for leaf, _ in reader.leaf_readers()] if reader.doc_count_all() else []
        segments: dict[str, Segment] = {}
        for leaf in leaves:
            name = leaf.segment().segment_id()
            known = self._segments.get(name)
            if known is None:
                segments[name] = Segment(leaf)
            else:
                known.renew(leaf)
                segments[name] = known
        self._segments = segments
        self._current = WhooshSnapshot(reader, segments=list(segments.values()), tie_seed=self._tie_seed)
        return self._current


def _commit(writer: Any, *, merging: Merging) -> None:
    left = fold(writer, merging=merging)
    writer.commit(mergetype=lambda _writer, _segments: left)


def _abandon(writer: Any) -> None:
    """Close what is open and release the lock; the table of contents still names the last commit."""
    try:
        writer.cancel()
    except (OSError, ValueError) as error:  # Files that the failed commit has closed already.
        writer.writelock.release()
        raise IndexUnavailableError("the commit failed half-way") from error


def _checked(documents: Iterable[Document]) -> Iterable[Document]:
    for document in documents:
        check_document(document)
        yield document


def _delete(writer: Any, *, keys: list[str]) -> None:
    reader = writer.reader()
    if not reader.doc_count_all():
        return
    for leaf, base in reader.leaf_readers():
        for key in keys:
            number = document_number(leaf, key)
            if number is not None:
                writer.delete_document(base + number)
