"""What an engine answers about one state of an index."""

from typing import NamedTuple, Protocol

from search_index.plan import Field, Node
from search_index.types import DocKey


class Row(NamedTuple):
    """A match as it is stored."""

    kind: str
    id: str
    title: str
    body: str
    score: float


class Snapshot(Protocol):
    """An unchanging view: commits made after it was taken are not in it."""

    @property
    def doc_count(self) -> int:
        """Number of documents."""

    @property
    def generation(self) -> object:
        """Equal for equal content."""

    def df(self, field: Field, token: str) -> int:
        """Return the number of documents that hold the token; deleted ones may still count."""

    def terms(self, field: Field, *, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return up to `limit` tokens that begin like this, with their numbers of documents."""

    def rows(self, node: Node, *, offset: int, limit: int, by_key: bool) -> tuple[int, list[Row]]:
        """Return the number of matches and a page of them: by score, tie number and key, or by key alone."""

    def facets(self, node: Node) -> dict[str, int]:
        """Return facet token → number of matches."""

    def digests(self) -> dict[DocKey, str]:
        """Return the digest of every document."""


def stand_together(snapshot: Snapshot, pair: str) -> bool:
    """Tell whether two characters stand side by side in some document."""
    return any(snapshot.df(field, pair) for field in (Field.TITLE_GRAMS, Field.BODY_GRAMS))
