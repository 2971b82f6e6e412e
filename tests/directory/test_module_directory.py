"""The public directory of modules."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from marketplace.catalog.services import retire, revise
from marketplace.core.db import Database
from tests.directory.test_provider_directory import MODULE
from tests.fixtures.offers import (
    CONTENT,
    draft,
    make_operator,
    make_owner,
    make_provider,
    published,
    write_reference,
)
from tests.fixtures.web import NOW, StatementCount


@pytest.fixture
def database(database: Database) -> Database:
    write_reference(database)
    return database


@pytest.mark.parametrize(
    ("query", "is_shown"),
    [
        ("", True),
        ("scenario=report", True),
        ("scenario=energy", False),
        ("payment=按使用付费", True),
        ("payment=按效果付费", False),
        ("deployment=SaaS", True),
        ("deployment=边缘", False),
        ("industry=17", False),
    ],
)
def test_modules_are_narrowed_down(client: FlaskClient, database: Database, query: str, *, is_shown: bool) -> None:
    make_provider(database, modules=(MODULE,))

    assert ("扫码报工" in client.get(f"/modules?{query}").text) is is_shown


def test_draft_is_not_public(client: FlaskClient, database: Database) -> None:
    made = draft(database, owner=make_owner(database, provider_id=make_provider(database)))

    assert "扫码报工" not in client.get("/modules").text
    assert client.get(f"/modules/{made.module_id}").status_code == 404


def test_module_page_shows_price_scenarios_and_provider(client: FlaskClient, database: Database) -> None:
    make_provider(database, name="绍兴齐全软件有限公司", modules=(MODULE,))

    page = client.get("/modules/1").text

    for words in ("¥1.2万", "绍兴齐全软件有限公司", "生产报工", "/scenarios/report", "按使用", "第 1 版"):
        assert words in page


def test_module_of_an_unconfirmed_provider_is_not_public(client: FlaskClient, database: Database) -> None:
    make_provider(database, confirmed=False, modules=(MODULE,))

    assert "扫码报工" not in client.get("/modules").text
    assert client.get("/modules/1").status_code == 404


def test_revision_in_work_leaves_the_public_page_alone(client: FlaskClient, database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    version = published(database, owner=owner, operator=make_operator(database))
    before = client.get(f"/modules/{version.module_id}").text

    with database.transaction() as session:
        revise(session, actor=owner, module_id=version.module_id, now=NOW)

    assert client.get(f"/modules/{version.module_id}").text == before
    assert client.get(f"/modules/{version.module_id}/differences/1/2").status_code == 404


def test_retired_module_keeps_its_page_and_leaves_the_list(client: FlaskClient, database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    version = published(database, owner=owner, operator=make_operator(database))

    with database.transaction() as session:
        retire(session, actor=owner, module_id=version.module_id, now=NOW)

    assert "扫码报工" not in client.get("/modules").text
    assert "这个模块已经下架" in client.get(f"/modules/{version.module_id}").text
    assert client.get(f"/api/v1/modules/{version.module_id}").get_json()["state"] == "retired"


def test_list_takes_as_many_statements_for_twenty(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    make_provider(database, modules=(MODULE,))
    with count_queries() as one:
        client.get("/modules")
    make_provider(database, modules=[replace(MODULE, ref=f"M{number}") for number in range(19)])

    with count_queries() as twenty:
        page = client.get("/modules")

    assert page.text.count("扫码报工") == 20
    assert twenty() == one()


def test_api_lists_go_on_by_cursor_and_end_with_null(client: FlaskClient, database: Database) -> None:
    make_provider(database, modules=[replace(MODULE, ref=f"M{number}", links=()) for number in range(3)])

    first = client.get("/api/v1/modules?limit=2").get_json()
    second = client.get(f"/api/v1/modules?limit=2&cursor={first['next']}").get_json()

    assert [row["ref"] for row in first["items"]] == ["M0", "M1"]
    assert [row["ref"] for row in second["items"]] == ["M2"]
    assert second["next"] is None


def test_api_gives_a_provider_as_the_exchange_format_names_it(client: FlaskClient, database: Database) -> None:
    provider_id = make_provider(database, ref="P9", name="绍兴齐全软件有限公司", regions=("浙江省",), modules=(MODULE,))

    body = client.get(f"/api/v1/providers/{provider_id}").get_json()

    assert (body["ref"], body["regions"]) == ("P9", ["浙江省"])
    assert body["modules"][0]["price_wan"] == 1.2
    assert body["modules"][0]["links"] == ["report"]


def test_api_list_of_providers_takes_as_many_statements_for_twenty(
    client: FlaskClient,
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    make_provider(database, modules=(MODULE,))
    with count_queries() as one:
        client.get("/api/v1/providers")
    for _ in range(19):
        make_provider(database, modules=(MODULE,))

    with count_queries() as twenty:
        rows = client.get("/api/v1/providers").get_json()["items"]

    assert len(rows) == 20
    assert twenty() == one()


def test_api_does_not_know_an_unconfirmed_provider(client: FlaskClient, database: Database) -> None:
    provider_id = make_provider(database, confirmed=False)

    assert client.get(f"/api/v1/providers/{provider_id}").status_code == 404
    assert client.get("/api/v1/providers").get_json() == {"items": [], "next": None}


def test_differences_of_two_public_versions_are_public(client: FlaskClient, database: Database) -> None:
    from marketplace.catalog.services import write_modules
    from tests.fixtures.offers import SYSTEM

    provider_id = make_provider(database, modules=(MODULE,))
    with database.transaction() as session:
        write_modules(
            session,
            actor=SYSTEM,
            provider_id=provider_id,
            rows=[replace(MODULE, name="扫码计件")],
            publish=True,
            now=NOW,
        )

    page = client.get("/modules/1/differences/1/2").text

    assert "<del>报工</del>" in page
    assert "<mark>计件</mark>" in page


def test_module_without_a_price_says_that_it_is_to_be_agreed(client: FlaskClient, database: Database) -> None:
    owner = make_owner(database, provider_id=make_provider(database))
    published(database, owner=owner, operator=make_operator(database), content=replace(CONTENT, price_fen=None))

    assert "面议" in client.get("/modules").text
