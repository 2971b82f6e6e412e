"""What an owner tells in one go, taken apart into single troubles."""

import re

MOST_TROUBLES = 20
_BULLET = r"^\s*[-–•·*]\s"
# "1、", "2." or "四、" where a sentence may begin; "1.5" and "3、5 天" are figures.
_NUMBER = r"(?:^|(?<=[\s。！!？?，,]))\s*(?:\d{1,2}(?:[)）]|[、.](?!\d))|[一二三四五六七八九十]{1,2}、)\s*"
# "(2)" counts where there is a "(1)", else it may be a part of a name.
_BRACKETED = r"[（(]\d{1,2}[)）]\s*"
_FIRST = re.compile(r"[（(]1[)）]")
_SURE = rf"[\n；;①-⑳]+|{_BULLET}|{_NUMBER}"
_BREAK, _BREAK_BRACKETED = (re.compile(one, re.MULTILINE) for one in (_SURE, rf"{_BRACKETED}|{_SURE}"))


def split_told(text: str) -> list[str]:
    """Return the troubles in a text: one a line, a number or a semicolon; at most 20, the last one takes the rest."""
    breaks = _BREAK_BRACKETED if _FIRST.search(text) else _BREAK
    pieces = [piece for raw in breaks.split(text) if (piece := raw.strip(" \t，,、"))]
    if len(pieces) <= MOST_TROUBLES:
        return pieces
    return [*pieces[: MOST_TROUBLES - 1], "；".join(pieces[MOST_TROUBLES - 1 :])]
