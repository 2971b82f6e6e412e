"""The API's pages: every operation with an example, and a form that sends it as whoever reads the page."""

import html
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any
from unittest.mock import ANY

import pytest
from flask import Flask
from playwright.sync_api import Page
from sqlmodel import func, select
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.catalog.models import Module
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.web.api_command import command
from marketplace.web.api_days import as_of
from marketplace.web.api_examples import REF
from marketplace.web.api_fields import fields
from marketplace.web.api_operations import Operation, groups, load_operation
from marketplace.web.api_sending import Asked, address
from marketplace.web.api_states import find_beside
from marketplace.web.apidoc import describe
from tests.fixtures.offers import make_owner, make_provider, write_reference
from tests.fixtures.web import NOW, Person
from tests.web.test_idempotency import DRAFT

KEY = "a-key-of-this-page"


@pytest.fixture
def owner(database: Database) -> Actor:
    write_reference(database)
    return make_owner(database, provider_id=make_provider(database))


def token_of(database: Database, actor: Actor) -> str:
    with database.transaction() as session:
        return create_api_token(session, actor=actor, name="程序", scopes=["read", "write"], days=1, now=NOW)[1]


def modules(database: Database) -> int:
    with database.session() as session:
        return session.exec(select(func.count()).select_from(Module)).one()


def shown(page: TestResponse) -> Any:
    """Return the answer that a page shows."""
    found = re.search(r'<pre class="sheet" tabindex="0" aria-label="回答的内容">(.*?)</pre>', page.text, re.DOTALL)
    assert found is not None, page.text
    return json.loads(html.unescape(found[1]))


def operations(app: Flask) -> list[Operation]:
    return [one for _, found in groups(describe(app)) for one in found]


def test_index_leads_to_every_operation_of_the_description(app: Flask) -> None:
    page = app.test_client().get("/developers").text
    described = [
        f"{method} {path}"
        for path, item in describe(app)["paths"].items()
        for method in item
        if method in {"get", "post", "put", "patch", "delete"}
    ]

    assert sorted(f"{one.method} {one.path}" for one in operations(app)) == sorted(described)
    assert len({one.slug for one in operations(app)}) == len(described)
    assert all(f'href="/developers/{one.slug}"' in page for one in operations(app))


def test_index_narrowed_down_shows_what_holds_every_word_and_says_how_many(app: Flask) -> None:
    found = [one for one in operations(app) if "里程碑" in one.summary and one.method == "post"]
    page = app.test_client().get("/developers", query_string={"q": "里程碑 POST"}).text
    nothing = app.test_client().get("/developers", query_string={"q": "<没有这种操作>"}).text

    assert len(found) >= 2
    assert all(f'href="/developers/{one.slug}"' in page for one in found)
    assert f"找到 {page.count('operations__link')} 个操作" in page
    assert "/developers/get-providers" not in page
    assert "没有找到带“&lt;没有这种操作&gt;”的操作" in nothing


