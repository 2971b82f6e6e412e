"""Analysis in several processes, for indexes that are built from tens of thousands of documents."""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from search_index.analyzer import Texts, Tokens, analyzer_for
from search_index.lexicon import Lexicon

# Batches that wait for each process: enough to keep it busy, few enough to keep memory small.
_AHEAD = 3
_lexicon: list[Lexicon] = []  # What the initializer of a process leaves for its work.


class AnalysisPool:
    """Give it to `apply` as `analyse`; its processes live until the block ends."""

    def __init__(self, lexicon: Lexicon, *, processes: int) -> None:
        self._ahead = processes * _AHEAD
        # A fresh interpreter each: a fork would copy threads of an engine in the middle of their work.
        self._executor = ProcessPoolExecutor(
            processes, mp_context=get_context("spawn"), initializer=_prepare, initargs=(lexicon,)
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._executor.shutdown(cancel_futures=True)

    def __call__(self, batches: Iterable[Texts]) -> Iterator[list[Tokens]]:
        """Yield the tokens of each batch, in order."""
        waiting: deque[Future[list[Tokens]]] = deque()
        for batch in batches:
            waiting.append(self._executor.submit(_analyse, batch))
            if len(waiting) > self._ahead:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _prepare(lexicon: Lexicon) -> None:
    _lexicon[:] = [lexicon]
    analyzer_for(lexicon)


def _analyse(texts: Texts) -> list[Tokens]:
    return analyzer_for(_lexicon[0]).documents(texts)
