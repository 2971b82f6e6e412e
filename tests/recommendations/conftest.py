"""The small market in a database of the test's own."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.recommendations.market import Market, store_market


@pytest.fixture
def market(database: Database) -> Market:
    return store_market(database)


@pytest.fixture
def owner(market: Market, person: Callable[..., Person]) -> Person:
    return person(Role.ENTERPRISE, organisation_id=market.dye_house)
