"""A typo of a program is refused by its name, never taken for a wish."""

import pytest
from flask.testing import FlaskClient

from marketplace.web.api_names import operations, own_parameters
from marketplace.web.apidoc import describe
from marketplace.web.query_names import ONCE, names_of
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
