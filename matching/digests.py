"""A digest of what a ranking read: canonical JSON of the values, hashed with SHA-256."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from functools import cache


def plain(value: object) -> object:
    """Return ``value`` with dataclasses as objects and tuples as arrays, ready for canonical JSON.

    A field marked ``omit_none`` is left out while it is None.
    """
    if isinstance(value, str | int | float) or value is None:
        return value
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        told = ((name, getattr(value, name), may_be_silent) for name, may_be_silent in _fields(type(value)))
        return {name: plain(one) for name, one, may_be_silent in told if one is not None or not may_be_silent}
    return str(value)


@cache
def _fields(kind: type) -> tuple[tuple[str, bool], ...]:
    """Return the fields of a dataclass, each with whether it is left out while it is None."""
    return tuple((item.name, bool(item.metadata.get("omit_none"))) for item in fields(kind))


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON (sorted keys, UTF-8) as hex."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def combined_digest(parts: Iterable[str]) -> str:
    """Return one digest of several digests; the caller fixes their order."""
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
