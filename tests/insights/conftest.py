"""The small market in a database of the test's own."""

import pytest

from marketplace.core.db import Database
from tests.recommendations.market import Market, store_market


@pytest.fixture
def market(database: Database) -> Market:
    return store_market(database)
