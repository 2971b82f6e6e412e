"""Fold a text so that width, case and script don't matter, and keep every character in its place."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

SENTENCE_ENDS = re.compile(r"[。;；!！?？\n]+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text without the marks that end them; empty for an empty text."""
    return tuple(part.strip() for part in SENTENCE_ENDS.split(text) if part.strip())


def without_repeats(text: str) -> str:
    """Return the text with each sentence once: saying a thing five times says it once."""
    return "。".join(dict.fromkeys(sentences(text)))


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


class _Folding(dict[int, str]):
    """Characters with what they fold to, filled as they come: at most one entry a code point."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        folded = unicodedata.normalize("NFKC", character).lower()
        self[point] = folded if len(folded) == 1 else character
        return self[point]


_FOLDING = _Folding()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` with half-width, lower-case, simplified characters; the length stays the same.

    A span in the folded text is therefore a span in the original one.
    """
    folded = text.translate(_FOLDING)
    simplified = _simplifier().convert(folded)
    return simplified if len(simplified) == len(text) else folded
