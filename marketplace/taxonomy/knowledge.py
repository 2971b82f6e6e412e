"""The current edition of the library and its fitted linker: one of each a process, replaced when the edition moves."""

from threading import Lock

from sqlmodel import Session

from marketplace.taxonomy.queries import find_edition, load_library
from matching.library import Library
from matching.linking import Linker, fit_linker


class KnowledgeCache:
    """Hand out the library and the linker of the edition that the database holds.

    An edition names its content, so two databases with one edition share what was built. Fitting takes seconds;
    a server calls :meth:`linker` once before it takes requests.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._library: Library | None = None
        self._linker: Linker | None = None

    def library(self, session: Session) -> Library:
        """Return the current library; raises NotFoundError before one was stored."""
        edition = find_edition(session)
        kept = self._library
        if kept is not None and kept.edition == edition:
            return kept
        with self._lock:
            self._library = load_library(session)
            return self._library

    def linker(self, session: Session) -> Linker:
        """Return the linker of the current library, fitted on first use; raises NotFoundError as above."""
        library = self.library(session)
        with self._lock:
            if self._linker is None or self._linker.edition != library.edition:
                self._linker = fit_linker(library)
            return self._linker


KNOWLEDGE = KnowledgeCache()
