"""Work shared out over the machines of a Dask cluster (extra ``cluster``): a third way beside processes.

The function, with all that it holds, goes to the workers once; pieces follow in batches. A worker that dies in the
middle costs the time of its batches and nothing else: the scheduler hands them to another, and every result is a
function of its piece, so the outcome is the same with any number of workers.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

from distributed import Client, Future
from tqdm import tqdm

Piece = TypeVar("Piece")
Result = TypeVar("Result")

BATCH = 16  # Pieces in one task: the scheduler costs about a millisecond a task, a ranking some milliseconds.
CONNECT_SECONDS = 10


class Clustered:
    """Apply a function on the workers of a cluster; the results come in the order of the pieces."""

    def __init__(self, client: Client, *, batch: int = BATCH, title: str = "", unit: str = "") -> None:
        self.client, self.batch, self.title, self.unit = client, batch, title, unit

    def __call__(self, function: Callable[[Piece], Result], pieces: Sequence[Piece], /) -> Iterable[Result]:
        """Yield one result a piece, with a bar on a terminal; an error of a piece reaches the caller as it was."""
        done = self._results(function, pieces)
        return tqdm(done, total=len(pieces), desc=self.title, unit=self.unit, disable=None if self.title else True)

    def _results(self, function: Callable[[Piece], Result], pieces: Sequence[Piece]) -> Iterator[Result]:
        held = self.client.scatter(function, broadcast=True, hash=False)  # type: ignore[no-untyped-call]  # as it is shipped
        batches = [list(pieces[start : start + self.batch]) for start in range(0, len(pieces), self.batch)]
        tasks: deque[Future[Any]] = deque(self.client.submit(_apply, held, batch, pure=False) for batch in batches)
        while tasks:
            # What was handed on is forgotten by the cluster as well: memory doesn't grow with the results.
            yield from tasks.popleft().result()


def _apply(function: Callable[[Piece], Result], pieces: Sequence[Piece]) -> list[Result]:
    return [function(piece) for piece in pieces]


@contextmanager
def connected(address: str) -> Iterator[Client]:
    """Yield a client of a running scheduler; raises OSError where none answers, ValueError for a bad address."""
    opened = Client(address, set_as_default=False, timeout=CONNECT_SECONDS)  # type: ignore[no-untyped-call]  # as shipped
    with opened as client:
        yield client
