"""The values that enter and leave an index."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

NO_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({})
MAX_PER_PAGE = 100
DEFAULT_PER_PAGE = 20


class DocKey(NamedTuple):
    """The identity of a document: ids are unique within a kind."""

    kind: str
    id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One thing that can be found.

    `fields` holds the facets: name → values, for instance `{"county": ("余姚市",)}`. `digest` is the caller's
    fingerprint of the content, returned by `ids_and_digests`. `weight` multiplies the score and lies in 0.1..10.
    """

    kind: str
    id: str
    title: str
    body: str = ""
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_FIELDS)
    digest: str = ""
    weight: float = 1.0

    @property
    def key(self) -> DocKey:
        return DocKey(self.kind, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchQuery:
    """What a person asks: empty `text` browses everything; `kinds` empty means all kinds.

    Values of one filter are alternatives, different filters must all hold. `page` counts from 1, `per_page` lies
    in 1..100.
    """

    text: str = ""
    kinds: tuple[str, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: NO_FIELDS)
    page: int = 1
    per_page: int = DEFAULT_PER_PAGE


class Span(NamedTuple):
    """A piece of plain text; `marked` when it answers the query. Plain text: the page that prints it escapes it."""

    text: str
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One result. Texts of `title_spans` join to `title`; `snippet` is an extract of the body around the best match."""

    kind: str
    id: str
    title: str
    score: float
    title_spans: tuple[Span, ...]
    snippet: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class FacetCount:
    """A value of a facet and the number of hits that carry it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A page of hits.

    `facets` (with "kind" among them) count what remains when the facet's own filter is lifted, most frequent first.
    `did_you_mean` is a better spelling that has hits; `relaxed` tells that nothing held every word, so that near
    matches are shown.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]]
    did_you_mean: str | None = None
    relaxed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A title offered while somebody types."""

    kind: str
    id: str
    text: str
    spans: tuple[Span, ...]
