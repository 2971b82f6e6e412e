"""The quick engine (extra `fast`), for a hundred thousand documents and more."""

from collections.abc import Iterable
from os import stat
from threading import Lock
from typing import Any

import tantivy

from search_index.analyzer import Tokens
from search_index.engine import SearchIndex
from search_index.errors import IndexBusyError, IndexUnavailableError
from search_index.lexicon import Lexicon
from search_index.storage import META_KEY, Analyse, CommitRecord, analyzed, facet_tokens, key_text
from search_index.tantivy_layout import META_FILE, STORED, make_schema, open_folder
from search_index.tantivy_snapshot import TantivySnapshot, dump_stored, rank_value
from search_index.types import DocKey, Document

# Memory grows to this only in commits of some ten thousand documents; fewer flushes leave less to merge.
_HEAP_BYTES = 256_000_000


class TantivyIndex(SearchIndex):
    """Runs trees inside tantivy; a writer is opened for each `apply`, so that several processes can take turns."""

    def __init__(self, folder: str, *, lexicon: Lexicon, tie_seed: str) -> None:
        super().__init__(folder, lexicon=lexicon, tie_seed=tie_seed)
        self._lock = Lock()
        self._schema = make_schema()
        self._current: TantivySnapshot | None = None
        try:
            self._index = open_folder(folder, schema=self._schema)
            # Commits of other processes are noticed by their meta file at each search; no thread watches.
            self._index.config_reader(reload_policy="manual")
        except (ValueError, OSError) as error:
            raise IndexUnavailableError(folder) from error

    def apply(
        self,
        *,
        upserts: Iterable[Document],
        deletes: Iterable[DocKey],
        cursor: int,
        analyse: Analyse | None = None,
    ) -> None:
        try:
            writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
        except ValueError as error:
            raise IndexBusyError(self._folder) from error
        try:
            # A writer that was killed may have left a file under the very name that the next commit takes.
            writer.garbage_collect_files()
            self._delete(writer, deletes)
            self._add(writer, analyzed(upserts, analyse=analyse or self._analyse))
            self._commit(writer, cursor=cursor)
        except BaseException:
            writer.rollback()
            raise
        finally:
            # Merges end and their files go before the lock does, or old segments pile up.
            writer.garbage_collect_files()
            writer.wait_merging_threads()

    def _delete(self, writer: Any, deletes: Iterable[DocKey]) -> None:
        for key in map(key_text, deletes):
            writer.delete_documents_by_term("key", key)

    def _add(self, writer: Any, documents: Iterable[tuple[Document, Tokens]]) -> None:
        fresh = not self._snapshot().doc_count
        seen: set[str] = set()
        for document, tokens in documents:
            key = key_text(document.key)
            if not fresh or key in seen:
                writer.delete_documents_by_term("key", key)
            seen.add(key)
            writer.add_document(self._document(document, key=key, tokens=tokens))

    def _commit(self, writer: Any, *, cursor: int) -> None:
        writer.delete_documents_by_term("key", META_KEY)
        record = CommitRecord(cursor=cursor, fingerprint=self._fingerprint)
        writer.add_document(tantivy.Document(key=META_KEY, stored=record.dump().encode()))
        writer.commit()

    def _document(self, document: Document, *, key: str, tokens: Tokens) -> Any:
        values = {
            "key": key,
            STORED: dump_stored(document),
            "tw": tokens.title_words,
            "tg": tokens.title_grams,
            "tp": tokens.title_sounds,
            "tx": tokens.title_exact.split(),
            "bw": tokens.body_words,
            "bg": tokens.body_grams,
            "facet": facet_tokens(document),
            "all": "1",
            "rank": rank_value(weight=document.weight, key=key, seed=self._tie_seed),
        }
        # With the schema at hand the types need no guessing, which halves the time.
        return tantivy.Document.from_dict(values, self._schema)

    def close(self) -> None:
        self._current = None

    def _commit_record(self) -> CommitRecord | None:
        text = self._snapshot().meta()
        return CommitRecord.load(text) if text else None

    def _snapshot(self) -> TantivySnapshot:
        with self._lock:
            stamp = self._stamp()
            if self._current is None or self._current.generation != stamp:
                self._index.reload()
                searcher = self._index.searcher()
                self._current = TantivySnapshot(
                    searcher, schema=self._schema, generation=stamp, tie_seed=self._tie_seed
                )
            return self._current

    def _stamp(self) -> tuple[int, ...]:
        """Return what changes with the meta file, which each commit replaces by a rename."""
        try:
            found = stat(f"{self._folder}/{META_FILE}")  # noqa: PTH116  # At each question: a path takes longer.
        except OSError as error:
            raise IndexUnavailableError(self._folder) from error
        return found.st_ino, found.st_mtime_ns, found.st_size
