"""Chinese search in an embedded index: values in, values out, one folder on disk, two engines behind one class."""

from search_index.engine import SearchIndex
from search_index.errors import (
    IndexBusyError,
    IndexUnavailableError,
    InvalidDocumentError,
    InvalidQueryError,
    PageOutOfRangeError,
    SearchIndexError,
)
from search_index.lexicon import EMPTY_LEXICON, Lexicon
from search_index.opening import EngineName, open_index, prepare_analysis
from search_index.pool import AnalysisPool
from search_index.types import (
    DEFAULT_PER_PAGE,
    MAX_PER_PAGE,
    DocKey,
    Document,
    FacetCount,
    Hit,
    Results,
    SearchQuery,
    Span,
    Suggestion,
)

__all__ = [
    "DEFAULT_PER_PAGE",
    "EMPTY_LEXICON",
    "MAX_PER_PAGE",
    "AnalysisPool",
    "DocKey",
    "Document",
    "EngineName",
    "FacetCount",
    "Hit",
    "IndexBusyError",
    "IndexUnavailableError",
    "InvalidDocumentError",
    "InvalidQueryError",
    "Lexicon",
    "PageOutOfRangeError",
    "Results",
    "SearchIndex",
    "SearchIndexError",
    "SearchQuery",
    "Span",
    "Suggestion",
    "open_index",
    "prepare_analysis",
]
