"""The operator renames and merges bodies."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.exchange.rows import CaseRow, ModuleRow
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import Person, StatementCount

MODULE = ModuleRow(ref="M1", name="扫码报工", links=("report",))


@pytest.fixture
def operator(database: Database, person: Callable[..., Person]) -> Person:
    write_reference(database)
    return person(Role.OPERATOR)


def test_rename_changes_the_public_name_and_is_in_the_journal(
    operator: Person, database: Database, client: FlaskClient
) -> None:
    body = make_provider(database, name="绍兴旧名软件有限公司")
    form = {"name": "绍兴新名软件有限公司", "reason": "营业执照变更", "version": "1"}

    # A double click sends the form twice.
    answers = [operator.client.post(f"/operator/organisations/{body}/rename", data=form) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    assert "绍兴新名软件有限公司" in client.get(f"/providers/{body}").text
    with database.session() as session:
        actions = [parse_event(row)["action"] for row in session.exec(select(JournalEntry))]
    assert actions.count("organisation.renamed") == 1


def test_name_that_another_body_bears_is_asked_about_before_it_is_given(operator: Person, database: Database) -> None:
    body = make_provider(database, name="绍兴旧名软件有限公司")
    make_provider(database, name="绍兴同名软件有限公司", uscc="91330106673959654P")
    address = f"/operator/organisations/{body}/rename"
    form = {"name": "绍兴同名软件有限公司", "reason": "营业执照变更", "version": "1"}

    asked = operator.client.post(address, data=form)
    given = operator.client.post(address, data={**form, "same_name": "true"})

    assert "已有名称相同的单位“绍兴同名软件有限公司”（统一社会信用代码 91330106673959654P）" in asked.text
    assert "知道重名，仍然更名" in asked.text
    assert (asked.status_code, given.status_code) == (422, 303)


def test_rename_without_reason_or_from_a_stale_page_changes_nothing(operator: Person, database: Database) -> None:
    body = make_provider(database, name="绍兴旧名软件有限公司")
    address = f"/operator/organisations/{body}/rename"

    without = operator.client.post(address, data={"name": "新名", "version": "1"})
    stale = operator.client.post(address, data={"name": "新名", "reason": "执照变更", "version": "7"})

    assert "请填写这一项" in without.text
    assert "别人修改了这条记录" in stale.text
    assert (without.status_code, stale.status_code) == (422, 422)
    assert "<h1>绍兴旧名软件有限公司</h1>" in operator.client.get(f"/operator/organisations/{body}").text


def test_merge_brings_modules_cases_and_people_to_the_body_that_is_kept(
    operator: Person, database: Database, client: FlaskClient, person: Callable[..., Person]
) -> None:
    kept = make_provider(database, name="绍兴甲软件有限公司", modules=(MODULE,))
    merged = make_provider(
        database, name="绍兴甲软件公司（重）", modules=(MODULE,), cases=(CaseRow(enterprise="某印染厂"),)
    )
    member = person(Role.PROVIDER, organisation_id=merged)

    answer = operator.client.post(
        f"/operator/organisations/{merged}/merge", data={"kept_id": str(kept), "merge_reason": "同一家导入两次"}
    )

    assert answer.status_code == 303
    page = client.get(f"/providers/{kept}").text
    assert "2 个" in page
    assert "某印染厂" in page
    assert client.get(f"/providers/{merged}").location == f"/providers/{kept}"
    assert "绍兴甲软件公司（重）" not in client.get("/providers?scenario=report").text
    again = client.post("/sign-in", data={"email": member.email, "password": "a sentence to remember"})
    assert again.status_code == 303
    assert client.get(f"/providers/{kept}/modules").text.count("扫码报工") == 2


def test_merge_into_itself_is_refused(operator: Person, database: Database) -> None:
    body = make_provider(database)

    page = operator.client.post(
        f"/operator/organisations/{body}/merge", data={"kept_id": str(body), "merge_reason": "同一家导入两次"}
    )

    assert page.status_code == 422
    assert "不能把一个单位并入它自己" in page.text


def test_merge_when_only_the_merged_body_is_a_provider_makes_the_kept_one_a_provider(
    operator: Person, database: Database, client: FlaskClient, person: Callable[..., Person]
) -> None:
    kept = person(Role.PROVIDER).actor.organisation_id
    merged = make_provider(database, description="做印染厂的软件", modules=(MODULE,), regions=("浙江省",))

    operator.client.post(
        f"/operator/organisations/{merged}/merge", data={"kept_id": str(kept), "merge_reason": "同一家导入两次"}
    )

    assert "扫码报工" in client.get(f"/providers/{kept}").text
    assert f"/providers/{kept}" in client.get("/providers?region=330603").text


def test_bodies_are_found_by_name_and_code(operator: Person, database: Database) -> None:
    make_provider(database, name="绍兴甲软件有限公司", uscc="91330106673959654P")

    assert "绍兴甲软件有限公司" in operator.client.get("/operator/organisations?q=甲软件").text
    assert "绍兴甲软件有限公司" in operator.client.get("/operator/organisations?q=91330106673959654p").text
    assert "没有找到这样的单位" in operator.client.get("/operator/organisations?q=%25").text


@pytest.mark.parametrize("role", [Role.PROVIDER, Role.COUNTY, Role.PROVINCE, Role.AUDITOR])
def test_pages_are_closed_to_other_roles(person: Callable[..., Person], role: Role) -> None:
    assert person(role).client.get("/operator/organisations").status_code == 403


def test_list_takes_as_many_statements_for_twenty(
    operator: Person, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    make_provider(database, name="甲甲1")
    with count_queries() as one:
        operator.client.get("/operator/organisations?q=甲甲")
    for number in range(2, 21):
        make_provider(database, name=f"甲甲{number}")

    with count_queries() as twenty:
        page = operator.client.get("/operator/organisations?q=甲甲")

    assert page.text.count("由主管部门导入") == 20
    assert twenty() == one()
