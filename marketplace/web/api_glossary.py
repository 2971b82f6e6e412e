"""What fields and parameters of the API mean, from the glossary's files: nobody writes ``county_code`` down twice.

A field's own English description stays; the glossary says the same in Chinese, and speaks for fields that say nothing.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marketplace.web.api_names import operations, own_parameters, properties, slug_of

FOLDER = "glossary"
BETWEEN = " | "
WHOLE = "Whole"  # A body of which every field has to be told means what the one does that may leave some out.
_NULL = "'null'"
_WHEN_NULL = re.compile(r"[；，][^；，]*(?<![a-z])null[^；，]*|[,;] null [^,;]*")
CHINESE = "x-description-zh"  # Beside ``description``, for pages in Chinese.


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a field means, in both languages."""

    chinese: str
    english: str


@cache
def load_glossary() -> Mapping[str, Meaning]:
    """Return meanings by field, by ``Schema.field`` and by ``operation.parameter``."""
    found = sorted(files(__package__).joinpath(FOLDER).iterdir(), key=lambda file: file.name)
    texts = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in found if file.name.endswith(".yaml")]
    return {key: Meaning(*text.split(BETWEEN)) for part in texts for key, text in part.items()}


def key_of(owner: str, name: str) -> str:
    """Return the entry that speaks of a field of a schema, or of a parameter of an operation."""
    return own if (own := f"{owner.removeprefix(WHOLE)}.{name}") in load_glossary() else name


def described_names(document: Mapping[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield owner, name and description of every field of a schema and of every operation's own parameters."""
    yield from properties(document)
    for path, method, operation in operations(document):
        yield from ((slug_of(method, path), one["name"], one) for one in own_parameters(operation))


def add_meanings(document: Mapping[str, Any]) -> None:
    """Describe every field and parameter of the document, in Chinese and in English."""
    for owner, name, said in described_names(document):
        meaning = load_glossary().get(key_of(owner, name))
        if meaning is not None:
            own = said.get("description") or said.get("schema", {}).get("description") or ""
            english = own if own.isascii() and own else meaning.english
            chinese, english = _as_held(meaning.chinese, said), _as_held(english.removesuffix("."), said)
            said["description"], said[CHINESE] = f"{chinese}。{english}.", chinese


def _as_held(text: str, said: Mapping[str, Any]) -> str:
    """Leave out when a field is null where it never is: several schemas share a meaning, but not that."""
    return text if _NULL in str(said) else _WHEN_NULL.sub("", text)
