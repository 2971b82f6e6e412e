"""Rows of all tables of an upload, kept in a temporary database of their own until they are joined by 编号.

The sheets of a workbook or the files of a set may come in any order and a firm's problems may stand far from the
firm, so joining needs all rows at hand; SQLite's temporary file keeps them out of memory.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import Self

from marketplace.exchange.sheets import SheetKind

_SCHEMA = "CREATE TABLE staged (kind TEXT, key TEXT, tbl INTEGER, row INTEGER, cells TEXT)"
_INDEX = "CREATE INDEX staged_key ON staged (kind, key)"
_BATCH = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedRow:
    """One row: the number that joins it, the table and row it came from, its cells in the order of the columns."""

    key: str
    table: int
    row: int
    cells: list[object]


class Staging:
    """Holds rows by kind; add them all, then `finish`, then read."""

    def __init__(self) -> None:
        # An empty name asks SQLite for a private file that it deletes itself.
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.execute("PRAGMA journal_mode = OFF")
        self._db.execute("PRAGMA synchronous = OFF")
        self._db.execute(_SCHEMA)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._db.close()

    def add(self, kind: SheetKind, rows: Iterable[StagedRow]) -> None:
        """Keep rows of one kind, in their order."""
        values = (
            (kind.value, row.key, row.table, row.row, json.dumps(row.cells, ensure_ascii=False, default=str))
            for row in rows
        )
        self._db.execute("BEGIN")
        try:
            self._db.executemany("INSERT INTO staged VALUES (?, ?, ?, ?, ?)", values)
        finally:
            self._db.execute("COMMIT")

    def discard(self, *, table: int) -> None:
        """Forget the rows of a table that turned out to be unreadable further down."""
        self._db.execute("DELETE FROM staged WHERE tbl = ?", (table,))

    def finish(self) -> None:
        """Make rows findable by their key."""
        self._db.execute(_INDEX)

    def kinds(self) -> frozenset[SheetKind]:
        """Return the kinds that have rows."""
        return frozenset(SheetKind(kind) for (kind,) in self._db.execute("SELECT DISTINCT kind FROM staged"))

    def all(self, kind: SheetKind) -> Iterator[StagedRow]:
        """Give all rows of a kind in their order."""
        yield from self._read("kind = ? ORDER BY rowid", kind.value)

    def with_key(self, kind: SheetKind, key: str) -> list[StagedRow]:
        """Return the rows of a kind that belong to a number, in their order."""
        return list(self._read("kind = ? AND key = ? ORDER BY rowid", kind.value, key))

    def without_parent(self, kind: SheetKind, *, parent: SheetKind) -> Iterator[StagedRow]:
        """Give the rows of a kind whose number no row of the parent kind has."""
        condition = "kind = ? AND (key = '' OR key NOT IN (SELECT key FROM staged WHERE kind = ?)) ORDER BY rowid"
        yield from self._read(condition, kind.value, parent.value)

    def _read(self, condition: str, *values: str) -> Iterator[StagedRow]:
        cursor = self._db.execute(f"SELECT key, tbl, row, cells FROM staged WHERE {condition}", values)  # noqa: S608  the conditions are the constants above
        while rows := cursor.fetchmany(_BATCH):
            for key, table, row, cells in rows:
                yield StagedRow(key=key, table=table, row=row, cells=json.loads(cells))
