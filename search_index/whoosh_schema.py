"""Fields of the Whoosh index. The module path is stored in the index: moving it asks for a rebuild."""

from collections import Counter
from collections.abc import Iterator, Sequence

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence

from search_index.plan import Field


class TokenField(FieldType):  # type: ignore[misc]  # Whoosh has no types.
    """Takes ready tokens and keeps their frequency as the posting's weight.

    Whoosh's own path makes an object for each token and stores lengths and positions that are not read here.
    """

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = None

    def index(self, value: Sequence[str], **_options: object) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (token, frequency, weight, nothing) for each different token."""
        for token, count in Counter(value).items():
            yield token.encode(), count, float(count), b""


KEY = "key"
TOKEN_FIELDS = (
    Field.TITLE_WORDS,
    Field.TITLE_GRAMS,
    Field.TITLE_SOUNDS,
    Field.TITLE_EXACT,
    Field.BODY_WORDS,
    Field.BODY_GRAMS,
)


def make_schema() -> Schema:
    """Return token fields, facets, the key and one stored tuple with everything else."""
    tokens = {str(field): TokenField() for field in (*TOKEN_FIELDS, Field.FACET)}
    return Schema(**{KEY: TokenField(), "doc": STORED, "meta": STORED, **tokens})
