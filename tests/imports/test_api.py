"""A county's program brings a file in: sends it, reads what is wrong by cell, decides, applies or forgets."""

import io
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.imports.conftest import as_lines, count_enterprises, firm

GOOD = as_lines(firm("E1", "绍兴甲印染有限公司"))
BAD = as_lines(firm("E1", "绍兴甲印染有限公司"), {**firm("E2", "绍兴乙印染有限公司"), "county": "不存在县", "city": ""})


@pytest.fixture
def officer(person: Callable[..., Person]) -> Person:
    return person(Role.COUNTY, area_prefix="330603", county_code="330603")


def send(client: FlaskClient, content: bytes, *, name: str = "企业.jsonl", key: str = "") -> TestResponse:
    file = io.BytesIO(content)
    headers = {"Idempotency-Key": key} if key else {}
    return client.post("/api/v1/imports", data={"files": (file, name)}, headers=headers)


def test_file_is_read_shown_and_brought_in_once(officer: Person, database: Database) -> None:
    made = send(officer.client, GOOD)
    address = f"/api/v1/imports/{made.json['id']}"
    before = count_enterprises(database)

    applied = officer.client.post(f"{address}/application", json={})
    again = officer.client.post(f"{address}/application", json={})

    assert (made.status_code, made.json["planned"], made.json["findings"], before) == (201, {"create": 1}, [], 0)
    assert (applied.status_code, applied.json["state"], applied.json["outcome"]["create"]) == (200, "applied", 1)
    assert again.status_code == 409
    assert count_enterprises(database) == 1


def test_defects_are_told_by_place_and_keep_the_file_out_unless_they_are_skipped(
    officer: Person, database: Database
) -> None:
    made = send(officer.client, BAD).json
    address = f"/api/v1/imports/{made['id']}/application"

    refused = officer.client.post(address, json={})
    skipped = officer.client.post(address, json={"skip_bad": True})

    assert made["errors"] == 1
    assert "2" in made["findings"][0]["where"]
    assert (refused.status_code, list(refused.json["errors"])) == (422, ["skip_bad"])
    assert (skipped.status_code, count_enterprises(database)) == (200, 1)


def test_import_of_an_older_state_is_not_applied_and_one_given_up_brings_nothing(
    officer: Person, database: Database
) -> None:
    made = send(officer.client, GOOD)
    address = f"/api/v1/imports/{made.json['id']}"

    stale = officer.client.post(f"{address}/application", json={}, headers={"If-Match": '"another"'})
    gone = officer.client.delete(address, headers={"If-Match": made.headers["ETag"]})
    listed = officer.client.get("/api/v1/imports").json["items"]

    assert (stale.status_code, gone.status_code) == (412, 204)
    assert [(one["state"], one["files"]) for one in listed] == [("discarded", ["企业.jsonl"])]
    assert count_enterprises(database) == 0


def test_file_sent_twice_under_one_key_is_one_import(officer: Person) -> None:
    first, second = (send(officer.client, GOOD, key="one-and-the-same-key") for _ in range(2))

    assert first.json == second.json
    assert len(officer.client.get("/api/v1/imports").json["items"]) == 1


@pytest.mark.parametrize("sent", [{}, {"files": "a text"}, {"files": (io.BytesIO(b"x"), "")}])
def test_request_without_a_file_is_refused_by_its_field(officer: Person, sent: dict[str, object]) -> None:
    answer = officer.client.post("/api/v1/imports", data=sent, content_type="multipart/form-data")

    assert answer.status_code == 422
    assert {name.split(".")[0] for name in answer.json["errors"]} == {"files"}


def test_file_in_which_nothing_can_be_read_is_refused_with_reasons(officer: Person) -> None:
    answer = send(officer.client, b"\x00\x01\x02", name="企业.xlsx")

    assert (answer.status_code, list(answer.json["errors"])) == (422, ["files"])


def test_import_of_another_county_does_not_exist(officer: Person, person: Callable[..., Person]) -> None:
    made = send(officer.client, GOOD).json
    other = person(Role.COUNTY, area_prefix="331081", county_code="331081").client

    assert other.get(f"/api/v1/imports/{made['id']}").status_code == 404
    assert other.post(f"/api/v1/imports/{made['id']}/application", json={}).status_code == 404


def test_page_of_the_operation_takes_a_file_and_shows_the_answer(officer: Person) -> None:
    form = officer.client.get("/developers/post-imports").text
    sent = {"files": (io.BytesIO(GOOD), "企业.jsonl"), "key": "a-key-of-this-page"}
    page = officer.client.post("/developers/post-imports", data=sent)

    assert 'type="file"' in form
    assert "-F &#39;files=@企业.xlsx&#39;" in form
    assert "201" in page.text
    assert [one["state"] for one in officer.client.get("/api/v1/imports").json["items"]] == ["staged"]
