"""字数 as Word counts it: each Chinese character or full-width mark 1, each run of other signs 1, blanks 0.

The same rule stands in the browser (``web/static/js/counter.js``); a test holds both against each other's cases.
"""

import unicodedata

_WIDE = frozenset({"W", "F"})
_UNSEEN = frozenset({"Cc", "Cf", "Zl", "Zp", "Zs"})


def count_words(text: str) -> int:
    """Return the 字数 of a text; 数字化 is 3, “第12条” is 5, “MES 2.0” is 2, line ends are 0."""
    count, in_run = 0, False
    for sign in text:
        category = unicodedata.category(sign)
        if category == "Cf":
            continue  # Nobody sees it: it neither counts nor parts a run.
        if category in _UNSEEN:
            in_run = False
        elif _stands_alone(sign, category):
            count, in_run = count + 1, False
        elif not in_run:
            count, in_run = count + 1, True
    return count


def _stands_alone(sign: str, category: str) -> bool:
    if sign.isascii():
        return False
    if category[0] in "PS" or category == "No":
        return True
    return unicodedata.east_asian_width(sign) in _WIDE
