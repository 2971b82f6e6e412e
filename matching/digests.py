"""A digest of what a ranking read: canonical JSON of the values, hashed with SHA-256."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import fields, is_dataclass


def plain(value: object) -> object:
    """Return ``value`` with dataclasses as objects and tuples as arrays, ready for canonical JSON.

    A field marked ``omit_none`` is left out while it is None.
    """
    if is_dataclass(value) and not isinstance(value, type):
        told = {item.name: getattr(value, item.name) for item in fields(value)}
        silent = {item.name for item in fields(value) if item.metadata.get("omit_none") and told[item.name] is None}
        return {name: plain(one) for name, one in told.items() if name not in silent}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, str | int | float) or value is None:
        return value
    return str(value)


def digest_of(value: object) -> str:
    """Return the SHA-256 of a value's canonical JSON (sorted keys, UTF-8) as hex."""
    text = json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def combined_digest(parts: Iterable[str]) -> str:
    """Return one digest of several digests; the caller fixes their order."""
    return hashlib.sha256("\n".join(parts).encode("utf-8")).hexdigest()
