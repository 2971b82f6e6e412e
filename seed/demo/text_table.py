"""Tables for a terminal, where a Chinese character takes two columns."""

import unicodedata
from collections.abc import Sequence
from itertools import zip_longest

GAP = "  "
WIDE = frozenset("WF")


def width(text: str) -> int:
    """Return how many columns a text takes on a terminal: East Asian wide and full-width characters take two."""
    return sum(2 if unicodedata.east_asian_width(sign) in WIDE else 1 for sign in text)


def padded(text: str, columns: int) -> str:
    """Return the text with blanks after it, so that what follows starts at a column."""
    return text + " " * (columns - width(text))


def wrapped(text: str, columns: int) -> list[str]:
    """Return the text in lines of at most ``columns``, broken anywhere, as Chinese is; at least one line."""
    lines, room = [""], columns
    for sign in text:
        if width(sign) > room:
            lines.append("")
            room = columns
        lines[-1] += sign
        room -= width(sign)
    return lines


def aligned(head: Sequence[str], rows: Sequence[Sequence[Sequence[str]]]) -> list[str]:
    """Return lines of a table; a cell is a sequence of lines, and the last column needs no blanks after it."""
    widths = [
        max(width(line) for line in (name, *(line for row in rows for line in row[number])))
        for number, name in enumerate(head)
    ]
    lines = [_line(head, widths), _line(["-" * columns for columns in widths], widths)]
    for row in rows:
        lines += [_line(cells, widths) for cells in zip_longest(*row, fillvalue="")]
    return lines


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return GAP.join(padded(cell, columns) for cell, columns in zip(cells, widths, strict=True)).rstrip()
