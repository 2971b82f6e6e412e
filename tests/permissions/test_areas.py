"""How far an area reaches: officers without one see nothing, auditors of one see that one alone."""

import io
from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.recommendations.market import Market, store_market

MakePerson = Callable[..., Person]
LISTS = ("/county/enterprises", "/county/recommendations")
DYE_HOUSE, MACHINE_SHOP = "绍兴示例印染有限公司", "温岭示例机械有限公司"


@pytest.fixture
def market(database: Database) -> Market:
    return store_market(database)


@pytest.mark.parametrize("address", [*LISTS, "/county/recommendations.xlsx"])
@pytest.mark.parametrize("role", [Role.COUNTY, Role.CITY, Role.PROVINCE])
def test_officer_without_an_area_sees_no_enterprise(
    person: MakePerson, market: Market, role: Role, address: str
) -> None:
    assert person(role).client.get(address).status_code == 404


def test_officer_without_an_area_brings_nothing_in(person: MakePerson, market: Market) -> None:
    answer = person(Role.COUNTY).client.post("/imports", data={"files": (io.BytesIO(b"{}"), "企业.jsonl")})

    assert answer.status_code == 403
    assert "没有对应的县" in answer.text


@pytest.mark.parametrize("address", LISTS)
def test_auditor_of_an_area_sees_that_area_alone(person: MakePerson, market: Market, address: str) -> None:
    page = person(Role.AUDITOR, area_prefix="3306").client.get(address).text

    assert DYE_HOUSE in page
    assert MACHINE_SHOP not in page


@pytest.mark.parametrize("path", ["", "/recommendations"])
def test_auditor_of_an_area_finds_no_enterprise_of_another(person: MakePerson, market: Market, path: str) -> None:
    auditor = person(Role.AUDITOR, area_prefix="3306").client

    assert auditor.get(f"/enterprises/{market.dye_house}{path}").status_code == 200
    assert auditor.get(f"/enterprises/{market.machine_shop}{path}").status_code == 404


@pytest.mark.parametrize("address", LISTS)
def test_auditor_without_an_area_sees_every_county(person: MakePerson, market: Market, address: str) -> None:
    page = person(Role.AUDITOR).client.get(address).text

    assert DYE_HOUSE in page
    assert MACHINE_SHOP in page


@pytest.mark.parametrize("address", LISTS)
def test_city_that_asks_for_a_county_of_another_city_sees_its_own(
    person: MakePerson, market: Market, address: str
) -> None:
    page = person(Role.CITY, area_prefix="3306").client.get(f"{address}?county=331081").text

    assert MACHINE_SHOP not in page
