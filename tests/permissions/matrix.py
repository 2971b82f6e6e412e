"""Which addresses to try for each route: its own object, another body's, and who may see which.

Every route that the application mounts has a row here. A row gives the arguments of the address for an object of the
actor's own body (``own``) and of a stranger's (``other``); routes without an object have neither.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from marketplace.core.actor import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Objects that the matrix speaks of: ids by name, for example ``enterprise`` and ``other_enterprise``."""

    ids: dict[str, Any]


Arguments = Callable[[World], dict[str, Any]]


def nothing(_world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One route: arguments for an own object, for a stranger's, and roles that may reach a stranger's all the same."""

    own: Arguments = nothing
    other: Arguments | None = None
    reaches_all: frozenset[Role] = field(default_factory=frozenset)
    data: dict[str, str] = field(default_factory=dict)


def ids(**names: str) -> Arguments:
    """Return arguments looked up by name in the world: ``ids(provider_id="provider")``."""
    return lambda world: {argument: world.ids[name] for argument, name in names.items()}


def values(**given: Any) -> Arguments:
    """Return fixed arguments."""
    return lambda _world: dict(given)
