"""What readers of figures see: counts of three and more, in pages, workbook and API."""

import io
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace

import openpyxl
import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.insights.jobs import run_survey
from marketplace.recommendations.ranker import Ranker
from marketplace.settings import Settings
from tests.browser.world import VAT_PLANNING
from tests.fixtures.web import NOW, Person, StatementCount
from tests.insights.markets import add_plants
from tests.recommendations.market import Market, add_provider

DYEING = "排缸靠老师傅的脑子"
LINKED = replace(VAT_PLANNING, modules=(replace(VAT_PLANNING.modules[0], links=("vat-scheduling",)),))


@pytest.fixture
def surveyed(database: Database, market: Market) -> None:
    """Six dye houses of one county speak of vats; two machine shops of another of tools."""
    add_provider(database, LINKED)
    add_plants(database, count=5, text=DYEING)
    add_plants(database, count=1, text="刀具寿命到了没人换刀", county="331081", gbt_code="C3484")
    run_survey(database, Ranker(), now=NOW)


@pytest.mark.usefixtures("surveyed")
def test_scenario_of_six_firms_is_shown_and_of_two_is_not(client: FlaskClient) -> None:
    page = client.get("/insights/demand").text

    assert "染缸排程" in page
    assert "刀具寿命" not in page


@pytest.mark.usefixtures("surveyed")
def test_figures_follow_the_region(client: FlaskClient) -> None:
    assert "染缸排程" in client.get("/insights/demand?region=330603").text
    elsewhere = client.get("/insights/demand?region=331081").text
    assert "染缸排程" not in elsewhere
    assert "换成大一点的地区" in elsewhere


@pytest.mark.usefixtures("surveyed")
def test_api_tells_counts_and_hides_small_ones(client: FlaskClient) -> None:
    body = client.get("/api/v1/insights/demand?columns=region").json

    assert body["survey"]["library_edition"] == "test-recommendations-1"
    assert [(item["scenario"], item["modules"], item["providers"]) for item in body["items"]] == [
        ("vat-scheduling", 1, 1)
    ]
    counts = [count for item in body["items"] for count in (item["firms"], *item["cells"]) if count is not None]
    assert counts
    assert min(counts) >= 3


@pytest.mark.usefixtures("surveyed")
def test_unchanged_figures_are_answered_by_their_etag(client: FlaskClient) -> None:
    first = client.get("/api/v1/insights/concentration")

    again = client.get("/api/v1/insights/concentration", headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304


@pytest.mark.usefixtures("surveyed")
def test_workbook_holds_the_table_and_its_proof(client: FlaskClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get("/insights/demand.xlsx").data))

    rows = list(book["需求"].iter_rows(values_only=True))
    assert rows[0][:3] == ("场景", "企业数（家）", "还缺什么")
    assert [row[0] for row in rows[1:]] == ["染缸排程"]
    assert "不到 3 家" in str(book["说明"]["A2"].value)


@pytest.mark.usefixtures("surveyed")
def test_concentration_leaves_out_regions_of_few_firms(client: FlaskClient) -> None:
    page = client.get("/insights/concentration").text
    body = client.get("/api/v1/insights/concentration").json
    book = openpyxl.load_workbook(io.BytesIO(client.get("/insights/concentration.xlsx").data))

    assert "绍兴市柯桥区" in page
    assert "台州市温岭市" not in page
    assert {line["code"] for line in body["regions"]} == {"330000", "330600", "330603"}
    assert next(row[0] for row in book["按地区"].iter_rows(min_row=2, values_only=True)) == "浙江省"


@pytest.mark.parametrize("path", ["/insights/demand", "/insights/concentration"])
def test_pages_before_the_first_survey_say_when_there_will_be_one(client: FlaskClient, path: str) -> None:
    assert "还没有统计过" in client.get(path).text


@pytest.mark.parametrize(
    "query", ["region=999999", "region=x", "industry=40", "industry=x", "columns=x", "region=000000", "region=' or 1"]
)
def test_nonsense_in_the_address_is_answered_in_words(client: FlaskClient, market: Market, query: str) -> None:
    answer = client.get(f"/insights/demand?{query}")

    assert answer.status_code == 404
    assert "从列表里" in answer.text


@pytest.mark.usefixtures("surveyed")
def test_empty_choices_of_the_form_mean_everything(client: FlaskClient) -> None:
    page = client.get("/insights/demand?region=330000&industry=&scene=&columns=industry")

    assert page.status_code == 200
    assert "染缸排程" in page.text


def test_operator_has_the_figures_counted_now(
    person: Callable[..., Person], database: Database, market: Market, settings: Settings
) -> None:
    add_plants(database, count=5, text=DYEING)
    operator = person(Role.OPERATOR)

    answer = operator.client.post("/insights/survey")
    run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    assert answer.status_code == 303
    assert "染缸排程" in operator.client.get("/insights/demand").text


def test_demand_takes_as_many_statements_for_twenty_firms(
    client: FlaskClient,
    database: Database,
    market: Market,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    add_plants(database, count=3, text=DYEING)
    run_survey(database, Ranker(), now=NOW)
    with count_queries() as few:
        client.get("/insights/demand")
    add_plants(database, count=9, text=DYEING, gbt_code="C3484")
    add_plants(database, count=8, text="蒸汽一块总表，单缸用了多少算不出来")
    run_survey(database, Ranker(), now=NOW)

    with count_queries() as many:
        page = client.get("/insights/demand").text

    assert "能耗监测" in page
    assert many() == few()
