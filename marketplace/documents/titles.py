"""Where the title of a paper may be broken: between words, the upper line no shorter than the lower.

GB/T 9704-2012, 7.3.1: a title of several lines keeps whole words together and looks like a trapezium or a rhombus.
"""

from functools import cache
from itertools import accumulate
from typing import Any

MOST_EMS = 20.0  # Characters of 二号 that a line of 156 mm holds.


def width_of(text: str) -> float:
    """Return how wide a text is in full-width characters; letters and digits of the Latin alphabet take half of one."""
    return sum(0.5 if character.isascii() else 1.0 for character in text)


def upper_line(title: str, *, most: float = MOST_EMS) -> str:
    """Return what stands on the first of two lines; the whole title where it fits one line or needs more than two."""
    whole = width_of(title)
    if not most < whole <= 2 * most:
        return title
    words = _words().cut(title)
    # 总 belongs to 承包商, 的 to what follows: nothing is broken after a word of one character.
    ends = [end for word, end in zip(words, accumulate(words), strict=True) if len(word) > 1]
    return min((end for end in ends if whole / 2 <= width_of(end) <= most), key=width_of, default=title)


@cache
def _words() -> Any:
    import rjieba  # Takes a while to load, which titles of one line needn't spend.

    return rjieba.Jieba()
