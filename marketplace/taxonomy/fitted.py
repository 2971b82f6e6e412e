"""The fitted linker in the data folder, so that a process started later need not fit it anew.

What is kept is Python's own pickle format, which can run code when it is read. So only files of the service's own
folder are read, only when they belong to its user and nobody else may write them, and only known classes are built.
"""

import copy
import hashlib
import os
import pickle
import stat
import sys
from dataclasses import replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import structlog

import matching
from matching.library import Library
from matching.linking import Linker
from matching.linking.memo import Memo
from matching.linking.training import domain_words
from matching.text import Tokenizer

log = structlog.get_logger(__name__)
PACKAGES = ("numpy", "scipy", "scikit-learn", "rjieba", "rapidfuzz")
TOKENIZER = "tokenizer"  # Its dictionary lives outside Python; it is built anew from the library's words.
FORMAT = pickle.HIGHEST_PROTOCOL
KNOWN = frozenset(
    {
        ("builtins", "list"),
        ("collections", "defaultdict"),
        ("numpy", "dtype"),
        ("numpy._core.numeric", "_frombuffer"),
    }
)


def find_linker(folder: Path, *, library: Library) -> Linker | None:
    """Return the linker that was kept for this library and this code, None when there is none that can be trusted."""
    path = _path(folder, library=library)
    if not _is_own(path):
        return None
    try:
        with path.open("rb") as file:
            found = _Reader(file, library=library).load()
    except (OSError, EOFError, pickle.UnpicklingError, AttributeError, ImportError, ValueError, TypeError) as error:
        log.warning("kept_linker_unreadable", error=type(error).__name__)
        return None
    return found if isinstance(found, Linker) and found.edition == library.edition else None


def keep_linker(folder: Path, linker: Linker, *, library: Library) -> None:
    """Keep a fitted linker whole or not at all, instead of those kept before; a full disk is no fault of the caller."""
    path = _path(folder, library=library)
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            _Writer(file, FORMAT).dump(_lean(linker))
        for older in folder.glob("linker-*.pickle"):
            older.unlink(missing_ok=True)
        part.replace(path)
    except OSError as error:
        log.warning("linker_not_kept", error=type(error).__name__)
        part.unlink(missing_ok=True)


def _lean(linker: Linker) -> Linker:
    """Return the linker without what only fitting needs, and without what it remembers."""
    model = copy.copy(linker.model)
    vars(model).pop("left_out_", None)  # One that was itself read has it no more.
    return replace(linker, model=model, memo=Memo())


def _path(folder: Path, *, library: Library) -> Path:
    text = "\n".join((library.edition, _code_digest(), sys.version, *(f"{name} {version(name)}" for name in PACKAGES)))
    return folder / f"linker-{hashlib.sha256(text.encode()).hexdigest()[:24]}.pickle"


@cache
def _code_digest() -> str:
    """Return a digest of the engine's source, so that a linker never outlives the code that fitted it."""
    root = Path(matching.__file__).parent
    whole = hashlib.sha256()
    for path in sorted(root.rglob("*.py")):
        whole.update(path.relative_to(root).as_posix().encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()


def _is_own(path: Path) -> bool:
    try:
        found = path.lstat()
    except OSError:
        return False
    others_may_write = found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(found.st_mode) and found.st_uid == os.getuid() and not others_may_write


class _Writer(pickle.Pickler):
    """Leaves the tokenizer out."""

    def persistent_id(self, obj: Any) -> str | None:
        return TOKENIZER if isinstance(obj, Tokenizer) else None


class _Reader(pickle.Unpickler):
    """Builds the engine's own classes and arrays, and nothing else."""

    def __init__(self, file: Any, *, library: Library) -> None:
        super().__init__(file)
        self._tokenizer = Tokenizer(domain_words(library))

    def persistent_load(self, pid: Any) -> Tokenizer:
        if pid != TOKENIZER:
            raise pickle.UnpicklingError(f"unknown reference {pid!r}")
        return self._tokenizer

    def find_class(self, module: str, name: str, /) -> Any:
        if (module, name) in KNOWN:
            return super().find_class(module, name)
        if module.startswith("matching.") and isinstance(found := super().find_class(module, name), type):
            return found
        raise pickle.UnpicklingError(f"{module}.{name} has no place in a linker")
