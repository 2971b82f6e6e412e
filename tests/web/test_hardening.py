"""What strangers and broken programs send: every answer guarded, nothing echoed, a documented code for each fault."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.accounts.entering import own_path
from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.web.api import WANTS_OBJECT
from marketplace.web.apidoc import describe
from marketplace.web.headers import CONTENT_SECURITY_POLICY
from tests.fixtures.web import NOW, Person

ADDRESSES = {
    "/": 200,
    "/sign-in": 200,
    "/desk": 303,
    "/no-such-page": 404,
    "/assets/none/site.css": 404,
    "/api/v1/openapi.json": 200,
    "/api/v1/no-such-thing": 404,
    "/api/v1/modules/9": 404,
    "/healthz": 200,
    "/metrics": 200,
}
LIMITS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
}


@pytest.mark.parametrize(("address", "status"), ADDRESSES.items())
def test_every_kind_of_answer_is_guarded(client: FlaskClient, address: str, status: int) -> None:
    answer = client.get(address)

    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in LIMITS} == LIMITS
    assert "Server" not in answer.headers


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "/\t/evil.example/",
        "\n//evil.example/",
        "javascript:alert(1)",
        "https:evil.example",
        "desk",
        "",
    ],
)
def test_way_back_after_signing_in_never_leads_elsewhere(target: str) -> None:
    assert own_path(target) == ""


def test_way_back_to_a_page_of_this_site_is_kept() -> None:
    assert own_path("/enterprises/7?page=2") == "/enterprises/7?page=2"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/../settings.py",
        "/assets/..%2f..%2fsettings.py",
        "/assets/%2e%2e/%2e%2e/etc/passwd",
        "/assets//etc/passwd",
        "/files/..%2f..%2fmarketplace.db",
    ],
)
def test_path_that_climbs_out_of_its_folder_finds_nothing(client: FlaskClient, path: str) -> None:
    answer = client.get(path, follow_redirects=True)

    assert answer.status_code in {200, 404}
    assert "root:" not in answer.text


@pytest.mark.parametrize("token", ["mk_secret-token-of-somebody", "长令牌", "x" * 5000, "' OR 1=1 --"])
def test_bad_token_is_refused_and_never_echoed(client: FlaskClient, token: str) -> None:
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}

    answer = client.get("/api/v1/modules/1/draft", headers=headers)

    assert (answer.status_code, answer.json["code"]) == (401, "token_invalid")  # type: ignore[index]  # A problem.
    assert token not in answer.text
    assert token not in str(answer.headers)


@pytest.fixture
def program(person: Callable[..., Person], database: Database, app: Flask) -> Callable[..., Any]:
    """A program of a provider with a token that may write."""
    owner = person(Role.PROVIDER).actor
    with database.transaction() as session:
        _, token = create_api_token(session, actor=owner, name="程序", scopes=["read", "write"], days=1, now=NOW)
    client = app.test_client()

    def send(body: bytes, *, method: str = "POST", mimetype: str = "application/json") -> Any:
        headers = {"Authorization": f"Bearer {token}"}
        return client.open("/api/v1/modules", method=method, data=body, content_type=mimetype, headers=headers)

    return send


BROKEN = {
    "broken JSON": (b"{", 422),
    "no JSON": (b"\xff\xfe", 422),
    "a list": (b"[1]", 422),
    "nothing": (b"", 422),
    "wrong types": (json.dumps({"name": 7, "scenarios": "x", "price_wan": "viel"}).encode(), 422),
    "deep": (b"[" * 100_000, 422),
    "huge number": (b'{"price_wan": 1' + b"0" * 5000 + b"}", 422),
    "huge": (b" " * (21 * 1024 * 1024), 413),
}


@pytest.mark.parametrize(("body", "status"), BROKEN.values(), ids=BROKEN.keys())
def test_broken_body_is_answered_by_a_documented_problem(program: Callable[..., Any], body: bytes, status: int) -> None:
    answer = program(body)

    assert answer.status_code == status
    assert answer.mimetype == "application/problem+json"
    assert {"type", "title", "status", "code", "detail", "request_id"} <= set(answer.json)
    assert len(answer.data) < 4000


@pytest.mark.parametrize("body", [b"[1]", b'"x"', b"7", b"null"])
def test_body_that_is_no_object_is_told_so(program: Callable[..., Any], body: bytes) -> None:
    assert program(body).json["errors"] == {"body": [WANTS_OBJECT]}


@pytest.mark.parametrize("mimetype", ["application/x-www-form-urlencoded", "text/plain", "application/xml", ""])
def test_json_under_another_name_is_told_which_to_write(program: Callable[..., Any], mimetype: str) -> None:
    answer, empty = program(b"{}", mimetype=mimetype), program(b"", mimetype=mimetype)

    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert "Content-Type: application/json" in answer.json["detail"]
    assert (mimetype or "没有写") in answer.json["detail"]
    assert empty.status_code == 422
    assert program(b"{}", mimetype="application/merge-patch+json").status_code == 422


def test_files_are_wanted_as_parts_of_a_form_and_only_who_may_call_is_told(person: Callable[..., Person]) -> None:
    county, provider = person(Role.COUNTY), person(Role.PROVIDER)

    answer = county.client.post("/api/v1/imports", json={})

    assert (answer.status_code, answer.json["code"]) == (415, "unsupported_media_type")
    assert "multipart/form-data" in answer.json["detail"]
    assert county.client.post("/api/v1/imports", data={}).status_code == 422
    assert provider.client.post("/api/v1/imports", json={}).status_code == 403


def test_only_what_takes_a_body_is_said_to_refuse_its_kind(app: Flask) -> None:
    described = [said for item in describe(app)["paths"].values() for said in item.values()]

    assert {"415" in said["responses"] for said in described if "requestBody" in said} == {True}
    assert {"415" in said["responses"] for said in described if "requestBody" not in said} == {False}


def test_wrong_method_names_those_that_are_allowed(program: Callable[..., Any]) -> None:
    answer = program(b"{}", method="DELETE")

    assert (answer.status_code, answer.json["code"]) == (405, "method_not_allowed")
    assert "POST" in answer.headers["Allow"]


@pytest.mark.parametrize(("body", "query"), [(b"{", ""), (b'{"name": "\\u0000"}', ""), (b"{}", "?q=%00")])
def test_address_that_does_not_exist_is_not_found_whatever_is_sent(
    client: FlaskClient, body: bytes, query: str
) -> None:
    answer = client.post(f"/api/v1/modules/-1/draft{query}", data=body, content_type="application/json")

    assert (answer.status_code, answer.json["code"]) == (404, "not_found")
