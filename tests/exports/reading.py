"""Tables and the API as a visitor's program reads them."""

import json
from typing import Any

from tests.permissions.world import World


def taken(world: World, key: str) -> list[dict[str, Any]]:
    """Return the rows of a table."""
    answer = world.call(None, f"/exports/{key}.jsonl", method="GET")
    return [json.loads(line) for line in answer.text.splitlines()]


def listed(world: World, path: str) -> list[dict[str, Any]]:
    """Return the rows of a list of the API."""
    found: list[dict[str, Any]] = told(world, f"{path}?limit=200")["items"]
    return found


def told(world: World, path: str) -> dict[str, Any]:
    """Return one object of the API."""
    found: dict[str, Any] = world.call(None, path, method="GET").get_json()
    return found
