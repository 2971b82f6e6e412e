"""One spelling for characters: width, case, traditional forms, invisible characters."""

import re
import unicodedata
from collections.abc import Container, Sequence

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

    def together(self, texts: Sequence[str]) -> list[str]:
        """Normalize many texts: in one piece unless one of them asks for more than replacements."""
        whole = _PART.join(texts)
        chars = set(whole)
        self._learn(chars)
        odd = chars & self._other
        if whole.count(_PART) != len(texts) - 1:
            return [self.normalize(text) for text in texts]
        narrowed = _narrowed(whole, chars).split(_PART)
        if not odd:
            return narrowed
        holds_odd = re.compile(f"[{re.escape(''.join(odd))}]").search
        return [
            _normalize_in_full(text) if holds_odd(text) else plain for text, plain in zip(texts, narrowed, strict=True)
        ]

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


class _Alignment:
    """Remembers how single characters fold: most fold to one character, and those need no positions."""

    def __init__(self) -> None:
        self._single: set[str] = set()
        self._changed: dict[str, str] = {}

    def fold(self, text: str, *, wanted: Container[str] | None) -> str | None:
        """Return the folded text when each character gives one; None otherwise.

        With ``wanted`` only what folds to one of these characters is replaced, which spares most of the work.
        """
        chars = set(text)
        if not chars <= self._single and not self._learn(chars - self._single):
            return None
        # Folded characters don't change again, so one replacement cannot undo another.
        for char in chars & self._changed.keys():
            folded = self._changed[char]
            if wanted is None or folded in wanted:
                text = text.replace(char, folded)
        return text

    def _learn(self, chars: set[str]) -> bool:
        for char in chars:
            folded = fold(char)
            if len(folded) != 1:
                return False
            if folded != char:
                self._changed[char] = folded
            self._single.add(char)
        return True


_ALIGNMENT = _Alignment()


def fold_aligned(text: str) -> tuple[str, tuple[int, ...] | None]:
    """Fold the text character by character and tell where each comes from; None when positions are the same."""
    folded = _ALIGNMENT.fold(text, wanted=None)
    if folded is not None:
        return folded, None
    pieces = [fold(char) for char in text]
    origins = [position for position, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), tuple(origins)


def fold_all_aligned(
    texts: Sequence[str], *, wanted: Container[str] | None = None
) -> list[tuple[str, tuple[int, ...] | None]]:
    """Return `fold_aligned` of each text: in one piece unless one of them changes its length.

    Whoever looks for a few characters names them in ``wanted``: others may then stay as they are.
    """
    whole = _PART.join(texts)
    folded = _ALIGNMENT.fold(whole, wanted=wanted) if whole.count(_PART) == len(texts) - 1 else None
    if folded is None:
        return [fold_aligned(text) for text in texts]
    return [(part, None) for part in folded.split(_PART)]
