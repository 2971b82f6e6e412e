"""Two windows wrote one draft: what both sides typed is put together, and where they contradict a person chooses.

Lists are never a contradiction: what either side added stays, what one side took away and the other left alone goes.
A single value that both sides changed in different ways is one.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """A field that two windows filled in differently."""

    name: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Merged:
    """What came of it; ``clashes`` keep their old value in ``content`` until somebody chooses."""

    content: dict[str, Any]
    clashes: tuple[Clash, ...]


def merge(*, base: Mapping[str, Any] | None, mine: Mapping[str, Any], theirs: Mapping[str, Any]) -> Merged:
    """Merge the fields of ``mine`` into ``theirs``; without a known base every difference of a value is a clash."""
    content, clashes = dict(theirs), list[Clash]()
    for name, value in mine.items():
        other = theirs.get(name, "")
        before = base.get(name, "") if base is not None else None
        if isinstance(value, list) or isinstance(other, list):
            content[name] = merge_lists(base=as_list(before), mine=as_list(value), theirs=as_list(other))
        elif str(value) == str(other) or (before is not None and str(value) == str(before)):
            continue
        elif (before is not None and str(other) == str(before)) or not str(other):
            content[name] = value
        elif str(value):
            clashes.append(Clash(name=name, mine=str(value), theirs=str(other)))
    return Merged(content=content, clashes=tuple(clashes))


def merge_lists(*, base: list[Any], mine: list[Any], theirs: list[Any]) -> list[Any]:
    """Return my rows in my order and then theirs; a row of the base stays only when both sides kept it."""
    known, left, right = ({_key(one) for one in rows} for rows in (base, mine, theirs))
    kept: dict[str, Any] = {}
    for one in [*mine, *theirs]:
        key = _key(one)
        if key not in known or (key in left and key in right):
            kept.setdefault(key, one)
    return list(kept.values())


def as_list(value: Any) -> list[Any]:
    """Return filled rows of a list; anything else counts as none."""
    rows = value if isinstance(value, list) else []
    return [one for one in rows if (any(one.values()) if isinstance(one, dict) else one)]


def _key(row: Any) -> str:
    return json.dumps(row, ensure_ascii=False, sort_keys=True)
