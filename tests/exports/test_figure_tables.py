"""Tables of figures: a visitor takes the counts that the API answers, and no small one."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask.testing import FlaskClient

from marketplace.core.db import Database
from marketplace.insights.jobs import run_survey
from marketplace.insights.labels import GAP_LABELS, SCOPE_LABELS, Scope, SupplyGap
from marketplace.insights.progress.keeping import count_day, keep, sift
from marketplace.recommendations.ranker import Ranker
from tests.browser.world import VAT_PLANNING
from tests.fixtures.web import NOW
from tests.insights.markets import add_plants
from tests.recommendations.market import add_provider, store_market

LINKED = replace(VAT_PLANNING, modules=(replace(VAT_PLANNING.modules[0], links=("vat-scheduling",)),))


@pytest.fixture
def surveyed(database: Database) -> None:
    """Six dye houses of one county speak of vats; two machine shops of another of tools."""
    store_market(database)
    add_provider(database, LINKED)
    add_plants(database, count=5, text="排缸靠老师傅的脑子")
    add_plants(database, count=1, text="刀具寿命到了没人换刀", county="331081", gbt_code="C3484")
    run_survey(database, Ranker(), now=NOW)


def taken(client: FlaskClient, key: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in client.get(f"/exports/{key}.jsonl").text.splitlines()]


@pytest.mark.usefixtures("surveyed")
def test_demand_holds_the_counts_of_the_api_and_no_small_one(client: FlaskClient) -> None:
    rows = taken(client, "demand")

    told = {
        columns: client.get(f"/api/v1/insights/demand?columns={columns}").json for columns in ("region", "industry")
    }
    expected = [
        (item["scenario"], code, count)
        for body in told.values()
        for item in body["items"]
        for code, count in zip(body["columns"], item["cells"], strict=True)
        if count is not None
    ]
    whole = [row for row in rows if row["code"] == "330000"]
    assert expected
    assert [(row["scenario"], row["code"], row["firms"]) for row in rows if row not in whole] == expected
    assert [(row["scenario"], row["firms"], row["gap"], row["modules"], row["providers"]) for row in whole] == [
        (one["scenario"], one["firms"], GAP_LABELS[SupplyGap(one["gap"])], one["modules"], one["providers"])
        for one in told["region"]["items"]
    ]
    assert min(row["firms"] for row in rows) >= 3
    assert "刀具寿命" not in json.dumps(rows, ensure_ascii=False)


@pytest.mark.usefixtures("surveyed")
def test_concentration_holds_what_the_api_tells(client: FlaskClient) -> None:
    rows = taken(client, "concentration")

    body = client.get("/api/v1/insights/concentration").json
    names = ("code", "providers", "first_three_ratio", "gini")
    expected = [tuple(line[name] for name in names) for line in (*body["regions"], *body["industries"])]
    assert expected
    assert [tuple(row[name] for name in names) for row in rows] == expected
    assert {row["place"] for row in rows} == {line["name"] for line in (*body["regions"], *body["industries"])}


@pytest.mark.usefixtures("surveyed")
def test_progress_holds_what_everybody_sees_and_no_small_count(client: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        keep(session, sift(count_day(session, now=NOW)), now=NOW)

    rows = taken(client, "progress")

    regions = {row["code"]: row["firms"] for row in rows if row["scope"] == SCOPE_LABELS[Scope.REGION]}
    told = client.get("/api/v1/insights/progress").json
    assert (regions["330000"], regions["330603"]) == (told["totals"]["firms"], 6)
    assert [row["code"] for row in rows][:2] == ["330000", "330600"]
    assert regions["331081"] is None
    assert {row["counted_on"] for row in rows} == {told["counted_on"]}
    assert "刀具寿命" not in json.dumps(rows, ensure_ascii=False)


@pytest.mark.parametrize("key", ["demand", "concentration", "progress"])
def test_tables_before_the_first_survey_are_empty(client: FlaskClient, key: str) -> None:
    assert taken(client, key) == []
