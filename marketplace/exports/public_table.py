"""What a public table is."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlmodel import Session

Cell = str | int | float | date | datetime | Sequence[str] | Sequence[int] | None
Rows = Callable[[Session, datetime], Iterator[Sequence[Any]]]
Words = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicTable:
    """A table that anybody may take; ``columns`` are (name for programs, label for people), in the order of the rows.

    ``rows`` reads piece by piece and never gives a person's telephone, address or name. A long table is kept until the
    change log moves, since writing it takes seconds. ``words`` tells, by column, what codes mean to people.
    """

    key: str
    label: str
    about: str
    columns: Sequence[tuple[str, str]]
    rows: Rows
    is_long: bool = False
    words: Callable[[Session], Words] | None = None

    def rows_in_words(self, session: Session, now: datetime) -> Iterator[Sequence[Any]]:
        """Give the rows as people read them, with words in place of codes; a code without one stays."""
        known = self.words(session) if self.words else {}
        by_place = [known.get(name) for name in self.names]
        for row in self.rows(session, now):
            yield [cell if words is None else words.get(cell, cell) for cell, words in zip(row, by_place, strict=True)]

    @property
    def names(self) -> list[str]:
        return [name for name, _ in self.columns]

    @property
    def labels(self) -> list[str]:
        return [label for _, label in self.columns]
