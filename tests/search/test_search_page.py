"""The search page as visitors meet it."""

# ruff: noqa: RUF001  # Full-width letters are what one question is about.

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.offers import make_provider
from tests.fixtures.web import Person

Page = Callable[..., str]
MALFORMED = ['"', "-", "*", '"排产', "AND OR NOT", "title:x", "((((", "排" * 10_000, "😀", "%_'"]


def titles(html: str) -> list[str]:
    return [found.get_text() for found in BeautifulSoup(html, "html.parser").select("#search-results .card__title a")]


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("染缸排产", "染缸快反排产"),
        ("柯印智联", "绍兴柯印智联科技有限公司"),
        ("keyinzhilian", "绍兴柯印智联科技有限公司"),
        ("zjyxx", "湖州照见云信息科技有限公司"),
        ("柯印知联", "绍兴柯印智联科技有限公司"),
        ("生产报工", "生产报工"),
        ("家具", "家具制造"),
        ("ＭＥＳ", "灯具组装云MES"),
    ],
)
def test_search_finds_every_kind_of_thing_first_by_its_name(search_for: Page, text: str, first: str) -> None:
    assert titles(search_for(q=text))[0] == first


@pytest.mark.usefixtures("province")
def test_search_shows_kinds_with_counts_and_narrows_to_one(search_for: Page) -> None:
    html = search_for(q="排产", kind="module")

    tabs = [found.get_text(" ", strip=True) for found in BeautifulSoup(html, "html.parser").select(".tabs a")]
    assert tabs == ["全部 2", "服务商 1", "模块 1"]
    assert titles(html) == ["染缸快反排产"]


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("parts", "found"),
    [
        ({"kind": "module", "county": "绍兴市柯桥区"}, ["染缸快反排产"]),
        ({"kind": "module", "payment": "一次性付费"}, ["灯具组装云MES"]),
        ({"kind": "module", "deployment": "本地部署"}, ["能耗看板"]),
        ({"kind": "module", "price": "5-10"}, ["染缸快反排产"]),
        ({"kind": "module", "price": "under-1"}, ["能耗看板"]),
        ({"kind": "module", "price": "not-priced"}, ["灯具组装云MES"]),
        ({"kind": "module", "industry": "17"}, ["染缸快反排产"]),
        ({"kind": "provider", "has_case": "yes"}, ["绍兴柯印智联科技有限公司"]),
        ({"kind": "provider", "provider_kind": "SaaS服务商"}, ["湖州照见云信息科技有限公司"]),
        ({"scenario": "energy"}, ["能源计量"]),
    ],
)
def test_search_narrows_down_by_every_facet(search_for: Page, parts: dict[str, str], found: list[str]) -> None:
    assert titles(search_for(**parts)) == found


@pytest.mark.usefixtures("province")
def test_search_offers_facet_values_by_their_names_with_counts(search_for: Page) -> None:
    page = BeautifulSoup(search_for(q="MES", kind="module"), "html.parser")

    options = [found.get_text(" ", strip=True) for found in page.select(".facets li a")]
    assert "湖州市吴兴区 1" in options
    assert "面议 1" in options


@pytest.mark.usefixtures("province")
def test_search_marks_what_answers_and_never_prints_html_of_a_document(search_for: Page) -> None:
    html = search_for(q="急单插单")

    assert "<mark>急单</mark>" in html or "<mark>急单插单</mark>" in html
    assert "<script>alert" not in html


@pytest.mark.usefixtures("province")
def test_search_shows_and_finds_no_telephone_number(search_for: Page) -> None:
    assert "13800001234" not in search_for(q="王工").replace("q=13800001234", "")
    assert titles(search_for(q="13800001234")) == []


@pytest.mark.usefixtures("province")
def test_search_with_a_typing_error_offers_the_right_spelling(search_for: Page) -> None:
    assert "您是不是要找" in search_for(q="能耗砍板")


