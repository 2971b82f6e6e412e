"""Texts of many documents turned at once: one pass of numpy instead of one of Python for each character."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search_index.tokens import LATIN, SYMBOLS, grams

Codes: TypeAlias = npt.NDArray[np.uint32]
Flags: TypeAlias = npt.NDArray[np.bool_]
_PART = "\0"
_SPACE = ord(" ")
_UNKNOWN, _OTHER, _CHARACTER, _LATIN_CLASS, _SYMBOL = 255, 0, 1, 2, 3
_LATIN_SIGN = re.compile(f"[{LATIN}]")
_CHARACTER_SIGN = re.compile(rf"[^\W_{LATIN}]")
_SYMBOL_SIGN = re.compile(f"[{SYMBOLS}]")
# What takes more than a look at the next character: Latin tokens side by side, C++ and C#, very long tokens.
_TRICKY = re.compile(rf"[{LATIN}](?:\+\+|#|[ \-_/.+&·][{LATIN}])|[{LATIN}]{{65}}|{_PART}")
_LATIN_ONE = rf"[{LATIN}]+(?:\+\+|#)?"
_LATIN_CHAIN = re.compile(rf"({_LATIN_ONE}(?:[ \-_/.+&·]?{_LATIN_ONE})*)")
_SINGLE, _PAIR = 2, 3  # Characters written for a unit and for a join of neighbours, each with its space.


class _Classes:
    """What each character is, told once."""

    def __init__(self) -> None:
        self._table = np.full(0x110000, _UNKNOWN, dtype=np.uint8)

    def of(self, codes: Codes) -> npt.NDArray[np.uint8]:
        found = self._table[codes]
        unknown = np.unique(codes[found == _UNKNOWN])
        if unknown.size:
            self._table[unknown] = [_class_of(chr(code)) for code in unknown]
            found = self._table[codes]
        return found


def _class_of(char: str) -> int:
    if _LATIN_SIGN.match(char):
        return _LATIN_CLASS
    if _CHARACTER_SIGN.match(char):
        return _CHARACTER
    return _SYMBOL if _SYMBOL_SIGN.match(char) else _OTHER


_CLASSES = _Classes()


def latin_flags(texts: Sequence[str]) -> list[bool]:
    """Tell which texts need a closer look, for Latin letters, digits or a sign that parts texts: few do."""
    if not texts:
        return []
    codes = _codes(" ".join(texts) + " ")
    sizes = np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)) + 1
    marked = (_CLASSES.of(codes) == _LATIN_CLASS) | (codes == ord(_PART))
    found: list[bool] = np.logical_or.reduceat(marked, np.cumsum(sizes) - sizes).tolist()
    return found


def grams_of_all(texts: Sequence[str], *, latin: Sequence[bool]) -> list[str]:
    """Return `tokens.grams` of each text, joined by spaces; `latin` is what `latin_flags` tells of them."""
    tricky = {place for place, text in enumerate(texts) if latin[place] and _TRICKY.search(text)}
    # The places of chains of Latin tokens are odd, and no pair of neighbours lies across their borders.
    cut = {place: _LATIN_CHAIN.split(texts[place]) for place in tricky if _PART not in texts[place]}
    plain = [text if place not in tricky else "" for place, text in enumerate(texts)]
    found, between = _written(plain), iter(_written([piece for pieces in cut.values() for piece in pieces[::2]]))
    for place in tricky:
        if place not in cut:
            found[place] = " ".join(grams(texts[place]))
    for place, pieces in cut.items():
        pieces[::2] = [next(between) for _ in pieces[::2]]
        pieces[1::2] = map(_chain, pieces[1::2])
        found[place] = " ".join(filter(None, pieces))
    return found


@lru_cache(maxsize=4096)
def _chain(latin: str) -> str:
    return " ".join(grams(latin))


def _written(texts: Sequence[str]) -> list[str]:
    """Return the grams of each text with spaces between them."""
    if not texts:
        return []
    codes = _codes(_PART.join(texts))
    classes = _CLASSES.of(codes)
    character, latin = classes == _CHARACTER, classes == _LATIN_CLASS
    unit, part = character | (classes == _SYMBOL), codes == 0
    joins = character & _next(character)
    ends = latin & ~_next(latin)
    sizes = unit * _SINGLE + latin + ends + joins * _PAIR + part
    starts = np.cumsum(sizes) - sizes
    out = np.full(int(sizes.sum()), _SPACE, dtype=np.uint32)
    kept = unit | latin | part
    out[starts[kept]] = codes[kept]
    left = np.flatnonzero(joins)
    out[starts[left] + _SINGLE] = codes[left]
    out[starts[left] + _SINGLE + 1] = codes[left + 1]
    return out.tobytes().decode("utf-32-le").split(_PART)


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)


def _next(flags: Flags) -> Flags:
    """Return for each place whether the place after it is flagged."""
    return np.append(flags[1:], [False])
