"""Where a node keeps its index: folders that are built aside, and a pointer that names the one in use.

The pointer is replaced by a rename, so readers see the old index or the new one, never half of one. Every process of
the node reads the pointer before it searches; a process that dies leaves a folder that the next rebuild sweeps away.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from search_index import EngineName

SWEEP_AFTER_SECONDS = 60.0  # No request lasts that long, so nobody reads a folder that was replaced before.


class BuildBusyError(Exception):
    """Another process of this node is rebuilding the index."""


class IndexFolders:
    """The folders of one engine below one root; engines have pointers of their own, so that one can replace another."""

    def __init__(self, root: Path, *, engine: EngineName) -> None:
        self.root = root
        self._prefix = f"{engine.value}-"
        self._pointer = root / f"current-{engine.value}"
        self._wanted = root / f"rebuild-wanted-{engine.value}"

    def current(self) -> Path | None:
        """Return the folder in use, None before the first rebuild or when it was removed."""
        try:
            name = self._pointer.read_text(encoding="ascii").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return None
        folder = self.root / name
        is_ours = name.startswith(self._prefix) and folder.parent == self.root
        return folder if is_ours and folder.is_dir() else None

    def make_fresh(self) -> Path:
        """Make an empty folder to build in."""
        folder = self.root / f"{self._prefix}{secrets.token_hex(8)}"
        folder.mkdir(parents=True)
        return folder

    def swap(self, fresh: Path) -> None:
        """Put a built folder into use; after this returns, a loss of power does not undo it."""
        for path in fresh.rglob("*"):
            _sync(path)
        _sync(fresh)
        part = self._pointer.with_suffix(f".{secrets.token_hex(4)}.part")
        part.write_text(fresh.name, encoding="ascii")
        _sync(part)
        part.replace(self._pointer)
        _sync(self.root)
        self._wanted.unlink(missing_ok=True)

    def ask_for_rebuild(self) -> None:
        """Note that the index in use is broken; the node's worker rebuilds it."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._wanted.touch()

    @property
    def rebuild_is_wanted(self) -> bool:
        """Say whether somebody found the index broken since the last rebuild."""
        return self._wanted.exists()

    @contextmanager
    def building(self, *, wait: bool) -> Iterator[None]:
        """Hold the node's right to rebuild; it goes with the process. Raises BuildBusyError unless told to wait."""
        self.root.mkdir(parents=True, exist_ok=True)
        with (self.root / f"{self._prefix}build.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise BuildBusyError from error
            yield

    def sweep(self) -> int:
        """Remove what is not in use once nobody can be reading it; call it while building. Return how many went."""
        used = self.current()
        if used is not None and time.time() - self._pointer.stat().st_mtime < SWEEP_AFTER_SECONDS:
            return 0
        left = [path for path in self.root.glob(f"{self._prefix}*") if path.is_dir() and path != used]
        for path in left:
            shutil.rmtree(path, ignore_errors=True)
        for part in self.root.glob("current-*.part"):
            part.unlink(missing_ok=True)
        return len(left)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
