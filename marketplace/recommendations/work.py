"""Work shared out over processes of this machine, for indexes and for rankings of many enterprises."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, TypeVar

from tqdm import tqdm

Piece = TypeVar("Piece")
Result = TypeVar("Result")

MOST_AT_ONCE = 8  # Pieces sent together: fewer and larger messages, and still an even end.

_held: list[Callable[[Any], Any]] = []  # In a forked process: the function that it applies.


class Forked:
    """Apply a function in forked processes, which share what the function holds with this one: nothing is copied.

    One process means this one. A process that dies ends the work with BrokenProcessPool, never with part of it.
    """

    def __init__(self, processes: int, *, title: str = "", unit: str = "") -> None:
        self.processes, self.title, self.unit = processes, title, unit

    def __call__(self, function: Callable[[Piece], Result], pieces: Sequence[Piece], /) -> Iterable[Result]:
        """Yield the results in the order of the pieces, with a bar on a terminal."""
        done = self._forked(function, pieces) if self._pays(pieces) else map(function, pieces)
        return tqdm(done, total=len(pieces), desc=self.title, unit=self.unit, disable=None if self.title else True)

    def _pays(self, pieces: Sequence[Any]) -> bool:
        return self.processes > 1 and len(pieces) > 1

    def _forked(self, function: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Result]:
        count = min(self.processes, len(pieces))
        # Forked, not spawned: the function and all that it knows is there already and needs not be sent.
        pool = ProcessPoolExecutor(count, get_context("fork"), initializer=_held.append, initargs=(function,))
        with pool:
            yield from pool.map(_apply, pieces, chunksize=max(1, min(MOST_AT_ONCE, len(pieces) // (4 * count))))


def _apply(piece: Any) -> Any:
    return _held[-1](piece)
