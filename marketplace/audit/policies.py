"""Which entries concern an area: pure."""

from collections.abc import Collection, Mapping
from typing import Any

BODIES = frozenset({"enterprise", "provider", "organisation", "bureau", "supervisor"})


def concerns(event: Mapping[str, Any], *, bodies: Collection[int], area: str) -> bool:
    """Say whether an entry is by or about a body of the area, or names its county; an empty area is everywhere."""
    if not area:
        return True
    if event["actor"].get("organisation_id") in bodies:
        return True
    kind, _, key = str(event["subject"]).partition(":")
    if kind in BODIES and key.isascii() and key.isdigit():
        return int(key) in bodies
    named = key if kind == "county" else str(event["details"].get("county_code", ""))
    return bool(named) and named.startswith(area)
