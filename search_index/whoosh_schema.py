"""Fields of the Whoosh index. The module path is stored in the index: moving it asks for a rebuild."""

from whoosh.fields import STORED, FieldType, Schema
from whoosh.formats import Existence

from search_index.plan import Field


class TokenField(FieldType):  # type: ignore[misc]  # Whoosh has no types.
    """Names a field whose tokens go straight to the pool of postings (see whoosh_codec)."""

    def __init__(self) -> None:
        self.format = Existence()
        self.analyzer = None
        self.scorable = self.stored = self.unique = False
        self.vector = None


KEY = "key"
# The order in which a stored document keeps the lengths of its fields.
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
    tokens = {str(field): TokenField() for field in (KEY, *TOKEN_FIELDS, Field.FACET)}
    return Schema(doc=STORED, meta=STORED, **tokens)
