"""The scenario library and the catalogue of industries, as visitors see them."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask.testing import FlaskClient
from sqlmodel import Session

from marketplace.accounts.labels import Origin
from marketplace.accounts.organisations import create_organisation
from marketplace.catalog.labels import VersionState
from marketplace.catalog.models import Module, ModuleFacet, ModuleVersion
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.providers.labels import FacetKind
from marketplace.providers.models import Provider, ProviderFacet
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, StatementCount


@pytest.fixture
def stored(database: Database) -> Database:
    store_reference(database)
    return database


def offer(session: Session, *, number: int, confirmed: bool = True, summary: str = "") -> None:
    """Write a provider with one published module for the scenario of vat scheduling."""
    body = create_organisation(
        session,
        actor=System(name="test"),
        name=f"虚构软件{number}有限公司",
        origin=Origin.REFERENCE,
        confirmed=confirmed,
        now=NOW,
    )
    session.add(Provider(organisation_id=body.id or 0, updated_at=NOW))
    session.flush()
    module = Module(provider_id=body.id or 0, external_ref=f"M{number}", created_at=NOW)
    session.add(module)
    session.flush()
    session.add(
        ModuleVersion(
            module_id=module.id or 0,
            number=1,
            state=VersionState.PUBLISHED,
            name=f"排缸模块{number}",
            summary=summary,
            created_at=NOW,
        )
    )
    session.add(ModuleFacet(kind=FacetKind.SCENARIO, value="dye_sched", module_id=module.id or 0))
    session.add(ProviderFacet(kind=FacetKind.INDUSTRY, value="13", provider_id=body.id or 0))


def test_library_page_groups_scenarios_by_scene(client: FlaskClient, stored: Database) -> None:
    page = client.get("/scenarios").text

    assert "计划排程" in page
    assert "染缸排产" in page
    assert "能耗监测" in page


def test_library_page_filtered_by_scene_leaves_others_out(client: FlaskClient, stored: Database) -> None:
    page = client.get("/scenarios?scene=energy").text

    assert "能耗监测" in page
    assert "染缸排产" not in page


@pytest.mark.parametrize("words", ["排缸", "老师傅", "mes 屏", "排缸系统"])
def test_library_page_is_searched_by_any_word_of_a_scenario(client: FlaskClient, stored: Database, words: str) -> None:
    assert '共 <span class="num">1</span> 个场景' in client.get("/scenarios", query_string={"q": words}).text


def test_library_page_without_a_hit_says_what_to_do(client: FlaskClient, stored: Database) -> None:
    assert "换个说法再试" in client.get("/scenarios?q=没有这个").text


def test_library_page_before_the_library_is_loaded_says_so(client: FlaskClient) -> None:
    assert "场景库还没有载入" in client.get("/scenarios").text


def test_scenario_page_tells_meaning_words_and_what_owners_say(client: FlaskClient, stored: Database) -> None:
    page = client.get("/scenarios/dye_sched").text

    assert "按缸型、色系和交期排缸" in page
    assert "急单一插后面的缸全乱" in page
    assert "排缸＋老师傅" in page
    assert "特定工艺才有" in page
    assert 'href="/scenarios/mes"' in page


def test_scenario_page_leaves_out_what_was_held_back_for_measuring(client: FlaskClient, stored: Database) -> None:
    assert "不知道做到哪了" not in client.get("/scenarios/mes").text


def test_scenario_page_of_unknown_code_is_not_found(client: FlaskClient, stored: Database) -> None:
    assert client.get("/scenarios/nothing").status_code == 404


def test_scenario_page_lists_who_offers_it_and_masks_telephones(client: FlaskClient, stored: Database) -> None:
    with stored.transaction() as session:
        offer(session, number=1, summary="急单重排，电话13800000000")

    page = client.get("/scenarios/dye_sched").text

    assert "排缸模块1" in page
    assert "看能做的服务商（1 家）" in page
    assert "13800000000" not in page


def test_scenario_page_leaves_unconfirmed_providers_out(client: FlaskClient, stored: Database) -> None:
    with stored.transaction() as session:
        offer(session, number=1, confirmed=False)

    assert "排缸模块1" not in client.get("/scenarios/dye_sched").text


@pytest.mark.parametrize("count", [1, 20])
def test_scenario_page_takes_as_many_statements_for_many_as_for_one(
    client: FlaskClient,
    stored: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    count: int,
) -> None:
    with stored.transaction() as session:
        for number in range(count):
            offer(session, number=number)
    client.get("/scenarios")

    with count_queries() as statements:
        client.get("/scenarios/dye_sched")

    assert statements() == 4


def test_industries_page_counts_listed_providers(client: FlaskClient, stored: Database) -> None:
    with stored.transaction() as session:
        offer(session, number=1)
        offer(session, number=2, confirmed=False)

    page = client.get("/industries").text

    assert "棉纺织及印染精加工" in page
    assert "1 家服务商" in page


def test_industry_page_shows_code_own_scenarios_and_what_owners_say(client: FlaskClient, stored: Database) -> None:
    page = client.get("/industries/13").text

    assert "C171" in page
    assert 'href="/scenarios/dye_sched"' in page
    assert "排缸全靠老师傅一个人" in page


def test_industry_page_leads_to_the_entries_around_it_and_inside_it(client: FlaskClient, stored: Database) -> None:
    assert 'href="/industries/4"' in client.get("/industries/8").text
    assert 'href="/industries/8"' in client.get("/industries/4").text


def test_industry_page_outside_the_catalogue_is_not_found(client: FlaskClient, stored: Database) -> None:
    assert client.get("/industries/39").status_code == 404
