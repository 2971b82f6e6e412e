"""What both engines keep on disk: keys, tie order, facet tokens, the record of the last commit."""

import hashlib
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from search_index.analyzer import SCHEMA_VERSION, Texts, Tokens
from search_index.errors import InvalidDocumentError
from search_index.lexicon import Lexicon
from search_index.types import DocKey, Document

META_KEY = "/commit"
_KIND = re.compile(r"[a-z][a-z0-9_-]*")
_MIN_WEIGHT, _MAX_WEIGHT = 0.1, 10.0
_TIE_BYTES = 8
ANALYZED_AT_ONCE = 256
# Tokens of each batch of texts, in order: in this process or in others.
Analyse: TypeAlias = Callable[[Iterable[Texts]], Iterator[list[Tokens]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRecord:
    """Stored as a document of the same commit, so that position and content can never part."""

    cursor: int
    fingerprint: str

    def dump(self) -> str:
        return json.dumps({"cursor": self.cursor, "fingerprint": self.fingerprint})

    @classmethod
    def load(cls, text: str) -> "CommitRecord":
        raw = json.loads(text)
        return cls(cursor=int(raw["cursor"]), fingerprint=str(raw["fingerprint"]))


def fingerprint(lexicon: Lexicon, *, tie_seed: str) -> str:
    """Return what must be equal for an index to be read as it was written."""
    text = f"{SCHEMA_VERSION}\0{lexicon.digest}\0{tie_seed}"
    return hashlib.sha256(text.encode()).hexdigest()


def key_text(key: DocKey) -> str:
    return f"{key.kind}/{key.id}"


def tie_number(key: str, *, seed: str) -> int:
    """Return the place of a document among equal scores: 64 bits of SHA-256, so that no one is first for ever."""
    digest = hashlib.sha256(f"{seed}\0{key}".encode()).digest()
    return int.from_bytes(digest[:_TIE_BYTES])


def facet_token(name: str, value: str) -> str:
    return f"{name}={value}"


def facet_tokens(document: Document) -> list[str]:
    """Return one token for each value, the kind among them."""
    named = [facet_token(name, value) for name, values in document.fields.items() for value in values if value]
    return list(dict.fromkeys([facet_token("kind", document.kind), *named]))


def check_document(document: Document) -> None:
    """Refuse what could not be told apart later."""
    if not _KIND.fullmatch(document.kind) or not document.id:
        raise InvalidDocumentError(f"kind {document.kind!r}, id {document.id!r}")
    if any("=" in name or name == "kind" or not name for name in document.fields):
        raise InvalidDocumentError(f"facet names {sorted(document.fields)}")
    if not _MIN_WEIGHT <= document.weight <= _MAX_WEIGHT:
        raise InvalidDocumentError(f"weight {document.weight}")


def in_batches(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """Yield documents in lists that are analyzed in one piece."""
    rest = iter(documents)
    while batch := list(islice(rest, ANALYZED_AT_ONCE)):
        yield batch


def analyzed(documents: Iterable[Document], *, analyse: Analyse) -> Iterator[tuple[Document, Tokens]]:
    """Check the documents and yield each with its tokens."""
    waiting: deque[list[Document]] = deque()

    def texts() -> Iterator[Texts]:
        for batch in in_batches(documents):
            for document in batch:
                check_document(document)
            waiting.append(batch)
            yield [(one.title, one.body) for one in batch]

    for tokens in analyse(texts()):
        yield from zip(waiting.popleft(), tokens, strict=True)
