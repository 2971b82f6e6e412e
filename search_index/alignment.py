"""Texts folded character by character, so that a place in the folded text is a place in the text."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from search_index.normalize import fold

Codes: TypeAlias = npt.NDArray[np.uint32]
Aligned: TypeAlias = tuple[str, tuple[int, ...] | None]
_PART = "\0"
_UNKNOWN, _SEVERAL, _KNOWN = 0, 1, 2  # What a table says of a character; one more than its folded form from there on.


class _Table:
    """What each character folds to, looked up for all characters of a text at once; learnt as texts bring them."""

    def __init__(self) -> None:
        self._forms = np.zeros(0x110000, dtype=np.uint32)  # Untouched pages of it take no memory.

    def fold(self, text: str) -> str | None:
        """Return the folded text when each character gives one; None otherwise."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
        forms = self._forms[codes]
        if forms.size and forms.min() == _UNKNOWN:
            self._learn(np.unique(codes[forms == _UNKNOWN]))
            forms = self._forms[codes]
        if forms.size and forms.min() == _SEVERAL:
            return None
        return (forms - np.uint32(_KNOWN)).tobytes().decode("utf-32-le")

    def _learn(self, codes: Codes) -> None:
        for code in codes.tolist():
            folded = fold(chr(code))
            self._forms[code] = ord(folded) + _KNOWN if len(folded) == 1 else _SEVERAL


_TABLE = _Table()


def fold_aligned(text: str) -> Aligned:
    """Fold the text character by character and tell where each comes from; None when positions are the same."""
    folded = _TABLE.fold(text)
    if folded is not None:
        return folded, None
    pieces = [fold(char) for char in text]
    origins = [position for position, piece in enumerate(pieces) for _ in piece]
    return "".join(pieces), tuple(origins)


def fold_all_aligned(texts: Sequence[str]) -> list[Aligned]:
    """Return `fold_aligned` of each text: in one piece unless one of them changes its length."""
    if not texts:
        return []
    whole = _PART.join(texts)
    folded = _TABLE.fold(whole) if whole.count(_PART) == len(texts) - 1 else None
    if folded is None:
        return [fold_aligned(text) for text in texts]
    return [(part, None) for part in folded.split(_PART)]
