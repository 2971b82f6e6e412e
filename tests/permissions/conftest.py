"""One world for all tests of this folder in a process."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.permissions.whole import whole_world
from tests.permissions.world import World


@pytest.fixture(scope="session")
def world(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[World]:
    """Two counties with bodies, people of every role, and the objects of every area."""
    with whole_world(sqlite_template, folder=tmp_path_factory.mktemp("world"), kept=run_folder / "whole-world") as made:
        yield made
