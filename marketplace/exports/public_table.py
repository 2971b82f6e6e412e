"""What a public table is."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

Cell = str | int | float | date | datetime | Sequence[str] | Sequence[int] | None
Rows = Callable[[Session, datetime], Iterator[Sequence[Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTable:
    """A table that anybody may take; ``columns`` are (name for programs, label for people), in the order of the rows.

    ``rows`` reads piece by piece and never gives a person's telephone, address or name. A long table is kept until the
    change log moves, since writing it takes seconds.
    """

    key: str
    label: str
    about: str
    columns: Sequence[tuple[str, str]]
    rows: Rows
    is_long: bool = False

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]

    @property
    def labels(self) -> list[str]:
        return [label for _, label in self.columns]
