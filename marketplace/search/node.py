"""A node's own index: opened once a process, and kept up with the change log."""

import time
from collections.abc import Sequence
from pathlib import Path
from threading import Lock

from sqlmodel import Session

from marketplace.core.changes import load_last_seq
from marketplace.search.folders import IndexFolders
from marketplace.search.following import follow
from marketplace.search.labels import IndexState
from marketplace.search.lexicon import make_lexicon
from marketplace.search.sources import SOURCES, DocumentSource
from marketplace.settings import Settings
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.queries import find_edition
from search_index import (
    EMPTY_LEXICON,
    EngineName,
    IndexBusyError,
    IndexUnavailableError,
    Lexicon,
    SearchIndex,
    open_index,
    prepare_analysis,
)

FOLLOW_IN_REQUEST = 50  # Changes that a page applies itself; more are left to the worker, so that nobody waits.
FOLLOW_AT_ONCE = 500
TURNS, TURN_SECONDS = 4, 0.025  # How long a page waits for another process that is writing.


class SearchNode:
    """The index of this machine as one process uses it; processes share folders and take turns in writing."""

    def __init__(self, root: Path, *, engine: EngineName, sources: Sequence[DocumentSource] = SOURCES) -> None:
        self.folders = IndexFolders(root, engine=engine)
        self.sources = sources
        self.engine = engine
        self.followed_at = time.monotonic()  # When the last change was taken, for a quiet moment to tidy in.
        self._lock = Lock()
        self._opened: tuple[tuple[Path, str], SearchIndex] | None = None
        self._lexicon: tuple[str, Lexicon] = ("", EMPTY_LEXICON)

    def open_current(self, session: Session) -> SearchIndex:
        """Return the index in use, with the words of today's library; raises IndexUnavailableError without one."""
        folder = self.folders.current()
        if folder is None:
            raise IndexUnavailableError("no index was built yet")
        key = (folder, find_edition(session) or "")
        with self._lock:
            if self._opened is None or self._opened[0] != key:
                self._opened = (key, self.open_folder(session, folder))
            return self._opened[1]

    def open_folder(self, session: Session, folder: Path) -> SearchIndex:
        """Open an index of the node; the folder's random name orders equal scores, so that no one is first for ever."""
        return open_index(str(folder), engine=self.engine, lexicon=self._current_lexicon(session), tie_seed=folder.name)

    def prepare(self, session: Session, *, documents: bool = False) -> None:
        """Lay out what every index of today's library needs, for ``documents`` too, without opening one."""
        prepare_analysis(self._current_lexicon(session), documents=documents)

    def forget(self) -> None:
        """Open the index anew at the next use."""
        with self._lock:
            self._opened = None

    def refresh(self, session: Session) -> tuple[SearchIndex, IndexState]:
        """Return the index with the latest changes, when they are few; raises IndexUnavailableError."""
        index = self.open_current(session)
        for _ in range(TURNS):
            lag = self.lag(session, index)
            if lag == 0:
                return index, IndexState.CURRENT
            if lag > FOLLOW_IN_REQUEST:
                break
            try:
                follow(session, index, sources=self.sources, most=FOLLOW_IN_REQUEST)
            except IndexBusyError:
                time.sleep(TURN_SECONDS)
        return index, IndexState.BEHIND

    def lag(self, session: Session, index: SearchIndex) -> int:
        """Return how many changes the index is behind; raises IndexUnavailableError for one of another database."""
        head, cursor = load_last_seq(session), index.cursor()
        # Nothing stands at position 0 but an index that lost its content or was never filled.
        if cursor > head or (cursor == 0 and head > 0):
            raise IndexUnavailableError(f"position {cursor} does not belong to a log that ends at {head}")
        return head - cursor

    def find_lag(self, session: Session) -> int | None:
        """Return how many changes the index in use is behind, None without one that belongs to this database."""
        try:
            return self.lag(session, self.open_current(session))
        except IndexUnavailableError:
            return None

    def _current_lexicon(self, session: Session) -> Lexicon:
        edition = find_edition(session)
        if edition is None:
            return EMPTY_LEXICON
        if self._lexicon[0] != edition:
            self._lexicon = (edition, make_lexicon(KNOWLEDGE.library(session)))
        return self._lexicon[1]


def make_node(settings: Settings) -> SearchNode:
    """Return the node's index as the settings describe it; nothing is opened or built yet."""
    return SearchNode(settings.data_dir / "search", engine=EngineName(settings.search_engine))
