"""Search for programs."""

from typing import Any

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.usefixtures("province")


def asked(client: FlaskClient, address: str, **parts: str) -> Any:
    return client.get(address, query_string=parts or None).json


def test_search_answers_hits_with_addresses_facets_and_state(client: FlaskClient) -> None:
    answer = asked(client, "/api/v1/search", q="染缸排产", kind="module")

    assert [(hit["kind"], hit["title"], hit["url"]) for hit in answer["hits"]] == [
        ("module", "染缸快反排产", "/modules/1")
    ]
    assert answer["facets"]["price"] == [{"value": "5-10", "label": "5万至10万元", "count": 1}]
    assert {"value": "module", "label": "模块", "count": 1} in answer["facets"]["kind"]
    assert (answer["total"], answer["relaxed"], answer["state"]) == (1, False, "current")


def test_search_gives_snippets_as_plain_spans(client: FlaskClient) -> None:
    hit = asked(client, "/api/v1/search", q="插单")["hits"][0]

    assert {"text": "插单", "marked": True} in hit["snippet"] or any(span["marked"] for span in hit["snippet"])
    assert "<script>" in "".join(span["text"] for span in hit["snippet"])


def test_search_takes_alternatives_of_a_filter(client: FlaskClient) -> None:
    answer = asked(client, "/api/v1/search?kind=module&price=5-10&price=under-1")

    assert sorted(hit["title"] for hit in answer["hits"]) == ["染缸快反排产", "能耗看板"]


@pytest.mark.parametrize("query", ["kind=user", "page=0", "per_page=1000", "industry=99", "price=free"])
def test_search_refuses_impossible_questions(client: FlaskClient, query: str) -> None:
    answer = client.get(f"/api/v1/search?{query}")

    problem: Any = answer.json
    assert (answer.status_code, problem["code"]) == (422, "invalid")


def test_search_refuses_a_page_beyond_the_end(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search?q=染缸&page=7")

    problem: Any = answer.json
    assert (answer.status_code, problem["detail"]) == (404, "一共只有 1 页，没有第 7 页。")


def test_suggestions_answer_titles_with_addresses(client: FlaskClient) -> None:
    answer = asked(client, "/api/v1/search/suggestions?q=nhkb")

    assert answer["items"][0] == {"kind": "module", "id": "3", "text": "能耗看板", "url": "/modules/3"}
