"""The public directory of providers."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.labels import Deployment, Payment, ProviderKindName
from marketplace.exchange.rows import CaseRow, ModuleRow
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import Person, StatementCount

MODULE = ModuleRow(
    ref="M1",
    name="扫码报工",
    summary="工人扫码报数，工资自动算。",
    scenarios=("报工",),
    payment=(Payment.BY_USE,),
    price_wan=1.2,
    deployment=Deployment.SAAS,
    links=("report",),
)


@pytest.fixture
def database(database: Database) -> Database:
    write_reference(database)
    return database


@pytest.fixture
def listed(database: Database) -> int:
    """A provider that has every value the filters ask for."""
    return make_provider(
        database,
        name="绍兴齐全软件有限公司",
        kind=ProviderKindName.GENERAL_CONTRACTOR,
        regions=("浙江省",),
        industries=(17,),
        modules=(MODULE,),
    )


@pytest.mark.parametrize(
    "query",
    [
        "kind=总承包商",
        "industry=17",
        "region=330603",
        "region=330600",
        "scenario=report",
        "payment=按使用付费",
        "deployment=SaaS",
        "kind=总承包商&industry=17&region=330603&scenario=report&payment=按使用付费&deployment=SaaS",
        "kind=&industry=&region=",
    ],
)
def test_filter_that_holds_shows_the_provider(client: FlaskClient, listed: int, query: str) -> None:
    assert "绍兴齐全软件有限公司" in client.get(f"/providers?{query}").text


@pytest.mark.parametrize(
    "query",
    ["kind=SaaS服务商", "industry=1", "region=330699", "scenario=energy", "payment=一次性付费", "deployment=边缘"],
)
def test_filter_that_does_not_hold_says_how_to_go_on(client: FlaskClient, listed: int, query: str) -> None:
    page = client.get(f"/providers?{query}").text

    assert "绍兴齐全软件有限公司" not in page
    assert "没有符合条件的服务商" in page
    assert "清除条件" in page


@pytest.mark.parametrize(
    ("regions", "county", "city"),
    [
        (("全国",), True, True),
        (("国内",), True, True),
        (("长三角",), True, True),
        (("绍兴",), True, True),
        (("柯桥区",), True, True),
        (("越城区",), False, True),
        (("金华市",), False, False),
        ((), False, False),
    ],
    ids=["nation", "alias", "group", "city", "county", "neighbour", "elsewhere", "unknown"],
)
def test_region_is_served_by_what_contains_it_and_a_city_by_its_counties_too(
    client: FlaskClient, database: Database, regions: tuple[str, ...], *, county: bool, city: bool
) -> None:
    make_provider(database, name="某地软件有限公司", regions=regions)

    assert ("某地软件有限公司" in client.get("/providers?region=330603").text) is county
    assert ("某地软件有限公司" in client.get("/providers?region=330600").text) is city


@pytest.mark.parametrize("query", ["kind=咨询公司", "industry=40", "industry=x", "region=柯桥", "deployment=1"])
def test_filter_that_nobody_offers_is_refused_with_a_page(client: FlaskClient, query: str) -> None:
    assert client.get(f"/providers?{query}").status_code == 422


def test_page_beyond_the_last_is_not_found(client: FlaskClient, listed: int) -> None:
    assert client.get("/providers?page=2").status_code == 404


def test_pages_keep_the_filter(client: FlaskClient, database: Database) -> None:
    for _ in range(21):
        make_provider(database)

    page = client.get("/providers?kind=SaaS服务商").text

    assert '共 <b class="num">21</b> 家' in page
    assert "kind=SaaS" in page.split('class="pager"')[1]
    assert "page=2" in page


def test_unconfirmed_provider_is_seen_by_itself_and_the_operator_only(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    provider_id = make_provider(database, name="未确认软件有限公司", confirmed=False)
    own = person(Role.PROVIDER, organisation_id=provider_id)

    assert "未确认软件" not in client.get("/providers").text
    assert client.get(f"/providers/{provider_id}").status_code == 404
    assert person(Role.ENTERPRISE).client.get(f"/providers/{provider_id}").status_code == 404
    assert "公众看不到这一页" in own.client.get(f"/providers/{provider_id}").text
    assert person(Role.OPERATOR).client.get(f"/providers/{provider_id}").status_code == 200


def test_telephone_and_address_in_free_texts_are_masked(client: FlaskClient, database: Database) -> None:
    provider_id = make_provider(
        database,
        description="请联系 139 0000 0000",
        modules=(ModuleRow(ref="M1", name="报工", summary="详询 sales@example.com"),),
        cases=(CaseRow(enterprise="某厂", outcome="厂长电话 0575-85550000"),),
    )

    for address in (
        f"/providers/{provider_id}",
        "/providers",
        "/modules",
        "/modules/1",
        "/api/v1/providers",
        "/api/v1/modules",
    ):
        page = client.get(address).get_data(as_text=True)
        assert "0000 0000" not in page
        assert "sales@example.com" not in page
        assert "85550000" not in page


def test_list_takes_as_many_statements_for_twenty(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    make_provider(database, modules=(MODULE,))
    with count_queries() as one:
        client.get("/providers")
    for _ in range(19):
        make_provider(database, modules=(MODULE,), regions=("浙江省",))

    with count_queries() as twenty:
        page = client.get("/providers")

    assert page.text.count("1 个模块") == 20
    assert twenty() == one()


def test_provider_page_takes_as_many_statements_for_twenty_modules(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    from dataclasses import replace

    small = make_provider(database, modules=(MODULE,))
    large = make_provider(
        database,
        modules=[replace(MODULE, ref=f"M{number}") for number in range(20)],
        cases=tuple(CaseRow(enterprise=f"某厂{number}") for number in range(20)),
    )
    client.get(f"/providers/{small}")
    with count_queries() as one:
        client.get(f"/providers/{small}")

    with count_queries() as twenty:
        page = client.get(f"/providers/{large}")

    assert "20 个" in page.text
    assert twenty() == one()
