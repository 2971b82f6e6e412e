"""A provider's program applies to a call: saved as it goes, handed in once complete, taken back before the deadline."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.lists.world import GOOD, STATEMENTS, make_people, make_provider, open_call

ANSWERS = {key: answer.value for key, answer in GOOD.items()}
EMPTY: dict[str, Any] = {"answers": {}, "statements": {}, "evidence": [], "version": 0}
MakePerson = Callable[..., Person]


@pytest.fixture
def call_id(database: Database) -> int:
    return open_call(database, people=make_people(database)).id or 0


@pytest.fixture
def provider(database: Database, call_id: int, person: MakePerson) -> Person:
    return person(Role.PROVIDER, organisation_id=make_provider(database).organisation_id)


def test_application_is_saved_handed_in_and_taken_back(call_id: int, provider: Person) -> None:
    address, client = f"/api/v1/calls/{call_id}/application", provider.client
    before = client.get(address)

    saved = client.put(address, json={**EMPTY, "statements": STATEMENTS}).json
    missing = client.post(f"{address}/submission", json={"version": saved["version"]})
    body = {**EMPTY, "statements": STATEMENTS, "answers": ANSWERS, "version": saved["version"]}
    whole = client.put(address, json=body).json
    handed_in = client.post(f"{address}/submission", json={"version": whole["version"]}).json
    locked = client.put(address, json={**body, "version": handed_in["version"]})
    back = client.post(f"{address}/withdrawal", json={}).json

    assert (before.status_code, saved["state"], missing.status_code) == (404, "draft", 422)
    assert (handed_in["state"], len(handed_in["digest"]), locked.status_code) == ("submitted", 64, 409)
    assert back["state"] == "withdrawn"


def test_application_of_an_older_state_is_not_written_over(call_id: int, provider: Person) -> None:
    address, client = f"/api/v1/calls/{call_id}/application", provider.client
    client.put(address, json={**EMPTY, "statements": STATEMENTS})

    stale = client.put(address, json=EMPTY)
    unmatched = client.put(address, json={**EMPTY, "version": 1}, headers={"If-Match": '"another"'})

    assert (stale.status_code, stale.json["code"], unmatched.status_code) == (409, "version_moved", 412)


def test_nobody_reads_the_application_of_another(
    call_id: int, provider: Person, database: Database, person: MakePerson
) -> None:
    provider.client.put(f"/api/v1/calls/{call_id}/application", json={**EMPTY, "statements": STATEMENTS})
    rival = person(Role.PROVIDER).client

    assert rival.get(f"/api/v1/calls/{call_id}/application").status_code == 404
    assert rival.post(f"/api/v1/calls/{call_id}/application/withdrawal", json={}).status_code == 404


def test_answer_to_what_the_call_does_not_ask_is_refused_by_its_name(call_id: int, provider: Person) -> None:
    sent = {**EMPTY, "answers": {"q99": "yes"}, "statements": {"surprise": "没有问。"}}

    refused = provider.client.put(f"/api/v1/calls/{call_id}/application", json=sent)

    assert (refused.status_code, set(refused.json["errors"])) == (422, {"answers.q99", "statements.surprise"})
    assert provider.client.get(f"/api/v1/calls/{call_id}/application").status_code == 404


def test_files_prove_an_application_until_it_is_handed_in(call_id: int, provider: Person) -> None:
    address, client = f"/api/v1/calls/{call_id}/application", provider.client
    before = client.post(f"{address}/files", data=paper())
    client.put(address, json={**EMPTY, "statements": STATEMENTS, "answers": ANSWERS})

    proved = client.post(f"{address}/files", data=paper())
    etag = client.get(address).headers["ETag"]
    client.post(f"{address}/submission", json={"version": proved.json["version"]})
    stale = client.post(f"{address}/files", data=paper(), headers={"If-Match": etag})
    late = client.post(f"{address}/files", data=paper())

    assert (before.status_code, proved.status_code) == (404, 201)
    assert [one["name"] for one in proved.json["files"]] == ["验收单.pdf"]
    assert (stale.status_code, late.status_code) == (412, 409)


def test_declaration_is_reused_by_consent_alone(call_id: int, provider: Person) -> None:
    address, client = f"/api/v1/calls/{call_id}/application/declaration", provider.client

    unwilling = client.post(address, json={"consents": False})
    nothing = client.post(address, json={"consents": True})

    assert (unwilling.status_code, list(unwilling.json["errors"])) == (422, ["consents"])
    assert nothing.status_code == 404


def paper() -> dict[str, tuple[BytesIO, str]]:
    return {"files": (BytesIO(b"%PDF-1.7\n%%EOF"), "验收单.pdf")}
