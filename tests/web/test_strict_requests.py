"""A typo of a program is refused by its name, never taken for a wish."""

from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import ANY

import pytest
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.errors import InvalidError
from marketplace.providers.api_schemas import ProfileBody
from marketplace.web.api_examples import example
from marketplace.web.api_names import operations, own_parameters, properties
from marketplace.web.apidoc import describe
from marketplace.web.json_types import DAY, TOO_LARGE, wrong_types
from marketplace.web.messages_zh import PATTERNS
from marketplace.web.query_names import ONCE, names_of
from marketplace.web.strict_bodies import require_types
from tests.fixtures.web import Person
from tests.permissions.described import label_of
from tests.permissions.matrix import mounted


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("lists?limitt=1", {"limitt": "没有 limitt 这个参数，是不是要写 limit？这个操作认得的参数：cursor、limit。"}),
        ("lists?zzz=1&limit=1", {"zzz": "没有 zzz 这个参数。这个操作认得的参数：cursor、limit。"}),
        ("providers/7?limit=1", {"limit": "没有 limit 这个参数。这个操作不收参数。"}),
        ("providers?limit=1&limit=2", {"limit": ONCE}),
    ],
)
def test_parameter_that_nobody_knows_is_refused_by_its_name(
    client: FlaskClient, query: str, said: dict[str, str]
) -> None:
    answer = client.get(f"/api/v1/{query}")

    assert (answer.status_code, answer.json["code"]) == (422, "invalid")
    assert answer.json["errors"] == {name: [text] for name, text in said.items()}


@pytest.mark.parametrize(
    ("query", "told"),
    [("region=火星", "六位区划代码"), ("kind=火星", "只能是这些值：'总承包商'"), ("industry=火星", "整数，例如")],
)
def test_value_that_cannot_be_is_told_what_is_wanted(client: FlaskClient, query: str, told: str) -> None:
    answer = client.get(f"/api/v1/providers?{query}")

    assert answer.status_code == 422
    assert told in answer.json["errors"][query.partition("=")[0]][0]


def test_every_pattern_is_told_in_words() -> None:
    """A pattern of a request's field is told by what it means, never by itself or as "wrong format"."""
    schemas = describe(mounted())["components"]["schemas"]
    patterns = {found for said in (schemas, describe(mounted())["paths"]) for found in values_of(said, "pattern")}

    assert patterns <= set(PATTERNS)


def values_of(said: Any, name: str) -> Iterator[str]:
    """Yield every text under a name, however deep."""
    if isinstance(said, dict):
        yield from ([said[name]] if isinstance(said.get(name), str) else ())
        said = list(said.values())
    if isinstance(said, list):
        for one in said:
            yield from values_of(one, name)


def test_page_ignores_what_it_does_not_know(client: FlaskClient) -> None:
    assert client.get("/providers?limitt=1").status_code == 200


def test_operation_takes_the_parameters_that_it_describes() -> None:
    app = mounted()
    endpoints = {
        label_of(rule, method): rule.endpoint for rule in app.url_map.iter_rules() for method in rule.methods or ()
    }

    for path, method, said in operations(describe(app)):
        described = {one["name"] for one in own_parameters(said) if one["in"] == "query"}
        assert described == set(names_of(app, endpoints[f"{method.upper()} {path}"])), (method, path)


SAMPLES: dict[str, Any] = {
    "string": "x",
    "integer": 1,
    "number": 1.5,
    "boolean": True,
    "array": [],
    "object": {},
    "null": None,
}


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("regions", "浙江省", {"regions": "要列表，写在 [] 里，这次是文字。"}),
        ("version", "5", {"version": "要整数（不加引号），这次是文字。"}),
        ("version", True, {"version": "要整数（不加引号），这次是 true 或 false。"}),
        ("version", 10**23, {"version": TOO_LARGE}),
        ("industries", [28, "28", 1.5], {f"industries.{n}": ANY for n in (1, 2)}),
        ("version", 10**400, {"version": TOO_LARGE}),
        ("industries", [28.0], {}),
    ],
)
def test_body_is_taken_at_its_word(field: str, value: Any, told: dict[str, str]) -> None:
    document = describe(mounted())["components"]["schemas"]
    sent = example(document["ProfileBody"], schemas=document) | {field: value}

    found = {}
    try:
        require_types(sent, wanted=ProfileBody, method="PUT")
    except InvalidError as refused:
        found = refused.fields
    assert found == {name: [text] for name, text in told.items()}


def test_day_in_other_words_is_told_how_to_be_written() -> None:
    assert list(wrong_types("1796000000", schema={"type": "string", "format": "date"}, defs={})) == [("", DAY)]


def test_text_that_holds_an_object_is_none(person: Callable[..., Person]) -> None:
    reader = person(Role.AUDITOR).client
    answer = reader.post("/api/v1/messages/read", json="{}")

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["body"])
    assert reader.post("/api/v1/messages/read", json={}).status_code == 204


def test_every_field_is_of_the_type_that_is_described() -> None:
    """Each field of each schema takes what its types name and nothing else, seen by another reader of JSON Schema."""
    document = describe(mounted())
    schemas = document["components"]["schemas"]
    for name, field, said in properties(document):
        types = set(types_of(said, schemas))
        for kind, value in SAMPLES.items():
            fits = not types or kind in types or (kind == "integer" and "number" in types)
            wrong = dict(wrong_types({field: value}, schema=schemas[name], defs=schemas))
            assert (field in wrong) != fits or wrong.get(field) == DAY, (name, field, kind)


def types_of(said: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    """Yield the types that a field may have, none where all are taken."""
    if "$ref" in said:
        yield from types_of(schemas[said["$ref"].rpartition("/")[2]], schemas)
    yield from ([said["type"]] if "type" in said else ())
    for one in (*said.get("anyOf", ()), *said.get("oneOf", ())):
        yield from types_of(one, schemas)


def test_reads_that_meet_no_state_describe_no_conflict() -> None:
    document = describe(mounted())
    reads = {path: set(said["responses"]) for path, method, said in operations(document) if method == "get"}

    assert {path for path, statuses in reads.items() if "409" in statuses} == {
        "/api/v1/enquiries/{enquiry_id}/quotations",
        "/api/v1/reviews/{review_id}/result",
        "/api/v1/rounds/{round_id}/office/ranking",
        "/api/v1/pilot-applications/{application_id}/screening",
    }
    assert not {"412", "413", "415"} & set.union(*reads.values())
    assert document["servers"][0]["url"] == "/"
