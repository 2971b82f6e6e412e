"""Analysis in several processes, for indexes that are built from tens of thousands of documents."""

import gc
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from search_index.analyzer import Texts, Tokens, analyzer_for
from search_index.lexicon import Lexicon

# Batches that wait for each process, enough to keep it busy, and at most for the first of them: while processes
# start, this one works ahead.
_AHEAD, _MOST = 3, 32
_STREAM = "\0"  # Part of no token.
_lexicon: list[Lexicon] = []  # What the initializer of a process leaves for its work.


class AnalysisPool:
    """Give it to `apply` as `analyse`; its processes live until the block ends."""

    def __init__(self, lexicon: Lexicon, *, processes: int) -> None:
        self._ahead = processes * _AHEAD
        self._analyzer = analyzer_for(lexicon)
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
        """Yield the tokens of each batch, in order; rather than wait for the others this process analyses some, too."""
        waiting: deque[Future[str] | list[Tokens]] = deque()
        for batch in batches:
            is_full = len(waiting) > self._ahead
            waiting.append(self._analyzer.documents(batch) if is_full else self._executor.submit(_analyse, batch))
            while waiting and (_is_ready(waiting[0]) or len(waiting) > max(_MOST, 2 * self._ahead)):
                yield _tokens(waiting.popleft())
        while waiting:
            yield _tokens(waiting.popleft())


def _is_ready(found: Future[str] | list[Tokens]) -> bool:
    return isinstance(found, list) or found.done()


def _tokens(found: Future[str] | list[Tokens]) -> list[Tokens]:
    return found if isinstance(found, list) else _unpacked(found.result())


def _prepare(lexicon: Lexicon) -> None:
    _lexicon[:] = [lexicon]
    analyzer_for(lexicon)
    gc.disable()  # Analysis makes no cycles: looking for some among dictionaries and tokens only costs time.


def _analyse(texts: Texts) -> str:
    """Return the streams of all documents as one text, which travels ten times quicker than one object for each."""
    return _STREAM.join([stream for tokens in analyzer_for(_lexicon[0]).documents(texts) for stream in tokens])


def _unpacked(packed: str) -> list[Tokens]:
    streams = iter(packed.split(_STREAM))
    return list(map(Tokens._make, zip(*[streams] * len(Tokens._fields), strict=True)))