@pytest.mark.browser
def test_index_narrows_down_while_words_are_typed(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/developers")
    everything = page.locator("[data-filter-item]:visible").count()
    page.fill("#f-q", "里程碑 post")
    found = page.locator("[data-filter-item]:visible").all_inner_texts()

    assert 2 <= len(found) < everything
    assert all("POST" in one and "里程碑" in one for one in found)
    assert page.inner_text("[data-filter-count]") == f"找到 {len(found)} 个操作。"
    assert page.locator(".parts__link:visible").count() == 1
    page.fill("#f-q", "")
    assert page.locator("[data-filter-item]:visible").count() == everything


def test_page_of_an_operation_shows_fields_within_fields_their_values_and_who_may_call_it(app: Flask) -> None:
    found = load_operation(describe(app), slug="put-enterprises-enterprise_id-lists")
    page = app.test_client().get("/developers/put-enterprises-enterprise_id-lists").text
    problems = next(one for one in found.body_fields if one.name == "problems")

    assert [one.name for one in problems.within] == ["text", "priority", "links"]
    assert "可以调用的身份：企业、县（市、区）经信部门" in page
    assert "<p>轻重，1 最急、3 可缓</p>" in page
    assert "<code>N</code>" in page
    assert "Authorization: Bearer" in page
    assert "Authorization: Bearer" not in app.test_client().get("/developers/get-providers").text


def test_fields_of_a_schema_that_holds_itself_are_told_once() -> None:
    schemas = {"Part": {"type": "object", "properties": {"parts": {"type": "array", "items": {"$ref": f"{REF}Part"}}}}}
    (parts,) = fields({"$ref": f"{REF}Part"}, schemas=schemas)

    assert (parts.name, parts.type, parts.within) == ("parts", "对象的列表", ())


def test_every_text_beside_files_can_be_tried(app: Flask) -> None:
    document = describe(app)
    for one in operations(app):
        body = document["paths"][one.path][one.method].get("requestBody", {}).get("content", {})
        if "multipart/form-data" in body:
            page = app.test_client().get(f"/developers/{one.slug}").text
            asked = {field.name for field in one.body_fields} - {one.upload}
            assert one.upload
            assert all(f'name="value-{name}"' in page for name in asked), one.slug


def test_every_operation_is_described_with_its_condition_and_every_write_with_its_key(app: Flask) -> None:
    document = describe(app)
    named = document["components"]["parameters"]
    found = {
        f"{method} {path}": {named[one["$ref"].split("/")[-1]]["name"] for one in said["parameters"] if "$ref" in one}
        for path, item in document["paths"].items()
        for method, said in item.items()
    }
    reads = [names for label, names in found.items() if label.startswith("get ")]

    assert len(found) - len(reads) > 40
    assert set(map(frozenset, reads)) == {frozenset({"If-None-Match"})}
    writes = [names for label, names in found.items() if not label.startswith("get ")]
    assert set(map(frozenset, writes)) == {frozenset({"If-Match", "Idempotency-Key"})}


def test_form_shows_the_answer_that_the_operation_gives(app: Flask, owner: Actor) -> None:
    page = app.test_client().post("/developers/get-providers", data={"value-limit": "1"})

    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    assert shown(page) == app.test_client().get("/api/v1/providers?limit=1").json


def test_form_with_a_token_acts_as_its_owner_and_never_shows_it(app: Flask, database: Database, owner: Actor) -> None:
    token, before = token_of(database, owner), modules(database)
    body = json.dumps(DRAFT, ensure_ascii=False)
    data = {"body": body, "token": token, "key": KEY}

    first = app.test_client().post("/developers/post-modules", data=data)
    again = app.test_client().post("/developers/post-modules", data=data)

    assert shown(first)["name"] == DRAFT["name"]
    assert shown(again) == shown(first)
    assert "Idempotency-Replayed" in again.text
    assert modules(database) == before + 1
    assert token not in first.text


def test_form_without_sign_in_is_refused_as_any_program_and_keeps_what_was_typed(
    app: Flask, database: Database
) -> None:
    write_reference(database)

    page = app.test_client().post("/developers/post-modules", data={"body": '{"name": "我的模块"', "key": KEY})

    assert shown(page)["status"] == 401
    assert "没有办成" in page.text
    assert "{&#34;name&#34;: &#34;我的模块&#34;" in page.text


def test_form_rides_on_the_session_of_whoever_is_signed_in(app: Flask, person: Callable[..., Person]) -> None:
    member = person(Role.AUDITOR).client.post("/developers/get-saved-searches")
    visitor = app.test_client().post("/developers/get-saved-searches")

    assert shown(member) == {"items": [], "next": None}
    assert shown(visitor)["status"] == 401


def test_form_sent_by_another_site_is_refused(app: Flask, owner: Actor) -> None:
    page = app.test_client().post("/developers/get-providers", headers={"Sec-Fetch-Site": "cross-site"})

    assert page.status_code == 403


def test_unknown_operation_is_not_found(app: Flask) -> None:
    assert app.test_client().get("/developers/get-secrets").status_code == 404


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ({"enterprise_id": "7", "k": "3"}, "/api/v1/enterprises/7/recommendations?k=3"),
        ({"enterprise_id": "../../account?x=1#y"}, "/api/v1/enterprises/..%2F..%2Faccount%3Fx%3D1%23y/recommendations"),
        ({}, "/api/v1/enterprises/-/recommendations"),
    ],
)
def test_address_holds_values_in_their_places_and_nothing_else(
    app: Flask, values: Mapping[str, str], wanted: str
) -> None:
    found = load_operation(describe(app), slug="get-enterprises-enterprise_id-recommendations")

    assert address(found, values=values) == wanted


