"""A platform on which every area has something, for the tables that are taken from it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.permissions.whole import whole_world
from tests.permissions.world import World


@pytest.fixture(scope="module")
def everywhere(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("everywhere")
    with whole_world(sqlite_template, folder=folder, kept=run_folder / "whole-world") as made:
        yield made
