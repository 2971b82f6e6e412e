"""One world for all tests of this folder in a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.permissions.matrix import row_modules
from tests.permissions.world import World, begin_world, sign_everybody_in


@pytest.fixture(scope="session")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Two counties with bodies, people of every role, and the objects of every area."""
    made = begin_world(sqlite_template, folder=tmp_path_factory.mktemp("world"))
    for module in row_modules():
        if hasattr(module, "build"):
            module.build(made)
    sign_everybody_in(made)
    made.freeze()
    yield made
    made.database.dispose()
