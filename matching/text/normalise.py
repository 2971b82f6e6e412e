"""Fold a text so that width, case and script don't matter, and keep every character in its place."""

import re
import unicodedata
from collections.abc import Container
from collections.abc import Set as AbstractSet
from functools import lru_cache

from opencc import OpenCC

HALVES = range(0xD800, 0xE000)  # Half of a pair of UTF-16: no text by itself, and no encoder takes it.
UNREADABLE = "\ufffd"
SENTENCE_ENDS = re.compile(r"[。;；!！?？\n]+")


def sentences(text: str) -> tuple[str, ...]:
    """Return the sentences of a text without the marks that end them; empty for an empty text."""
    return tuple(part.strip() for part in SENTENCE_ENDS.split(text) if part.strip())


def seen(text: str) -> str:
    """Return the text without the characters that nobody sees, such as zero-width spaces and soft hyphens."""
    return "".join(character for character in text if unicodedata.category(character) != "Cf")


def without_repeats(text: str) -> str:
    """Return the text with each sentence once: saying a thing five times says it once.

    Copies set end to end without a mark between them count once too.
    """
    known = dict.fromkeys(sentences(_one_turn(text)))
    if len(known) == 1:
        return next(iter(known))
    lengths = {len(sentence) for sentence in known}
    return "。".join(sentence for sentence in known if not _is_seam(sentence, known, lengths=lengths))


def _one_turn(text: str) -> str:
    """Return the shortest text of which ``text`` is a whole number of copies."""
    turn = (text + text).find(text, 1)
    return text[:turn] if 0 < turn < len(text) else text


def _is_seam(sentence: str, known: Container[str], *, lengths: AbstractSet[int]) -> bool:
    """Return whether a sentence is the end of one copy and the beginning of the next: two known ones in a row."""
    cuts = [cut for cut in lengths if len(sentence) - cut in lengths]
    return any(sentence[:cut] in known and sentence[cut:] in known for cut in cuts)


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


class _Folding(dict[int, str]):
    """Characters with what they fold to, filled as they come: at most one entry a code point."""

    def __missing__(self, point: int) -> str:
        character = UNREADABLE if point in HALVES else chr(point)
        folded = unicodedata.normalize("NFKC", character).lower()
        self[point] = folded if len(folded) == 1 else character
        return self[point]


_FOLDING = _Folding()


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """Return ``text`` with half-width, lower-case, simplified characters; the length stays the same.

    Half a character, which no file can hold, becomes U+FFFD.

    A span in the folded text is therefore a span in the original one.
    """
    folded = text.translate(_FOLDING)
    simplified = _simplifier().convert(folded)
    return simplified if len(simplified) == len(text) else folded
