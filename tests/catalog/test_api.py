"""A provider's drafts through the API."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.services import create_api_token
from marketplace.catalog.api_schemas import ModuleBody, WholeModuleBody
from marketplace.catalog.forms import LINKING
from marketplace.catalog.services import accept
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from tests.fixtures.offers import link_report, make_operator, make_owner, make_provider, write_reference
from tests.fixtures.web import NOW
from tests.fixtures.whole import whole

DRAFT = {
    "name": "染缸水电汽联采",
    "summary": "每台染缸装表，水电汽自动采集，分摊到每一缸布，成本当天看得到。",
    "scenarios": ["能源计量"],
    "payment": ["一次性付费"],
    "price_wan": 19.5,
    "deployment": "混合",
}
WHOLE = whole(WholeModuleBody, **DRAFT)
Call = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def owner(app: Flask, database: Database) -> Actor:
    write_reference(database)
    app.extensions["marketplace"].services[LINKING] = link_report
    return make_owner(database, provider_id=make_provider(database))


@pytest.fixture
def call(database: Database, client: FlaskClient, owner: Actor) -> Call:
    """Send JSON with a token of the owner."""

    def send(method: str, address: str, body: object, *, scopes: tuple[str, ...] = ("read", "write")) -> object:
        with database.transaction() as session:
            _, token = create_api_token(session, actor=owner, name="程序", scopes=list(scopes), days=1, now=NOW)
        answer = client.open(
            f"/api/v1{address}",
            method=method,
            data=json.dumps(body),
            content_type="application/json",
            headers={"Authorization": f"Bearer {token}"},
        )
        return answer.status_code, answer.json

    return send  # type: ignore[return-value]  # JSON is an object here


def _publish(database: Database, handed_in: dict[str, Any]) -> None:
    operator, version_id, edit = make_operator(database), handed_in["version_id"], handed_in["edit"]
    with database.transaction() as session:
        accept(session, actor=operator, version_id=version_id, codes=[], reason="", seen_edit=edit, now=NOW)


def test_draft_is_created_saved_and_submitted(call: Call) -> None:
    status, made = call("POST", "/modules", DRAFT)
    assert (status, made["state"], made["edit"]) == (201, "draft", 1)

    status, saved = call("PUT", f"/modules/{made['module_id']}/draft", {**WHOLE, "price_wan": 20, "edit": 1})
    assert (status, saved["edit"]) == (200, 2)

    status, handed_in = call("POST", f"/modules/{made['module_id']}/draft/submission", {"edit": 2})
    assert (status, handed_in["state"]) == (200, "in_review")


def test_stale_draft_is_a_conflict_with_a_stable_code(call: Call) -> None:
    _, made = call("POST", "/modules", DRAFT)
    call("PUT", f"/modules/{made['module_id']}/draft", {**WHOLE, "price_wan": 20, "edit": 1})

    status, problem = call("PUT", f"/modules/{made['module_id']}/draft", {**WHOLE, "price_wan": 21, "edit": 1})

    assert (status, problem["code"]) == (409, "version_moved")


def test_wrong_fields_are_named(call: Call) -> None:
    status, problem = call("POST", "/modules", {**DRAFT, "price_wan": "贵", "payment": ["随便"]})

    assert status == 422
    assert set(problem["errors"]) == {"price_wan", "payment.0"}


def test_reading_token_may_not_write(call: Call) -> None:
    status, problem = call("POST", "/modules", DRAFT, scopes=("read",))

    assert (status, problem["code"]) == (403, "token_reads_only")


def test_another_providers_module_does_not_exist(call: Call, database: Database) -> None:
    from tests.fixtures.offers import draft

    made = draft(database, owner=make_owner(database, provider_id=make_provider(database)))

    status, _ = call("PUT", f"/modules/{made.module_id}/draft", {**WHOLE, "edit": 1})

    assert status == 404


def test_draft_that_was_read_goes_back_as_it_came_and_changes_nothing(call: Call) -> None:
    _, made = call("POST", "/modules", DRAFT)
    address = f"/modules/{made['module_id']}/draft"

    status, read = call("GET", address, None)
    saved, again = call("PUT", address, {name: read[name] for name in ModuleBody.model_fields})

    assert (status, read) == (200, read | DRAFT)
    assert (saved, again["edit"]) == (200, made["edit"])


def test_module_goes_its_whole_way_and_is_listed_with_its_state(call: Call, database: Database) -> None:
    _, made = call("POST", "/modules", DRAFT)
    address = f"/modules/{made['module_id']}"
    _, handed_in = call("POST", f"{address}/draft/submission", {"edit": 1})
    _, back = call("POST", f"{address}/draft/withdrawal", {})
    _, again = call("POST", f"{address}/draft/submission", {"edit": back["edit"]})
    _publish(database, again)

    revised = call("POST", f"{address}/draft", {})
    retired = call("POST", f"{address}/retirement", {"reason": "产品停售"})
    _, listed = call("GET", "/modules/mine", None)

    assert [one["state"] for one in (handed_in, back, again)] == ["in_review", "draft", "in_review"]
    assert (revised[0], revised[1]) == (201, revised[1] | DRAFT | {"number": 2})
    assert (retired[0], retired[1]["state"], retired[1]["decision_reason"]) == (200, "retired", "产品停售")
    assert [(one["number"], one["state"], one["is_public"]) for one in listed["items"]] == [(2, "draft", False)]


def test_module_without_an_open_draft_has_none_to_read_or_write(call: Call, database: Database) -> None:
    _, made = call("POST", "/modules", DRAFT)
    address = f"/modules/{made['module_id']}"
    _, handed_in = call("POST", f"{address}/draft/submission", {"edit": 1})
    _publish(database, handed_in)

    assert call("GET", f"{address}/draft", None)[0] == 404
    assert call("POST", f"{address}/draft/withdrawal", {})[0] == 404
