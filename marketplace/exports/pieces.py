"""Reading long tables piece by piece: memory stays the same however long they are."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

from sqlmodel import Session

PIECE = 500
Item = TypeVar("Item")


def select_pieces(session: Session, wanted: Any, *, key: Any) -> Iterator[Any]:
    """Give the rows of a selection in rising order of its key, which is its first column."""
    ordered = wanted.order_by(key).limit(PIECE)
    return in_pieces(lambda after: session.execute(ordered.where(key > after)).all(), key_of=lambda row: row[0])


def in_pieces(load: Callable[[int], Sequence[Item]], *, key_of: Callable[[Item], int]) -> Iterator[Item]:
    """Give what ``load`` finds beyond an id, ``PIECE`` at a time, until it finds less."""
    after = 0
    while True:
        found = load(after)
        yield from found
        if len(found) < PIECE:
            return
        after = key_of(found[-1])