@pytest.mark.usefixtures("province")
def test_search_that_finds_nothing_says_what_to_try(search_for: Page) -> None:
    html = search_for(q="冷冻干燥塔机", county="绍兴市柯桥区")

    assert "没有找到“冷冻干燥塔机”" in html
    assert "去掉全部筛选条件再找" in html


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("parts", "status", "said"),
    [
        ({"q": "排产", "page": "0"}, 404, "页码要写成"),
        ({"q": "排产", "page": "99"}, 404, "一共只有 1 页，没有第 99 页。"),
        ({"q": "排产", "page": "x"}, 404, "页码要写成"),
        ({"q": "排产", "kind": "secret"}, 422, "没有这一类内容，可选：服务商（provider）、模块（module）"),
        ({"q": "排产", "industry": "400"}, 422, "筛选“细分行业”里没有这一项"),
        ({"q": "排产", "payment": "免费"}, 422, "筛选“付费方式”里没有这一项"),
        ({"q": "排产", "price": "1' OR 1=1"}, 422, "筛选“首年价格”里没有这一项"),
        ({"q": "排" * 10_001}, 422, "最多 10000 个字"),
    ],
)
def test_search_refuses_impossible_pages_and_filters_in_clear_words(
    client: FlaskClient, parts: dict[str, str], status: int, said: str
) -> None:
    answer = client.get("/search", query_string=parts)

    assert (answer.status_code, said in answer.text) == (status, True)


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize("text", ['"', "-", "*", '"排产', "AND OR NOT", "title:x", "((((", "排" * 10_000, "😀", "%_'"])
def test_search_reads_malformed_syntax_as_words(search_for: Page, text: str) -> None:
    assert "搜索" in search_for(q=text)


def test_search_for_a_character_that_no_database_keeps_is_refused_in_clear_words(client: FlaskClient) -> None:
    answer = client.get("/search", query_string={"q": "\x00"})

    assert answer.status_code == 422
    assert "看不见" in answer.text


@pytest.mark.usefixtures("province")
@pytest.mark.parametrize(
    ("parts", "hinted"), [({"q": "  "}, True), ({}, True), ({"q": "排产"}, False), ({"kind": "module"}, False)]
)
def test_search_for_nothing_says_what_to_write(search_for: Page, *, parts: dict[str, str], hinted: bool) -> None:
    assert ("您还没有写要找什么" in search_for(**parts)) is hinted


@pytest.mark.usefixtures("province")
def test_search_says_that_a_long_question_was_cut(search_for: Page) -> None:
    assert "只按前 256 个字查找" in search_for(q="染缸快反排产" * 100)


@pytest.mark.usefixtures("province")
def test_search_page_asks_the_database_equally_often_for_one_and_for_twenty_hits(
    database: Database,
    client: FlaskClient,
    search_for: Page,
    count_queries: Callable[[], AbstractContextManager[Any]],
) -> None:
    make_provider(database, name="甲乙软件有限公司", description="专做称重。")
    search_for(q="称重")
    forget_answers(client)
    with count_queries() as one:
        client.get("/search?q=称重")
    for number in range(19):
        make_provider(database, name=f"丙丁{number}软件有限公司", description="专做称重。")
    search_for(q="称重")
    forget_answers(client)
    with count_queries() as twenty:
        html = client.get("/search?q=称重").text

    assert len(titles(html)) == 20
    assert one() == twenty() > 3


@pytest.mark.usefixtures("province")
def test_question_that_was_asked_is_answered_from_memory_until_something_public_changes(
    database: Database, person: Callable[..., Person], count_queries: Callable[[], AbstractContextManager[Any]]
) -> None:
    browser = person(Role.PROVIDER).client
    browser.get("/search?q=染缸")  # The index is built.
    first = browser.get("/search?q=排产").text
    with count_queries() as again:
        second = browser.get("/search?q=排产").text
    make_provider(database, name="新排产软件有限公司")

    assert second == first
    assert again() <= 3  # Who asks, what they have not read, and where the change log stands.
    assert "新<mark>排产</mark>软件有限公司" in browser.get("/search?q=排产").text


def forget_answers(client: FlaskClient) -> None:
    """Let the next page be written as for the first who asks."""
    client.application.extensions["marketplace"].services.pop("search_answers")


@pytest.mark.usefixtures("province")
def test_suggestions_hold_what_was_typed(client: FlaskClient) -> None:
    answer = client.get("/search/suggest?q=rangang")

    assert 'data-text="染缸快反排产"' in answer.text
    assert "模块" in answer.text


def test_every_page_has_a_search_box_that_suggests(client: FlaskClient) -> None:
    page = BeautifulSoup(client.get("/scenarios").text, "html.parser")

    box = page.select_one("form[role=search] input[name=q]")
    assert box is not None
    assert box["data-suggest"] == "/search/suggest"
