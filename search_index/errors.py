"""What can go wrong; the area that calls the engine turns these into public messages."""


class SearchIndexError(Exception):
    """Base of every error that this package raises on purpose."""


class PageOutOfRangeError(SearchIndexError):
    """The page asked for lies before the first or after the last one."""

    def __init__(self, page: int, *, pages: int) -> None:
        super().__init__(f"page {page} of {pages}")
        self.page = page
        self.pages = pages


class InvalidQueryError(SearchIndexError):
    """A filter, a page size or a kind has an impossible shape; never raised for the text, which is read as words."""


class InvalidDocumentError(SearchIndexError):
    """A document has no kind or id, or holds a separator that keys are made of."""


class IndexBusyError(SearchIndexError):
    """Another writer holds the folder; try again later."""


class IndexUnavailableError(SearchIndexError):
    """The folder is missing or holds no index that this engine can read; rebuild into a fresh folder."""
