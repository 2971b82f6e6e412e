"""A province with a small library, two plants and three providers; visitors; a clock that a journey may move."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask

from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.fixtures.web import NOW, BrowserClient, Person
from tests.journeys.visitor import Visitor
from tests.recommendations.market import Market, store_market

MakePerson = Callable[..., Person]


@dataclass(slots=True)
class Clock:
    """The time of day of a journey."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, database: Database, clock: Clock) -> Flask:
    """The application by the journey's clock."""
    made = create_app(settings, database=database, clock=clock)
    made.testing = True
    made.test_client_class = BrowserClient
    return made


@pytest.fixture
def market(database: Database) -> Market:
    return store_market(database)


@pytest.fixture
def visitor(app: Flask) -> Callable[[], Visitor]:
    """Return a function that opens a window of nobody in particular."""
    return lambda: Visitor(app.test_client())


@pytest.fixture
def officer(person: MakePerson, market: Market) -> Visitor:
    """An officer of the county of the dye house."""
    return Visitor(person(Role.COUNTY, area_prefix="330603", county_code="330603").client)


@pytest.fixture
def operator(person: MakePerson, market: Market) -> Visitor:
    return Visitor(person(Role.OPERATOR).client)
