"""Enterprises of a reference database, and the person who acts for one."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.enterprises.services import create_enterprise
from marketplace.exchange.rows import EnterpriseRow, ProblemRow
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, Person

SYSTEM = System(name="test")
MakePerson = Callable[..., Person]
MakeEnterprise = Callable[..., int]


@pytest.fixture
def stored(database: Database) -> Database:
    store_reference(database)
    return database


@pytest.fixture
def enterprise(stored: Database) -> MakeEnterprise:
    """Make an enterprise of a county with one problem; more fields of its row by keyword."""
    made = iter(range(1, 1000))

    def make(*, county_code: str = "330603", confirmed: bool = True, **fields: object) -> int:
        values = {"ref": "", "name": f"虚构印染{next(made)}厂", "problems": (ProblemRow(text="排缸全靠老师傅"),)}
        row = EnterpriseRow(**{**values, **fields})
        with stored.transaction() as session:
            found = create_enterprise(
                session, actor=SYSTEM, row=row, county_code=county_code, confirmed=confirmed, now=NOW
            )
            return found.organisation_id

    return make


@pytest.fixture
def owner(enterprise: MakeEnterprise, person: MakePerson) -> Person:
    return person(Role.ENTERPRISE, organisation_id=enterprise())


@pytest.fixture
def officer(stored: Database, person: MakePerson) -> Person:
    return person(Role.COUNTY, area_prefix="330603", county_code="330603")
