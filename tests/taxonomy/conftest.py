"""A database that holds the small library."""

import pytest

from marketplace.core.db import Database
from tests.fixtures.reference import store_reference


@pytest.fixture
def stored(database: Database) -> Database:
    store_reference(database)
    return database
