"""One spelling for characters: width, case, traditional forms, invisible characters."""

import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import opencc

# Zero-width characters, joiners, marks of direction, byte order marks, soft hyphens and variation selectors.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
_SIMPLIFIER = opencc.OpenCC("t2s")
# What NFKC does to full-width forms, which every Chinese text has, whatever stands beside them.
_NARROW = {"\u3000": " ", **{chr(wide): chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}}
_PART = "\0"
_JAMO = range(0x1100, 0x1200)


def clean(text: str) -> str:
    """Drop what cannot be encoded as UTF-8 (lone surrogates), so that every engine can store the text."""
    return text.encode("utf-8", "ignore").decode("utf-8")


def _normalize_in_full(text: str) -> str:
    visible = _INVISIBLE.sub("", clean(text))
    simplified: str = _SIMPLIFIER.convert(unicodedata.normalize("NFKC", visible))
    return simplified


def _is_plain(char: str) -> bool:
    """Tell whether the character stays as it is beside any other: no form of another, no mark that joins one."""
    if unicodedata.category(char)[0] == "M" or ord(char) in _JAMO:
        return False
    return _normalize_in_full(char) == char


class _Characters:
    """Remembers which characters are plain: nearly all, and then a text needs no conversion at all."""

    def __init__(self) -> None:
        self._plain: set[str] = set(_NARROW)
        self._other: set[str] = set()
        self._same = np.zeros(0x110000, dtype=np.bool_)  # What is known to stay as it is, full-width forms left out.

    def together(self, texts: Sequence[str]) -> list[str]:
        """Normalize many texts: in one piece unless one of them asks for more than replacements."""
        whole = _PART.join(texts)
        chars = self._changed(whole)
        odd = chars & self._other
        if whole.count(_PART) != len(texts) - 1:
            return [self.normalize(text) for text in texts]
        found = _narrowed(whole, chars).split(_PART)
        for place in {place for char in odd for place, text in enumerate(texts) if char in text}:
            found[place] = _normalize_in_full(texts[place])
        return found

    def _changed(self, text: str) -> set[str]:
        """Return the characters of a long text that don't stay as they are."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        chars = set(map(chr, np.unique(codes[~self._same[codes]]).tolist()))
        self._learn(chars)
        same = chars & self._plain - _NARROW.keys()
        self._same[[ord(char) for char in same]] = True
        return chars - same

    def _learn(self, chars: set[str]) -> None:
        for char in chars - self._plain - self._other:
            (self._plain if _is_plain(char) else self._other).add(char)

    def normalize(self, text: str) -> str:
        chars = set(text)
        self._learn(chars)
        if not chars.isdisjoint(self._other):
            return _normalize_in_full(text)
        return _narrowed(text, chars)


def _narrowed(text: str, chars: set[str]) -> str:
    """Replace the full-width forms among some characters, which are at least those of the text."""
    for wide in chars & _NARROW.keys():
        text = text.replace(wide, _NARROW[wide])
    return text


_CHARACTERS = _Characters()


def normalize(text: str) -> str:
    """Return NFKC text in simplified characters without invisible ones; letter case stays."""
    return _CHARACTERS.normalize(text)


def normalize_together(texts: Sequence[str]) -> list[str]:
    """Return `normalize` of each text, quicker for many."""
    return _CHARACTERS.together(texts) if texts else []


def lower(text: str) -> str:
    """Lower the case without changing the length (İ would become two characters)."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def fold(text: str) -> str:
    """Return the form in which texts and queries are compared."""
    return lower(normalize(text))
