"""One spelling for characters: width, case, traditional forms, invisible characters."""

import re
import unicodedata
from functools import lru_cache

import opencc

# Zero-width characters, joiners, marks of direction, byte order marks, soft hyphens and variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
# What NFKC does to full-width forms, which every Chinese text has; few texts need the slow rest of it.
_NARROW = {0x3000: 0x20, **{wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)}}
_SIMPLIFIER = opencc.OpenCC("t2s")


def clean(text: str) -> str:
    """Drop what cannot be encoded as UTF-8 (lone surrogates), so that every engine can store the text."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def normalize(text: str) -> str:
    """Return NFKC text in simplified characters without invisible ones; letter case stays."""
    visible = _INVISIBLE.sub("", clean(text))
    if visible.isascii():
        return visible
    narrow = visible.translate(_NARROW)
    if not unicodedata.is_normalized("NFKC", narrow):
        narrow = unicodedata.normalize("NFKC", narrow)
    simplified: str = _SIMPLIFIER.convert(narrow)
    return simplified


def lower(text: str) -> str:
    """Lower the case without changing the length (İ would become two characters)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str) -> str:
    """Return the form in which texts and queries are compared."""
    return lower(normalize(text))


@lru_cache(maxsize=8192)
def _fold_char(char: str) -> str:
    return fold(char)


def fold_aligned(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Fold the text and tell where each folded character comes from; None when positions are the same."""
    folded = fold(text)
    if len(folded) == len(text) and all(len(_fold_char(char)) == 1 for char in set(text)):
        return folded, None
    pieces: list[str] = []
    origins: list[int] = []
    for position, char in enumerate(text):
        piece = _fold_char(char)
        pieces.append(piece)
        origins.extend([position] * len(piece))
    return "".join(pieces), tuple(origins)
