"""One's own messages, webhooks and tokens for programs."""

from collections.abc import Callable

import pytest

from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.notify.models import WebhookDelivery
from marketplace.notify.services import notify_users
from tests.fixtures.web import NOW, Person

MakePerson = Callable[..., Person]
HOOK = {"url": "https://hook.invalid/new", "kinds": ["module", "list"]}


@pytest.fixture
def who(person: MakePerson) -> Person:
    return person(Role.PROVIDER)


def tell(database: Database, who: Person, *subjects: str) -> None:
    with database.transaction() as session:
        for subject in subjects:
            notify_users(session, user_ids=[who.actor.user_id], subject=subject, body="请看。", url="/desk", now=NOW)


def test_messages_are_read_newest_first_by_cursor_and_marked_one_by_one(
    database: Database, who: Person, person: MakePerson
) -> None:
    tell(database, who, "一", "二", "三")
    tell(database, person(Role.PROVIDER), "别人的")

    first = who.client.get("/api/v1/messages?limit=2").json
    rest = who.client.get(f"/api/v1/messages?limit=2&cursor={first['next']}").json
    read = who.client.post(f"/api/v1/messages/{first['items'][0]['id']}/read", json={}).json
    unread = who.client.get("/api/v1/messages?unread=true").json

    assert [one["subject"] for one in first["items"] + rest["items"]] == ["三", "二", "一"]
    assert (rest["next"], read["read_at"]) == (None, "2026-11-22T04:00:00Z")
    assert [one["subject"] for one in unread["items"]] == ["二", "一"]


def test_all_messages_are_marked_at_once(database: Database, who: Person) -> None:
    tell(database, who, "一", "二")

    assert who.client.post("/api/v1/messages/read", json={}).status_code == 204
    assert who.client.get("/api/v1/messages?unread=true").json["items"] == []


def test_webhook_tells_its_secret_once_and_is_gone_after_deletion(who: Person) -> None:
    made = who.client.post("/api/v1/webhooks", json=HOOK)
    address = f"/api/v1/webhooks/{made.json['id']}"
    read = who.client.get(address).json
    listed = who.client.get("/api/v1/webhooks").json["items"]
    deleted = who.client.delete(address)

    assert (made.status_code, made.json["secret"][:6]) == (201, "whsec_")
    assert "secret" not in read
    assert (listed, read["kinds"]) == ([read], ["list", "module"])
    assert deleted.status_code == 204
    assert who.client.get(address).status_code == 404


def test_webhook_to_a_private_address_is_refused_by_its_field(who: Person) -> None:
    for url in ("file:///etc/passwd", "https://192.168.1.5/hook", "http://hook.invalid/new"):
        answer = who.client.post("/api/v1/webhooks", json={**HOOK, "url": url})

        assert (answer.status_code, list(answer.json["errors"])) == (422, ["url"])


def test_sixth_address_meets_the_limit(who: Person) -> None:
    made = [who.client.post("/api/v1/webhooks", json=HOOK).status_code for _ in range(5)]
    sixth = who.client.post("/api/v1/webhooks", json=HOOK)
    page = who.client.post("/account/webhooks", data=HOOK)

    assert (made, sixth.status_code, sixth.json["code"]) == ([201] * 5, 409, "limit_reached")
    assert (page.status_code, "最多登记 5 个网址" in page.text) == (409, True)


def test_deliveries_are_listed_newest_first_and_sent_again(database: Database, who: Person) -> None:
    hook = who.client.post("/api/v1/webhooks", json=HOOK).json["id"]
    with database.transaction() as session:
        session.add_all(
            WebhookDelivery(endpoint_id=hook, kind="module", object_id=number, created_at=NOW, given_up_at=NOW)
            for number in (1, 2)
        )

    first = who.client.get(f"/api/v1/webhooks/{hook}/deliveries?limit=1").json
    rest = who.client.get(f"/api/v1/webhooks/{hook}/deliveries?limit=1&cursor={first['next']}").json
    again = who.client.post(f"/api/v1/webhooks/deliveries/{first['items'][0]['id']}/resend", json={})
    after = who.client.get(f"/api/v1/webhooks/{hook}/deliveries?limit=1").json

    assert [one["object_id"] for one in first["items"] + rest["items"]] == [2, 1]
    assert (again.status_code, again.json["id"]) == (200, hook)
    assert after["items"][0]["given_up_at"] is None


def test_token_reads_whom_it_stands_for_and_is_listed_without_its_secret(database: Database, who: Person) -> None:
    with database.transaction() as session:
        made, secret = create_api_token(session, actor=who.actor, name="报表", scopes=["read"], days=1, now=NOW)
        token_id = made.id
    program = who.client.application.test_client()
    bearer = {"Authorization": f"Bearer {secret}"}

    me = program.get("/api/v1/me", headers=bearer).json
    listed = program.get("/api/v1/tokens", headers=bearer)
    who.client.delete(f"/api/v1/tokens/{token_id}")

    assert (me["organisation_id"], me["role"], me["scopes"]) == (who.actor.organisation_id, "provider", ["read"])
    assert [one["name"] for one in listed.json["items"]] == ["报表"]
    assert secret not in listed.text
    assert program.get("/api/v1/me", headers=bearer).status_code == 401
