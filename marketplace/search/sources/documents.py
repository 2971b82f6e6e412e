"""How documents are made: contacts masked, texts bounded, and a digest of everything that the index keeps."""

from collections.abc import Iterable, Mapping

from marketplace.core.contacts import masked
from marketplace.core.digest import digest
from marketplace.search.labels import Facet
from search_index import Document

MOST_TEXT = 20_000  # Characters of a body; what stands behind them is not found.


def make_document(
    *, kind: str, key: str, title: str, parts: Iterable[str], facets: Mapping[Facet, Iterable[str]]
) -> Document:
    """Return a document whose digest changes with anything that can be found or shown."""
    body = masked("\n".join(part for part in parts if part))[:MOST_TEXT]
    named = masked(title)
    fields = {facet.value: tuple(dict.fromkeys(value for value in values if value)) for facet, values in facets.items()}
    content = [kind, key, named, body, [[name, list(values)] for name, values in sorted(fields.items())]]
    return Document(kind=kind, id=key, title=named, body=body, fields=fields, digest=digest(content)[:32])


def pattern(text: str) -> str:
    """Return a LIKE pattern (escape character /) that finds the text anywhere."""
    escaped = text.replace("/", "//").replace("%", "/%").replace("_", "/_")
    return f"%{escaped}%"


def whole_numbers(texts: Iterable[str]) -> list[int]:
    """Return the row ids among texts; what is no number belongs to no row."""
    return [int(text) for text in texts if text.isascii() and text.isdigit()]
