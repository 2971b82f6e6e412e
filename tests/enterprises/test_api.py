"""Enterprises for programs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

from marketplace.accounts.services import create_api_token
from marketplace.core.db import Database
from marketplace.enterprises.api_schemas import EnterpriseBody
from tests.enterprises.conftest import MakeEnterprise
from tests.fixtures.web import NOW, Person, StatementCount
from tests.fixtures.whole import whole

LISTS = {
    "problems": [{"text": "急单一插全乱", "priority": 1, "links": ["dye_sched"]}],
    "scenarios": [{"name": "能耗监测", "kind": "N"}],
    "version": 1,
}


def bearer(database: Database, person: Person, *scopes: str) -> dict[str, str]:
    with database.transaction() as session:
        _, secret = create_api_token(session, actor=person.actor, name="test", scopes=list(scopes), days=1, now=NOW)
    return {"Authorization": f"Bearer {secret}"}


def test_api_list_for_an_enterprise_holds_itself_alone(owner: Person, enterprise: MakeEnterprise) -> None:
    enterprise()

    items = owner.client.get("/api/v1/enterprises").json["items"]

    assert [item["id"] for item in items] == [owner.actor.organisation_id]


def test_api_list_for_a_county_goes_on_by_cursor(officer: Person, enterprise: MakeEnterprise) -> None:
    ids = [enterprise() for _ in range(3)]
    enterprise(county_code="330782")

    first = officer.client.get("/api/v1/enterprises?limit=2").json
    second = officer.client.get(f"/api/v1/enterprises?limit=2&cursor={first['next']}").json

    assert [item["id"] for item in first["items"] + second["items"]] == ids
    assert second["next"] is None


def test_api_enterprise_of_another_county_is_a_problem(officer: Person, enterprise: MakeEnterprise) -> None:
    answer = officer.client.get(f"/api/v1/enterprises/{enterprise(county_code='330782')}")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")


def test_api_lists_are_replaced_and_answered_with_the_next_version(owner: Person) -> None:
    answer = owner.client.put(f"/api/v1/enterprises/{owner.actor.organisation_id}/lists", json=LISTS)

    assert answer.json["version"] == 2
    assert answer.json["problems"] == LISTS["problems"]
    assert answer.json["scenarios"] == [{"name": "能耗监测", "kind": "N", "links": []}]


def test_api_lists_of_a_version_that_moved_are_a_conflict(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}/lists"
    owner.client.put(path, json=LISTS)

    answer = owner.client.put(path, json=LISTS)

    assert (answer.status_code, answer.json["code"]) == (409, "version_moved")


def test_api_lists_with_an_unknown_scenario_name_it(owner: Person) -> None:
    body = {**LISTS, "problems": [{"text": "急", "links": ["nothing"]}]}

    answer = owner.client.put(f"/api/v1/enterprises/{owner.actor.organisation_id}/lists", json=body)

    assert answer.status_code == 422
    assert "nothing" in answer.json["errors"]["links"][0]


def test_api_lists_by_a_reading_token_are_refused(stored: Database, owner: Person) -> None:
    browser = owner.client.application.test_client()

    answer = browser.put(
        f"/api/v1/enterprises/{owner.actor.organisation_id}/lists",
        json=LISTS,
        headers=bearer(stored, owner, "read"),
    )

    assert answer.status_code == 403


def test_api_lists_by_a_writing_token_are_kept(stored: Database, owner: Person) -> None:
    browser = owner.client.application.test_client()

    answer = browser.put(
        f"/api/v1/enterprises/{owner.actor.organisation_id}/lists",
        json=LISTS,
        headers=bearer(stored, owner, "read", "write"),
    )

    assert answer.status_code == 200


def test_api_lists_are_written_only_over_the_state_that_the_writer_read(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}"
    read = owner.client.get(path).headers["ETag"]

    first = owner.client.put(f"{path}/lists", json=LISTS, headers={"If-Match": read})
    second = owner.client.put(f"{path}/lists", json={**LISTS, "version": 2}, headers={"If-Match": read})

    assert first.status_code == 200
    assert (second.status_code, second.json["code"]) == (412, "precondition_failed")
    assert owner.client.get(path).json["version"] == 2


def test_api_profile_is_replaced_as_a_whole_and_keeps_confirmed_links(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}"
    owner.client.put(f"{path}/lists", json=LISTS)
    body = whole(
        EnterpriseBody,
        gbt_code="C1713",
        employees=120,
        problems=[{"text": "急单一插全乱"}],
        budget_wan=30,
        must=["budget"],
        version=2,
    )

    told = owner.client.put(path, json=body)
    again = owner.client.put(path, json=body)

    assert (told.status_code, told.json["version"], again.json["version"]) == (200, 3, 3)
    assert (told.json["gbt_code"], told.json["employees"], told.json["budget_wan"]) == ("C1713", 120, 30)
    assert told.json["problems"] == [{"text": "急单一插全乱", "priority": 2, "links": ["dye_sched"]}]
    assert told.json["scenarios"] == []


def test_api_profile_with_faults_is_refused_field_by_field_and_writes_nothing(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}"

    answer = owner.client.put(path, json=whole(EnterpriseBody, employees="很多", must=["budget"], version=1))

    assert (answer.status_code, set(answer.json["errors"])) == (422, {"employees", "must"})
    assert owner.client.get(path).json["version"] == 1


def test_api_links_are_offered_and_confirmed_row_by_row(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}/links"
    offered = owner.client.get(path).json
    row = offered["rows"][0]

    told = owner.client.post(
        path,
        json={
            "rows": [{"kind": row["kind"], "row_id": row["row_id"], "codes": ["dye_sched"]}],
            "version": offered["version"],
        },
    )

    assert (row["text"], row["codes"]) == ("排缸全靠老师傅", [])
    assert "dye_sched" in {guess["code"] for guess in row["guesses"]}
    assert told.json["rows"][0]["codes"] == ["dye_sched"]


def test_api_links_of_a_row_that_is_not_there_or_of_an_older_list_are_refused(owner: Person) -> None:
    path = f"/api/v1/enterprises/{owner.actor.organisation_id}/links"
    strange = {"rows": [{"kind": "problem", "row_id": 10**6, "codes": ["mes"]}], "version": 1}

    unknown = owner.client.post(path, json=strange)
    old = owner.client.post(path, json={"rows": [], "version": 9})

    assert (unknown.status_code, list(unknown.json["errors"])) == (422, ["rows"])
    assert (old.status_code, old.json["code"]) == (409, "version_moved")


def test_api_county_confirms_an_enterprise_of_its_own(officer: Person, enterprise: MakeEnterprise) -> None:
    own, strange = enterprise(confirmed=False), enterprise(confirmed=False, county_code="330782")

    told = officer.client.post(f"/api/v1/enterprises/{own}/confirmation", json={})

    assert (told.status_code, told.json["is_confirmed"]) == (200, True)
    assert officer.client.post(f"/api/v1/enterprises/{strange}/confirmation", json={}).status_code == 404


def test_api_gaps_are_listed_by_cursor_in_as_many_statements_for_many_as_for_one(
    officer: Person, enterprise: MakeEnterprise, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    ids = [enterprise(problems=()) for _ in range(1)]
    with count_queries() as few:
        officer.client.get("/api/v1/enterprises/gaps")
    ids += [enterprise(problems=()) for _ in range(19)]
    with count_queries() as many:
        officer.client.get("/api/v1/enterprises/gaps")

    first = officer.client.get("/api/v1/enterprises/gaps?gap=no_problem&limit=15").json
    rest = officer.client.get(f"/api/v1/enterprises/gaps?gap=no_problem&limit=15&cursor={first['next']}").json

    assert few() == many()
    assert [one["enterprise_id"] for one in first["items"] + rest["items"]] == ids
    assert "no_problem" in first["items"][0]["gaps"]


def test_api_reminder_tells_whoever_has_signed_in_and_counts_the_others(
    officer: Person, owner: Person, enterprise: MakeEnterprise
) -> None:
    body = {"enterprise": [owner.actor.organisation_id, enterprise(problems=())], "due_on": "2026-12-31"}

    first = officer.client.post("/api/v1/enterprises/gaps/reminders", json=body).json
    again = officer.client.post("/api/v1/enterprises/gaps/reminders", json=body).json

    assert first == {"told": 1, "unreachable": 1, "recent": 0}
    assert again == {"told": 0, "unreachable": 1, "recent": 1}
