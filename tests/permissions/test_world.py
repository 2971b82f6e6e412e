"""The world of these tests is put back whole, or one test would see what another did."""

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.permissions.test_contract import WRITING, in_order
from tests.permissions.world import World

EVERY = 9  # Enough operations to write to most tables.


def content(path: Path) -> list[str]:
    """Return every row and every definition, in any order."""
    with closing(sqlite3.connect(path)) as connection:
        return sorted(connection.iterdump())


def test_world_is_the_same_after_writes_of_every_area(world: World) -> None:
    done = 0
    for case in WRITING[::EVERY]:
        with world.watching() as written:
            world.call(case.granted[0], **in_order(world, case, case.granted[0]))
        done += bool(written)

    assert done > len(WRITING) // EVERY // 2
    assert content(world.path) == content(world.snapshot)
