"""Pages as they were sent, in bounded memory; all of one state of the database."""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass
from threading import Lock

MOST_BYTES = 32 * 1024 * 1024  # Some 2,500 pages a process.
BESIDE = 1024  # What an entry takes beside its body, about.


@dataclass(frozen=True, slots=True, kw_only=True)
class PageKey:
    """What a page for visitors depends on beside the database; ``asked`` is the query string as it came."""

    site: str
    path: str
    asked: bytes
    encodings: str
    minute: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SentPage:
    """A body, compressed as it went out, with its headers."""

    body: bytes
    headers: tuple[tuple[str, str], ...]


class PageStore:
    """The pages asked for last; another state of the database empties it."""

    def __init__(self, *, most_bytes: int = MOST_BYTES) -> None:
        self.most_bytes = most_bytes
        self.used_bytes = 0
        self._state: Hashable = None
        self._pages: OrderedDict[PageKey, SentPage] = OrderedDict()
        self._lock = Lock()

    def find(self, key: PageKey, *, state: Hashable) -> SentPage | None:
        """Return the page that was put in for the same state."""
        with self._lock:
            if state != self._state or key not in self._pages:
                return None
            self._pages.move_to_end(key)
            return self._pages[key]

    def put(self, key: PageKey, page: SentPage, *, state: Hashable) -> None:
        """Keep a page; ``state`` is what held before it was written. Those not asked for longest make room."""
        size = _size(key, page)
        if size > self.most_bytes // 8:
            return
        with self._lock:
            if state != self._state:
                self._pages.clear()
                self._state, self.used_bytes = state, 0
            if key in self._pages:
                self.used_bytes -= _size(key, self._pages.pop(key))
            self._pages[key] = page
            self.used_bytes += size
            while self.used_bytes > self.most_bytes:
                self.used_bytes -= _size(*self._pages.popitem(last=False))


def _size(key: PageKey, page: SentPage) -> int:
    return len(page.body) + len(key.path) + len(key.asked) + BESIDE