def filled_in(client: Any, slug: str) -> Any:
    """Return the body with which the form of an operation comes."""
    found = re.search(
        r'<textarea [^>]*id="f-body"[^>]*>(.*?)</textarea>', client.get(f"/developers/{slug}").text, re.DOTALL
    )
    assert found is not None
    return json.loads(html.unescape(found[1]))


@pytest.mark.parametrize(("role", "slug"), [(Role.COUNTY, "post-list-calls"), (Role.PROVINCE, "post-rounds")])
def test_form_of_what_is_new_can_be_sent_as_it_comes(
    person: Callable[..., Person], database: Database, role: Role, slug: str
) -> None:
    write_reference(database)
    client = person(role).client
    body = filled_in(client, slug)

    trade = {"catalog_no": 30} if "catalog_no" in body else {}  # One of the three that a test knows.
    made = client.post(f"/api/v1/{slug.removeprefix('post-')}", json=body | trade)

    assert (made.status_code, sum(one["points"] for one in body["criteria"])) == (201, 100), made.text


def test_days_of_an_example_are_as_far_ahead_as_when_it_was_written(client: Any) -> None:
    body = filled_in(client, "post-enquiries")

    assert body["due_on"] == (NOW.date() + timedelta(days=20)).isoformat()
    assert as_of('"2026-11-28", "2026-11-27", "2026-11-29-7e06908b"', today=date(2027, 1, 1)) == (
        '"2027-01-01", "2026-11-27", "2026-11-29-7e06908b"'
    )


def test_page_of_a_write_tells_how_what_is_read_differs_from_what_is_written(app: Flask) -> None:
    page = html.unescape(app.test_client().get("/developers/put-providers-provider_id-profile").text)
    telling = re.sub(r"<[^>]+>", "", page[page.index("先读，再写") :])

    assert "发了不写入（422）：provider_id、name、uscc、is_confirmed。" in telling
    assert "整份替换" in telling
    assert "Replace profile and cases" in page
    assert re.search(r"(?m)^ETAG=.* http://[^ ]+/api/v1/providers/\d+/profile ", telling)
    assert '-H "If-Match: $ETAG"' in telling
    assert "-H 'Idempotency-Key: " in telling
    assert "If-Match" not in app.test_client().get("/developers/post-list-calls").text


def test_lines_for_a_terminal_read_the_state_where_it_stands(app: Flask) -> None:
    found = load_operation(describe(app), slug="put-enterprises-enterprise_id-lists")
    beside = find_beside(describe(app), path=found.path, method=found.method)
    asked = Asked(values={"enterprise_id": "7"}, body="{}", key=KEY)
    lines = command(found, asked=asked, base="http://a.invalid", beside=beside).splitlines()

    assert lines[:2] == ["TOKEN=您的令牌", ANY]
    assert lines[1].endswith('-H "Authorization: Bearer $TOKEN" http://a.invalid/api/v1/enterprises/7 \\')


def test_form_sends_the_state_that_was_read(person: Callable[..., Person]) -> None:
    client = person(Role.PROVIDER).client
    hook = client.post("/api/v1/webhooks", json={"url": "https://hook.invalid/", "kinds": ["module"]})
    address = f"/api/v1/webhooks/{hook.get_json()['id']}"
    sent = {"value-endpoint_id": address.rsplit("/", 1)[1]}

    moved = client.post("/developers/delete-webhooks-endpoint_id", data={**sent, "if-match": '"another"'})
    etag = client.get(address).headers["ETag"]
    done = client.post("/developers/delete-webhooks-endpoint_id", data={**sent, "if-match": etag})

    assert ("状态 412" in moved.text, "状态 204" in done.text) == (True, True)
