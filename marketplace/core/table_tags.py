"""Which tables a piece of work reads or writes, told by its statements: the tags of what is kept of it.

A tag is the name of a table. Reading takes every table that a statement names, so that a tag too many is possible and
none is missing; writing takes the table that is written, and those whose rows the database deletes with it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Engine, event
from sqlmodel import SQLModel

from marketplace.core.row_owners import read_tags, written_tags

_WORD = re.compile(r"\w+")
_READS = re.compile(r"\s*SELECT\b", re.IGNORECASE)
_read: ContextVar[set[str] | None] = ContextVar("tables_read", default=None)
_written: ContextVar[set[str] | None] = ContextVar("tables_written", default=None)


@contextmanager
def tables_read() -> Iterator[set[str]]:
    """Yield the names of tables that are read inside the block, as they come; an outer block learns them, too."""
    with _collected(_read) as found:
        yield found


@contextmanager
def tables_written() -> Iterator[set[str]]:
    """Yield the names of tables that are written inside the block, as they come; an outer block learns them, too."""
    with _collected(_written) as found:
        yield found


@contextmanager
def _collected(names: ContextVar[set[str] | None]) -> Iterator[set[str]]:
    outer, found = names.get(), set[str]()
    token = names.set(found)
    try:
        yield found
    finally:
        names.reset(token)
        if outer is not None:
            outer |= found


def also_read(tables: frozenset[str]) -> None:
    """Tell the block around that it uses what was once read of tables: an answer that was kept."""
    found = _read.get()
    if found is not None:
        found |= tables


def tag_statements(engine: Engine) -> None:
    """Let the statements of an engine tell which tables they read and write."""

    @event.listens_for(engine, "before_cursor_execute")
    def on_statement(_connection: Any, _cursor: Any, statement: str, values: Any, context: Any, _many: Any) -> None:
        read, written = _read.get(), _written.get()
        if read is not None:
            read |= read_tags(_named(statement), values=values)
        if written is not None:
            written |= written_tags(_changed(statement, context))


def _changed(statement: str, context: Any) -> frozenset[str]:
    if context is not None and (context.isinsert or context.isupdate or context.isdelete):
        return _with_dependants(context.compiled.statement.table.name)
    if _READS.match(statement):  # What begins with WITH may write.
        return frozenset()
    return frozenset().union(*(_with_dependants(name) for name in _named(statement)))


@lru_cache(maxsize=4096)  # The service has some thousand statements; lists of values make more of them.
def _named(statement: str) -> frozenset[str]:
    return frozenset(_WORD.findall(statement)) & SQLModel.metadata.tables.keys()


@cache
def _with_dependants(table: str) -> frozenset[str]:
    """Return a table with those whose rows go when its rows go, and so on."""
    dependants = (
        other.name
        for other in SQLModel.metadata.tables.values()
        for key in other.foreign_keys
        if key.ondelete and key.column.table.name == table and other.name != table
    )
    return frozenset({table}).union(*(_with_dependants(name) for name in dependants))
