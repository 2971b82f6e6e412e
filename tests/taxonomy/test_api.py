"""Reference data for programs."""

from flask.testing import FlaskClient

from marketplace.core.db import Database


def test_api_scenarios_go_on_by_cursor_to_the_end(client: FlaskClient, stored: Database) -> None:
    first = client.get("/api/v1/scenarios?limit=2").json
    second = client.get(f"/api/v1/scenarios?limit=2&cursor={first['next']}").json

    assert [row["code"] for row in first["items"] + second["items"]] == ["dye_sched", "mes", "energy_meter"]
    assert second["next"] is None


def test_api_scenario_by_code_holds_its_words(client: FlaskClient, stored: Database) -> None:
    found = client.get("/api/v1/scenarios/dye_sched").json

    assert found["symptoms"] == [["排缸", "老师傅"]]
    assert found["bound"] == "P"


def test_api_scenario_of_unknown_code_is_a_problem(client: FlaskClient, stored: Database) -> None:
    answer = client.get("/api/v1/scenarios/nothing")

    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


def test_api_industry_holds_codes_with_their_letter(client: FlaskClient, stored: Database) -> None:
    assert client.get("/api/v1/industries/13").json["gbt_codes"] == ["C171"]


def test_api_industry_suggestions_for_typed_words_name_codes(client: FlaskClient, stored: Database) -> None:
    items = client.get("/api/v1/industries/suggestions?q=铝压铸件").json["items"]

    assert items[0]["code"] == "C3392"


def test_api_counties_go_on_by_cursor(client: FlaskClient, stored: Database) -> None:
    first = client.get("/api/v1/counties?limit=3").json
    second = client.get(f"/api/v1/counties?limit=3&cursor={first['next']}").json

    assert [row["code"] for row in second["items"]] == ["330902"]


def test_api_industry_number_outside_the_catalogue_is_not_found(client: FlaskClient, stored: Database) -> None:
    answer = client.get("/api/v1/industries/40")

    assert answer.status_code == 404
    assert answer.json["code"] == "not_found"


def test_suggestions_fragment_fills_the_code(client: FlaskClient, stored: Database) -> None:
    fragment = client.get("/industries/suggest?q=印染").text

    assert 'data-value="C1713"' in fragment
    assert "C1713，属于棉纺织及印染精加工" in fragment
