"""The form of an enterprise: what it states, kept or refused."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment
from marketplace.exchange.rows import EnterpriseRow, ProblemRow
from tests.enterprises.conftest import MakeEnterprise, MakePerson
from tests.fixtures.web import Person


def row_of(database: Database, person: Person) -> EnterpriseRow:
    with database.session() as session:
        return load_enterprise_rows(session, ids=[person.actor.organisation_id])[0]


def address(person: Person) -> str:
    return f"/enterprises/{person.actor.organisation_id}/edit"


def test_form_saves_lists_figures_and_wishes(stored: Database, owner: Person) -> None:
    data = {
        "version": "1",
        "problems-0-text": "急单一插全乱",
        "problems-0-priority": "1",
        "problems-3-text": "水电不知道谁用的",
        "scenarios-0-name": "能耗监测",
        "scenarios-0-kind": "X",
        "catalog_no": "13",
        "employees": "１２０人",
        "revenue_wan": "3,500.5",
        "budget_wan": "20",
        "payment": ["按使用付费", "按效果付费"],
        "deployment": "SaaS",
        "must": ["budget"],
    }

    answer = owner.client.post(address(owner), data=data)

    row = row_of(stored, owner)
    assert answer.status_code == 303
    assert row.problems == (ProblemRow(text="急单一插全乱", priority=1), ProblemRow(text="水电不知道谁用的"))
    assert [(one.name, one.kind) for one in row.scenarios] == [("能耗监测", NeedKind.INDIVIDUAL)]
    assert (row.industry.catalog_no, row.employees, row.revenue_wan) == (13, 120, 3500.5)
    assert row.preferences.payment == (Payment.BY_USE, Payment.BY_RESULT)
    assert (row.preferences.budget_wan, row.preferences.deployment) == (20, Deployment.SAAS)
    assert row.preferences.must == (Must.BUDGET,)


def test_form_shows_what_was_saved(owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1", "problems-0-text": "急单", "budget_wan": "12.5"})

    page = owner.client.get(address(owner)).text

    assert "急单" in page
    assert 'value="12.5"' in page


def test_form_without_any_list_row_is_saved_as_empty(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1"})

    assert row_of(stored, owner).problems == ()


def test_form_with_repeated_rows_keeps_one(stored: Database, owner: Person) -> None:
    data = {"version": "1", "problems-0-text": "急单", "problems-1-text": "急单"}

    owner.client.post(address(owner), data=data)

    assert row_of(stored, owner).problems == (ProblemRow(text="急单"),)


def test_typical_problem_that_was_ticked_becomes_a_row(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1", "typical": ["水电汽一个月一张单子"]})

    assert row_of(stored, owner).problems == (ProblemRow(text="水电汽一个月一张单子"),)


def test_form_offers_typical_problems_of_the_industry(
    enterprise: MakeEnterprise, person: MakePerson, stored: Database
) -> None:
    someone = person(Role.ENTERPRISE, organisation_id=enterprise(problems=()))
    someone.client.post(address(someone), data={"version": "1", "gbt_code": "1713"})

    assert "排缸全靠老师傅一个人" in someone.client.get(address(someone)).text


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("employees", "很多", "没看懂“很多”是多少"),
        ("employees", "-5", "超出范围"),
        ("employees", "12.5", "应是整数"),
        ("budget_wan", "几十万", "“几十万”说不准是多少"),
        ("catalog_no", "40", "超出范围"),
        ("deployment", "月球", "请从列出的选项中选择"),
        ("problems-0-text", "难" * 10_001, "最多 10000 个字"),
        ("problems-0-priority", "9", "不能大于 3"),
        ("scenarios-0-name", "景" * 201, "最多 200 个字"),
        ("must", "deployment", "您要求“部署方式”必须满足，但没有填软件装在哪里（部署方式）"),
    ],
)
def test_form_with_a_fault_says_why_keeps_what_was_typed_and_changes_nothing(
    stored: Database, owner: Person, field: str, typed: str, sentence: str
) -> None:
    before = row_of(stored, owner)

    answer = owner.client.post(
        address(owner), data={"version": "1", "description": "刚写的简介", "problems-0-text": "急", field: typed}
    )

    assert answer.status_code == 422
    assert sentence in answer.text
    assert "刚写的简介" in answer.text
    assert row_of(stored, owner) == before


def test_same_form_sent_twice_is_no_conflict(owner: Person) -> None:
    data = {"version": "1", "problems-0-text": "急单"}
    owner.client.post(address(owner), data=data)

    assert owner.client.post(address(owner), data=data).status_code == 303


def test_county_officer_writes_for_an_enterprise_of_the_county(
    stored: Database, officer: Person, enterprise: MakeEnterprise
) -> None:
    own = enterprise()

    answer = officer.client.post(f"/enterprises/{own}/edit", data={"version": "1", "problems-0-text": "代写的"})

    assert answer.status_code == 303


@pytest.mark.parametrize("path", ["", "/edit", "/links"])
def test_another_enterprise_is_not_found(owner: Person, enterprise: Callable[..., int], path: str) -> None:
    assert owner.client.get(f"/enterprises/{enterprise()}{path}").status_code == 404


@pytest.mark.parametrize("path", ["", "/edit", "/links"])
def test_enterprise_of_another_county_is_not_found(officer: Person, enterprise: Callable[..., int], path: str) -> None:
    assert officer.client.get(f"/enterprises/{enterprise(county_code='330782')}{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "prefix", "status"),
    [
        (Role.CITY, "3306", 200),
        (Role.CITY, "3307", 404),
        (Role.PROVINCE, "33", 200),
        (Role.OPERATOR, "", 200),
        (Role.AUDITOR, "", 200),
        (Role.PROVIDER, "", 403),
        (Role.EXPERT, "", 403),
        (Role.SUPERVISOR, "", 403),
    ],
)
def test_enterprise_is_seen_by_its_bureaus_operator_and_auditor_alone(
    enterprise: MakeEnterprise, person: MakePerson, role: Role, prefix: str, status: int
) -> None:
    someone = person(role, area_prefix=prefix)

    assert someone.client.get(f"/enterprises/{enterprise()}").status_code == status
