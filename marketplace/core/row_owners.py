"""Rows that belong to somebody: who writes their own leaves alone what was made of the rows of others.

A table may say in its ``info`` whose rows it holds, as ``{OWNED_BY: "enterprise"}``, and work on the rows of one owner
declares so. Then reading takes a tag that the owner shares with few others instead of the table. Writing takes the
table and that tag; when no owner was declared, the tag of all owners, which every reader of owned rows takes, too.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlmodel import Session, SQLModel

OWNED_BY = "owned by"
SHARES = 256  # Into which the owners of a kind are dealt: tags stay few, and a write makes few others' pages anew.


@dataclass(frozen=True, slots=True)
class _Owner:
    kind: str
    id: int

    @property
    def tag(self) -> str:
        return f"{self.kind} {self.id % SHARES}"


_owner: ContextVar[_Owner | None] = ContextVar("owner", default=None)


@contextmanager
def rows_of(kind: str, owner_id: int) -> Iterator[None]:
    """Declare that the block reads owned rows of one owner alone: statements that bind their id take their tag."""
    token = _owner.set(_Owner(kind, owner_id))
    try:
        yield
    finally:
        _owner.reset(token)


@contextmanager
def writing_rows_of(session: Session, kind: str, owner_id: int) -> Iterator[None]:
    """Declare that the block writes owned rows of one owner alone; what waits of others is written before."""
    session.flush()  # Rows of others must not be taken for the owner's.
    with rows_of(kind, owner_id):
        yield
        session.flush()  # Rows that are sent after the block would be taken for anybody's.


def read_tags(tables: frozenset[str], *, values: Any) -> frozenset[str]:
    """Return the tags of a statement that reads tables; ``values`` are bound in it, by name or in order."""
    owner = _owner.get()
    owned = tables & _owned(owner.kind) if owner else frozenset()
    if not owner or not owned or owner.id not in (values.values() if isinstance(values, Mapping) else values):
        return tables
    return (tables - owned) | {owner.tag, _of_all(owner.kind)}


def written_tags(tables: frozenset[str]) -> frozenset[str]:
    """Return the tags of a statement that writes tables."""
    owner, kinds = _owner.get(), {_kind_of(table) for table in tables} - {""}
    return tables | {owner.tag if owner and owner.kind == kind else _of_all(kind) for kind in kinds}


def _of_all(kind: str) -> str:
    return f"{kind} *"


def _kind_of(table: str) -> str:
    return str(SQLModel.metadata.tables[table].info.get(OWNED_BY, ""))


@cache
def _owned(kind: str) -> frozenset[str]:
    return frozenset(table for table in SQLModel.metadata.tables if _kind_of(table) == kind)
