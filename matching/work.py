"""How pieces of work are done: here one after another; a caller may hand in processes or machines instead."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

Piece = TypeVar("Piece")
Result = TypeVar("Result")


class Work(Protocol):
    """Apply a function to every piece and return the results in the order of the pieces."""

    def __call__(self, function: Callable[[Piece], Result], pieces: Sequence[Piece], /) -> Iterable[Result]:
        """Return one result a piece; what another process computes is the same as what this one would."""


def one_by_one(function: Callable[[Piece], Result], pieces: Sequence[Piece], /) -> Iterator[Result]:
    """Do the work in this process."""
    return map(function, pieces)
