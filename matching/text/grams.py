"""Character n-grams of many texts at once, as numbers: a gram of up to three characters fits into 48 bits."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matching.text.tokens import GRAM_LENGTHS, RUNS

BITS = 16
LONGEST = 3
CHUNK = 256  # Texts worked on at a time: the arrays of a chunk stay within a few MB.

Codes = NDArray[np.int64]


def gram_codes(texts: Sequence[str], *, lengths: Sequence[int] = GRAM_LENGTHS) -> tuple[Codes, Codes]:
    """Return (number of the text, code) of each gram of folded texts, the very grams of ``char_grams``.

    Order within a text is by length, then by place. A code is the characters' code points, 16 bits each.
    """
    # A separator that no gram may hold keeps texts apart.
    joined = "\n".join(texts)
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.int64)
    rows = np.repeat(np.arange(len(texts)), [len(text) + 1 for text in texts])[: len(points)]
    fits = _is_plain(points)
    found_rows, found = list[Codes](), list[Codes]()
    for length in lengths:
        count = max(len(points) - length + 1, 0)
        whole, code = fits[:count], points[:count]
        for offset in range(1, length):
            whole = whole & fits[offset : offset + count]
            code = (code << BITS) | points[offset : offset + count]
        found_rows.append(rows[:count][whole])
        found.append(code[whole])
    return np.concatenate(found_rows), np.concatenate(found)


def _is_plain(points: Codes) -> NDArray[np.bool_]:
    """Return where the characters of ``RUNS`` stand: digits, small Latin letters, common Chinese characters."""
    digit = (points >= ord("0")) & (points <= ord("9"))
    letter = (points >= ord("a")) & (points <= ord("z"))
    chinese = (points >= 0x4E00) & (points <= 0x9FFF)  # noqa: PLR2004 - the block of common Chinese characters
    return np.asarray(digit | letter | chinese)


def gram_text(code: int) -> str:
    """Return the gram of a code."""
    text = ""
    while code:
        text = chr(code & ((1 << BITS) - 1)) + text
        code >>= BITS
    return text


def chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the texts a few hundred at a time, in their order."""
    for start in range(0, len(texts), CHUNK):
        yield texts[start : start + CHUNK]


class GramColumns:
    """The columns of a term table by gram code."""

    def __init__(self, columns: Mapping[str, int]) -> None:
        """Keep the terms that are grams; words of a joint table are marked and left out."""
        known = sorted(
            (_code(term), column) for term, column in columns.items() if len(term) <= LONGEST and RUNS.fullmatch(term)
        )
        self._codes = np.array([code for code, _ in known], np.int64)
        self._columns = np.array([column for _, column in known], np.int64)

    def find(self, texts: Sequence[str], *, lengths: Sequence[int]) -> tuple[Codes, Codes]:
        """Return (number of the text, column) of each known gram of folded texts."""
        rows, codes = gram_codes(texts, lengths=lengths)
        if not len(self._codes):
            return rows[:0], codes[:0]
        places = np.minimum(np.searchsorted(self._codes, codes), len(self._codes) - 1)
        known = self._codes[places] == codes
        return rows[known], self._columns[places[known]]


def _code(term: str) -> int:
    code = 0
    for character in term:
        code = (code << BITS) | ord(character)
    return code
