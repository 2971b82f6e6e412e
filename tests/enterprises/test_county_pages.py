"""A bureau's list of enterprises, and confirmation by the county."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from marketplace.core.actor import Role
from tests.enterprises.conftest import MakeEnterprise, MakePerson
from tests.fixtures.web import Person, StatementCount


def test_list_shows_the_enterprises_of_the_county_alone(officer: Person, enterprise: MakeEnterprise) -> None:
    enterprise(name="柯桥的厂")
    enterprise(name="义乌的厂", county_code="330782")

    page = officer.client.get("/county/enterprises").text

    assert "柯桥的厂" in page
    assert "义乌的厂" not in page


def test_list_of_a_city_spans_its_counties(enterprise: MakeEnterprise, person: MakePerson) -> None:
    enterprise(name="柯桥的厂")
    enterprise(name="诸暨的厂", county_code="330681")

    page = person(Role.CITY, area_prefix="3306").client.get("/county/enterprises?county=330681").text

    assert "诸暨的厂" in page
    assert "柯桥的厂" not in page


def test_list_filtered_by_waiting_hides_the_confirmed(officer: Person, enterprise: MakeEnterprise) -> None:
    enterprise(name="老厂")
    enterprise(name="新来的厂", confirmed=False)

    page = officer.client.get("/county/enterprises?state=waiting").text

    assert "新来的厂" in page
    assert "老厂" not in page


def test_list_filtered_by_name_reads_over_brackets_and_form(officer: Person, enterprise: MakeEnterprise) -> None:
    enterprise(name="绍兴（虚构）印染有限公司")

    assert "绍兴（虚构）印染有限公司" in officer.client.get("/county/enterprises?q=绍兴(虚构)印染").text


def test_list_without_a_hit_says_what_to_do(officer: Person) -> None:
    assert "没有符合条件的企业" in officer.client.get("/county/enterprises?q=没有").text


def test_list_beyond_its_end_is_not_found(officer: Person) -> None:
    assert officer.client.get("/county/enterprises?page=2").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_list_takes_as_many_statements_for_many_as_for_one(
    officer: Person,
    enterprise: MakeEnterprise,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    count: int,
) -> None:
    for _ in range(count):
        enterprise()
    with count_queries() as statements:
        officer.client.get("/county/enterprises")

    assert statements() == 11


def test_county_confirms_an_enterprise_and_its_people_are_told(
    officer: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    waiting = enterprise(confirmed=False)
    someone = person(Role.ENTERPRISE, organisation_id=waiting)

    officer.client.post(f"/county/enterprises/{waiting}/confirm")

    assert "已确认" in officer.client.get(f"/enterprises/{waiting}").text
    assert "主管部门已确认贵单位" in someone.client.get("/inbox").text


def test_confirmation_twice_tells_once(officer: Person, enterprise: MakeEnterprise, person: MakePerson) -> None:
    waiting = enterprise(confirmed=False)
    someone = person(Role.ENTERPRISE, organisation_id=waiting)
    for _ in range(2):
        officer.client.post(f"/county/enterprises/{waiting}/confirm")

    assert someone.client.get("/inbox").text.count("主管部门已确认贵单位") == 1


def test_confirmation_of_another_countys_enterprise_is_not_found(officer: Person, enterprise: MakeEnterprise) -> None:
    foreign = enterprise(county_code="330782", confirmed=False)

    assert officer.client.post(f"/county/enterprises/{foreign}/confirm").status_code == 404


def test_county_invites_an_enterprise_of_its_area(officer: Person, enterprise: MakeEnterprise) -> None:
    answer = officer.client.post(f"/organisations/{enterprise()}/invitations", data={"role": "enterprise"})

    assert "/join/" in answer.text


def test_list_for_an_enterprise_is_forbidden(owner: Person) -> None:
    assert owner.client.get("/county/enterprises").status_code == 403
