"""Pages as they were sent, in bounded memory, each until somebody commits to a table that it was made from."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

from marketplace.core.commits import Stand

MOST_BYTES = 32 * 1024 * 1024  # Some 2,500 pages a process.
BESIDE = 1024  # What an entry takes beside its body, about.


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKey:
    """What a page for visitors depends on beside database and clock; ``asked`` is the query string as it came."""

    site: str
    path: str
    asked: bytes
    encodings: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """A body, compressed as it went out, with its headers and the tables that were read for it."""

    body: bytes
    headers: tuple[tuple[str, str], ...]
    tables: frozenset[str] = frozenset()


class PageStore:
    """The pages asked for last."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.used_bytes = 0
        self._pages: OrderedDict[PageKey, tuple[Hashable, SentPage]] = OrderedDict()
        self._lock = Lock()

    def find(self, key: PageKey, *, stand: Stand) -> SentPage | None:
        """Return the page, unless somebody committed to one of its tables since it was put in."""
        with self._lock:
            newest, page = self._pages.get(key, (None, None))
            if page is None:
                return None
            if newest != stand.newest(page.tables, question=key):
                self._drop(key)
                return None
            self._pages.move_to_end(key)
            return page

    def put(self, key: PageKey, page: SentPage, *, stand: Stand) -> None:
        """Keep a page; ``stand`` is what held before it was written. Those not asked for longest make room."""
        size = _size(key, page)
        if size > self.most_bytes // 8:
            return
        with self._lock:
            if key in self._pages:
                self._drop(key)
            self._pages[key] = (stand.newest(page.tables, question=key), page)
            self.used_bytes += size
            while self.used_bytes > self.most_bytes:
                self._drop(next(iter(self._pages)))

    def _drop(self, key: PageKey) -> None:
        _, page = self._pages.pop(key)
        self.used_bytes -= _size(key, page)


def _size(key: PageKey, page: SentPage) -> int:
    return len(page.body) + len(key.path) + len(key.asked) + BESIDE
