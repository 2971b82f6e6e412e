"""The small county in the database that the site serves."""

import pytest

from marketplace.core.db import Database
from tests.browser.world import World, build_world


@pytest.fixture
def world(database: Database) -> World:
    return build_world(database)
