"""The whole small world: two counties with bodies, people of every role, and the objects of every area."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.permissions.matrix import row_modules
from tests.permissions.world import World, begin_world, sign_everybody_in


@contextmanager
def whole_world(template: Path, *, folder: Path) -> Iterator[World]:
    """Build it from the rows of every area, with everybody signed in."""
    made = begin_world(template, folder=folder)
    for module in row_modules():
        if hasattr(module, "build"):
            module.build(made)
    sign_everybody_in(made)
    made.freeze()
    yield made
    made.database.dispose()
