"""Somebody with an account lets a program register further bodies, and acts for them from then on."""

import pytest
from flask import Flask
from sqlmodel import select

from marketplace.accounts.joining import registering
from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.notify.models import Message
from tests.api.client import Problem
from tests.api.office import MakeOffice, offices
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, make_member

CODE = "91330603MA2XX0001C"
PLANT = {"name": "绍兴虚构染整有限公司", "uscc": CODE, "county_code": "330603"}


@pytest.fixture
def office(app: Flask, database: Database) -> MakeOffice:
    store_reference(database)
    return offices(app, database)


def test_three_kinds_of_body_are_registered_and_wait_for_confirmation(database: Database, office: MakeOffice) -> None:
    owner = office(make_member(database, role=Role.ENTERPRISE)[0])

    plant = owner.register("enterprises", **PLANT, industry_text="棉布染色", problems=[{"text": "排缸全靠老师傅"}])
    seller = owner.register("providers", name="杭州虚构软件有限公司", kind="SaaS服务商", city="杭州市")
    watcher = owner.register("supervisors", name="杭州虚构监理有限公司", description="信息系统监理")

    assert [one.role for one in (plant, seller, watcher)] == ["enterprise", "provider", "supervisor"]
    assert owner.memberships()[1:] == [plant, seller, watcher]
    assert not any(one.is_confirmed for one in (plant, seller, watcher))


def test_answer_says_where_a_token_for_the_new_body_is_made(database: Database, office: MakeOffice) -> None:
    owner = office(make_member(database, role=Role.ENTERPRISE)[0])

    made = owner.write(
        "POST", "/providers", {"name": "杭州虚构软件有限公司", "kind": "SaaS服务商", "city": "杭州市"}
    ).data

    assert made["token_page"].endswith("/account")
    assert made["token_page"] in made["next_step"]
    assert "杭州虚构软件有限公司" in made["next_step"]


def test_county_is_told_who_registered(database: Database, office: MakeOffice) -> None:
    officer, _ = make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")

    office(make_member(database, role=Role.SUPERVISOR)[0]).register("enterprises", **PLANT)

    with database.session() as session:
        told = session.exec(select(Message).where(Message.user_id == officer.user_id)).one()
    assert told.subject == "有企业自行登记，等您确认"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"uscc": "91330603MA2XX0001D"}, "uscc"),
        ({"county_code": "990000"}, "county_code"),
        ({"gbt_code": "C9999"}, "gbt_code"),
        ({"password": "a sentence to remember"}, "password"),
    ],
)
def test_registration_that_is_wrong_says_where(
    database: Database, office: MakeOffice, changed: dict[str, str], field: str
) -> None:
    owner = office(make_member(database, role=Role.ENTERPRISE)[0])

    with pytest.raises(Problem) as refused:
        owner.register("enterprises", **{**PLANT, **changed})

    assert (refused.value.status, list(refused.value.errors)) == (422, [field])
    assert len(owner.memberships()) == 1


def test_body_that_is_there_already_is_not_registered_again(database: Database, office: MakeOffice) -> None:
    office(make_member(database, role=Role.ENTERPRISE)[0]).register("enterprises", **PLANT)
    another = office(make_member(database, role=Role.ENTERPRISE)[0])

    with pytest.raises(Problem) as refused:
        another.register("enterprises", **PLANT)

    assert (refused.value.code, list(refused.value.errors)) == ("organisation.duplicate", ["uscc"])


def test_body_that_another_request_wrote_at_the_same_moment_is_told_at_its_code(app: Flask) -> None:
    twins = [
        Organisation(name=name, name_key=name, uscc=CODE, origin=Origin.REGISTERED, created_at=NOW) for name in "甲乙"
    ]

    with app.test_request_context(), pytest.raises(InvalidError) as refused, registering() as session:
        session.add_all(twins)

    assert list(refused.value.fields) == ["uscc"]


@pytest.mark.parametrize("role", [Role.COUNTY, Role.EXPERT, Role.AUDITOR, Role.OPERATOR])
def test_who_decides_about_bodies_registers_none(database: Database, office: MakeOffice, role: Role) -> None:
    with pytest.raises(Problem) as refused:
        office(make_member(database, role=role)[0]).register("providers", name="某软件有限公司", kind="SaaS服务商")

    assert (refused.value.status, refused.value.code) == (403, "forbidden")
