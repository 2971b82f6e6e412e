"""Where a program reads the state that a write compares, and how what is read differs from what is written."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.web.api_fields import Field, fields
from marketplace.web.media import JSON

FARTHEST = 2  # Steps of an address from a write up to what it changes.
COMPARED = frozenset({"version", "edit"})  # What a body says of the state that was read.


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """The read beside a write: its address, fields that it alone has, those that only the write has, and defaults."""

    path: str
    only_read: tuple[str, ...] = ()
    only_written: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()


def state_path(document: Mapping[str, Any], *, path: str, method: str) -> str | None:
    """Return the address whose ETag a write takes in ``If-Match``: the nearest that gives what the write answers.

    None where there is none, as for what makes something new.
    """
    paths, wanted = document["paths"], _answer(document["paths"][path][method])
    above = (
        path if method != "post" else path.rpartition("/")[0]
    )  # At its own address a POST adds to what stands there.
    for _ in range(FARTHEST + 1):
        read = paths.get(above, {}).get("get")
        if read is not None and (_answer(read) == wanted or (method == "delete" and above == path)):
            return above
        above = above.rpartition("/")[0]
    return None


def find_beside(document: Mapping[str, Any], *, path: str, method: str) -> Beside | None:
    """Return what stands beside a write; of fields only where it replaces the whole of what is read."""
    found = state_path(document, path=path, method=method) if method != "get" else None
    body = document["paths"][path][method].get("requestBody", {}).get("content", {}).get(JSON, {}).get("schema")
    if found is None or method != "put" or body is None:
        return Beside(path=found) if found else None
    schemas = document["components"]["schemas"]
    read = fields({"$ref": _answer(document["paths"][found]["get"])}, schemas=schemas)
    taken = fields(body, schemas=schemas)
    is_whole = found == path
    return Beside(
        path=found,
        only_read=tuple(_beyond(read, taken)) if is_whole else (),
        only_written=tuple(_beyond(taken, read)) if is_whole else (),
        optional=tuple(one.name for one in taken if not one.is_required and one.name not in COMPARED),
    )


def _answer(operation: Mapping[str, Any]) -> str:
    good = next(one for status, one in operation["responses"].items() if status.startswith("2"))
    schema = good.get("content", {}).get(JSON, {}).get("schema", {})
    return str(schema.get("$ref", ""))


def _beyond(some: tuple[Field, ...], others: tuple[Field, ...], *, above: str = "") -> Iterator[str]:
    """Yield the fields that only the first have, also within those that both have."""
    known = {one.name: one for one in others}
    for one in some:
        other = known.get(one.name)
        if other is None:
            yield above + one.name
        elif one.within and other.within:
            yield from _beyond(one.within, other.within, above=f"{above}{one.name}.")
