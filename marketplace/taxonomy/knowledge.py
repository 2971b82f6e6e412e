"""The current library with its linker and its classifier: one of each a process, replaced when the edition moves."""

from pathlib import Path
from threading import Lock

from sqlmodel import Session

from marketplace.taxonomy.fitted import find_linker, keep_linker
from marketplace.taxonomy.queries import find_edition, load_library
from matching.classify import Classifier, IndustryLexicon
from matching.library import Library
from matching.linking import Linker, fit_linker

FITTED_FOLDER = "fitted"  # In the data folder.
MANUFACTURING = range(13, 44)  # Divisions of section C of GB/T 4754-2017.


class KnowledgeCache:
    """Hand out the library and the linker of the edition that the database holds.

    An edition names its content, so two databases with one edition share what was built. Fitting takes seconds;
    a server calls :meth:`linker` once before it takes requests.
    """

    def __init__(self) -> None:
        self._lock = Lock()
        self._reading_lock = Lock()  # Its own, so that nobody who types waits for a linker to be fitted.
        self._library: Library | None = None
        self._linker: Linker | None = None
        self._classifier: tuple[str, Classifier] | None = None
        self._folder: Path | None = None

    def keep_in(self, folder: Path) -> None:
        """Keep fitted linkers in a folder of the service's own, where the next process finds them."""
        self._folder = folder

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
                self._linker = _find_or_fit(library, folder=self._folder)
            return self._linker

    def classifier(self, session: Session) -> Classifier:
        """Return the reader of business scopes with the words of the current library; raises as above."""
        library = self.library(session)
        with self._reading_lock:
            if self._classifier is None or self._classifier[0] != library.edition:
                self._classifier = (library.edition, Classifier(_lexicon(library)))
            return self._classifier[1]


def _find_or_fit(library: Library, *, folder: Path | None) -> Linker:
    kept = find_linker(folder, library=library) if folder is not None else None
    if kept is not None:
        return kept
    fitted = fit_linker(library)
    if folder is not None:
        keep_linker(folder, fitted, library=library)
    return fitted


def _lexicon(library: Library) -> IndustryLexicon:
    """Return the library's words of industries as classification reads them: products apart from activities."""
    products = tuple((code, words) for code, words in library.industry_words if int(code[:2]) in MANUFACTURING)
    activities = tuple((code, words) for code, words in library.industry_words if int(code[:2]) not in MANUFACTURING)
    return IndustryLexicon(
        edition=library.edition,
        catalog=library.catalog,
        products=products,
        gbt_names=library.gbt_names,
        activities=activities,
    )


KNOWLEDGE = KnowledgeCache()
