"""A provider registers, describes itself and is confirmed, through the pages."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.accounts.models import Organisation, User
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.providers.models import Provider
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import Person, StatementCount

REGISTRATION = {
    "name": "绍兴登记软件有限公司",
    "kind": "SaaS服务商",
    "city": "绍兴市",
    "county": "柯桥区",
    "email": "owner@example.invalid",
    "display_name": "负责人",
    "password": "a sentence of my own",
}
PROFILE: dict[str, object] = {
    "version": "1",
    "kind": "总承包商",
    "city": "绍兴市",
    "county": "柯桥区",
    "description": "做印染厂的软件，驻厂实施。",
    "regions": "绍兴、浙江省",
    "industries": ["17"],
    "cases-0-enterprise": "柯桥某印染厂",
    "cases-0-industry": "17",
    "cases-0-scenarios": "报工、排缸",
    "cases-0-outcome": "少用两个统计员",
    "cases-1-enterprise": "",
    "cases-1-outcome": "",
}


@pytest.fixture
def database(database: Database) -> Database:
    write_reference(database)
    return database


@pytest.fixture
def owner(database: Database, person: Callable[..., Person]) -> Person:
    return person(Role.PROVIDER, organisation_id=make_provider(database))


def edit_page(owner: Person) -> str:
    return f"/providers/{owner.actor.organisation_id}/edit"


def test_registration_signs_in_and_waits_for_confirmation(client: FlaskClient, database: Database) -> None:
    answer = client.post("/providers/register", data=REGISTRATION)

    assert answer.status_code == 303
    page = client.get(answer.location).text
    assert "绍兴登记软件有限公司" in page
    assert "等待平台运营确认" in page
    with database.session() as session:
        assert session.exec(select(Organisation.confirmed_at)).one() is None


def test_registration_leaves_no_personal_value_in_the_journal(client: FlaskClient, database: Database) -> None:
    client.post("/providers/register", data=REGISTRATION)

    with database.session() as session:
        whole = "".join(session.exec(select(JournalEntry.event)))
    assert "owner@example.invalid" not in whole
    assert "负责人" not in whole


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("name", "", "请填写这一项。"),
        ("name", "长" * 201, "最多 200 个字，请缩短一些。"),
        ("uscc", "123", "统一社会信用代码应是 18 位，现在是 3 位。"),
        ("kind", "咨询公司", "请从列出的选项中选择。"),
        ("email", "不是邮箱", "邮箱写得不全"),
        ("password", "short", "密码至少 10 个字符"),
    ],
)
def test_wrong_registration_is_explained_keeps_the_rest_and_changes_nothing(
    client: FlaskClient, database: Database, field: str, typed: str, message: str
) -> None:
    page = client.post("/providers/register", data={**REGISTRATION, field: typed})

    assert page.status_code == 422
    assert message in page.text
    assert "柯桥区" in page.text
    assert "a sentence of my own" not in page.text
    with database.session() as session:
        assert session.exec(select(Provider)).all() == []
        assert session.exec(select(User)).all() == []


def test_registration_of_a_known_name_meets_the_body_that_is_there(client: FlaskClient, database: Database) -> None:
    make_provider(database, name="绍兴登记软件有限公司")

    page = client.post("/providers/register", data={**REGISTRATION, "name": "绍兴登记软件 有限责任公司"})

    assert page.status_code == 422
    assert "已有名称相同的单位“绍兴登记软件有限公司”" in page.text
    with database.session() as session:
        assert session.exec(select(User)).all() == []


def test_registration_sent_twice_makes_one_provider(client: FlaskClient, database: Database) -> None:
    client.post("/providers/register", data=REGISTRATION)
    second = client.post("/providers/register", data=REGISTRATION)

    assert second.status_code == 422
    with database.session() as session:
        assert len(session.exec(select(Provider)).all()) == 1


def test_profile_is_saved_and_public_at_once(owner: Person, client: FlaskClient) -> None:
    answer = owner.client.post(edit_page(owner), data=PROFILE)

    assert answer.status_code == 303
    page = client.get(f"/providers/{owner.actor.organisation_id}").text
    for words in ("总承包商", "驻厂实施", "绍兴、浙江省", "柯桥某印染厂", "少用两个统计员", "印染"):
        assert words in page


def test_profile_names_the_nearest_region_for_an_unknown_one(owner: Person) -> None:
    page = owner.client.post(edit_page(owner), data={**PROFILE, "regions": "绍新市"})

    assert page.status_code == 422
    assert "没有找到地区“绍新市”。是不是“绍兴市”？" in page.text
    assert "少用两个统计员" in page.text


def test_profile_with_all_industries_is_saved_with_a_hint(owner: Person, database: Database) -> None:
    from marketplace.taxonomy.models import Industry

    with database.transaction() as session:
        for number in set(range(1, 40)) - {1, 17, 30}:
            session.add(Industry(catalog_no=number, level1="产业", level2=f"行业{number}", gbt_prefixes=[], words=[]))

    answer = owner.client.post(
        edit_page(owner), data={**PROFILE, "industries": [str(number) for number in range(1, 40)]}
    )

    assert answer.status_code == 303
    assert "您勾选了 39 个行业" in owner.client.get(answer.location).text


def test_profile_of_a_stale_form_meets_what_was_saved_on_a_page_for_choosing(owner: Person) -> None:
    owner.client.post(edit_page(owner), data=PROFILE)

    page = owner.client.post(edit_page(owner), data={**PROFILE, "description": "另一个窗口写的"}, follow_redirects=True)

    assert "两边写得不一样" in page.text
    assert "另一个窗口写的" in page.text
    assert "驻厂实施" in page.text


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("description", "长" * 10_001, "最多 10000 个字，请缩短一些。"),
        ("qualifications", "长" * 2001, "最多 2000 个字，请缩短一些。"),
        ("cases-0-outcome", "长" * 10_001, "最多 10000 个字，请缩短一些。"),
        ("industries", "40", "不能大于 39。"),
        ("kind", "", "请填写这一项。"),
    ],
)
def test_wrong_profile_field_is_explained(owner: Person, field: str, typed: str, message: str) -> None:
    page = owner.client.post(edit_page(owner), data={**PROFILE, field: typed})

    assert page.status_code == 422
    assert message in page.text
    assert "柯桥某印染厂" in page.text


def test_more_case_rows_keep_what_was_typed_without_saving(owner: Person) -> None:
    public = f"/providers/{owner.actor.organisation_id}"

    page = owner.client.post(edit_page(owner), data={**PROFILE, "add_row": "cases"}, follow_redirects=True)

    assert "少用两个统计员" in page.text
    assert "案例 6" in page.text
    assert "少用两个统计员" not in owner.client.get(public).text


def test_regions_are_suggested_for_the_last_word(client: FlaskClient) -> None:
    page = client.get("/providers/regions/suggest?q=浙江省、绍").text

    assert 'data-value="浙江省、绍兴"' in page
    assert "绍兴市/柯桥区" not in page


def test_another_providers_profile_does_not_exist(owner: Person, database: Database) -> None:
    other = make_provider(database)

    assert owner.client.get(f"/providers/{other}/edit").status_code == 404
    assert owner.client.post(f"/providers/{other}/edit", data=PROFILE).status_code == 404


def test_confirmed_provider_enters_the_directory_and_is_told(
    client: FlaskClient, person: Callable[..., Person], app: object
) -> None:
    registered = client.post("/providers/register", data=REGISTRATION).location
    provider_id = registered.split("/")[2]
    operator = person(Role.OPERATOR)
    anonymous = operator.client.application.test_client()

    assert anonymous.get(f"/providers/{provider_id}").status_code == 404
    assert "绍兴登记软件有限公司" in operator.client.get("/operator/providers").text
    operator.client.post(f"/operator/providers/{provider_id}/confirm")

    assert "绍兴登记软件有限公司" in anonymous.get("/providers").text
    assert "贵单位已通过确认" in client.get("/inbox").text


def test_queue_takes_as_many_statements_for_twenty(
    database: Database,
    person: Callable[..., Person],
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    operator = person(Role.OPERATOR)
    make_provider(database, confirmed=False)
    with count_queries() as one:
        operator.client.get("/operator/providers")
    for _ in range(19):
        make_provider(database, confirmed=False)

    with count_queries() as twenty:
        page = operator.client.get("/operator/providers")

    assert page.text.count("确认这家服务商") == 20
    assert twenty() == one()
