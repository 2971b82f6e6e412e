"""How large a rectangle a sheet of an XLSX spans, measured on its XML before a reader lays it out in memory.

The spreadsheet reader keeps 32 bytes for every cell of the rectangle up to the farthest one that holds something
(measured), so two cells in opposite corners would take gigabytes and end the process.
"""

import re
from collections.abc import Iterable
from xml.parsers import expat

_MANY_ROWS = 300_000
_FAR_CELL = re.compile(rb"""\br\s*=\s*["'](?:[A-Z]{2,}\d|[A-Z]*[3-9]\d{5}|[A-Z]*\d{7})""")
_PLAIN_CELL = b'<c r="'
_CELLS = tuple(mark + end for mark in (b"<c", b":c") for end in (b" ", b">", b"/", b"\t", b"\r", b"\n"))
_ROWS = (b"<row", b":row")
_FORMULAS = (b"<f>", b"<f ", b"<f/", b":f>", b":f ", b":f/")
_TAG = 4096  # Bytes; the start of a tag nearer to the end of a piece than this waits for the next piece.
_CELL_NAME = re.compile(r"([A-Z]+)(\d+)")


def is_plain(pieces: Iterable[bytes]) -> bool:
    """Say whether a sheet as office programs write it ends before column AA and row 300,000.

    A quick look that reads no tags; everything unusual gives False, and then `measure` has the exact answer.
    """
    rows, rest = 0, b""
    for piece in pieces:
        data = rest + piece
        cut = data.rfind(b"<", max(0, len(data) - _TAG))
        data, rest = (data[:cut], data[cut:]) if cut >= 0 else (data, b"")
        rows += sum(data.count(mark) for mark in _ROWS)
        if rows > _MANY_ROWS or not _is_plain_piece(data):
            return False
    return _is_plain_piece(rest)


def _is_plain_piece(data: bytes) -> bool:
    cells = sum(data.count(mark) for mark in _CELLS)
    return cells == data.count(_PLAIN_CELL) and not _FAR_CELL.search(data)


def measure(pieces: Iterable[bytes]) -> int:
    """Return the number of cells in the rectangle from A1 to the farthest cell that holds something.

    Raises `xml.parsers.expat.ExpatError` on XML that is damaged or that expands entities without end.
    """
    extent = _Extent()
    parser = expat.ParserCreate()
    parser.StartElementHandler = extent.start
    for piece in pieces:
        parser.Parse(piece, False)
    parser.Parse(b"", True)
    return extent.rows * extent.columns


def may_hold_formula(piece: bytes) -> bool:
    """Say whether a piece of a sheet's XML looks as if it held a formula; `find_unsolved` has the exact answer."""
    return any(mark in piece for mark in _FORMULAS)


def find_unsolved(pieces: Iterable[bytes]) -> str | None:
    """Return the name of the first cell whose formula was stored without a result, None when there is none.

    Office programs store results; other programs often leave them out, and the cell would count as empty.
    Raises `xml.parsers.expat.ExpatError` as `measure` does.
    """
    seen = _Formulas()
    parser = expat.ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = seen.start, seen.end
    for piece in pieces:
        parser.Parse(piece, False)
        if seen.found is not None:
            return seen.found
    return None


class _Formulas:
    """Follows the cells of a sheet: which holds a formula, and whether a result stands beside it."""

    def __init__(self) -> None:
        self.found: str | None = None
        self._cell = ""
        self._inside: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        if tag == "c":
            self._cell, self._inside = attributes.get("r", ""), set()
        self._inside.add(tag)

    def end(self, name: str) -> None:
        if name.rpartition(":")[2] == "c" and "f" in self._inside and not {"v", "is"} & self._inside:
            self.found = self.found or self._cell


class _Extent:
    """Follows the cells of a sheet; those without a name of their own stand right of the one before."""

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self._row = self._column = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(":")[2]
        place = attributes.get("r", "")
        if tag == "row":
            self._row = int(place) if place.isdecimal() else self._row + 1
            self._column = 0
        elif tag == "c":
            named = _CELL_NAME.fullmatch(place)
            self._column = column_number(named[1]) if named else self._column + 1
            self._row = int(named[2]) if named else self._row
        elif tag in {"v", "is", "f"}:
            self.rows = max(self.rows, self._row)
            self.columns = max(self.columns, self._column)


def column_number(letters: str) -> int:
    """Return the number of a column from its letters: A → 1, AA → 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column from its number: 1 → A, 27 → AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
