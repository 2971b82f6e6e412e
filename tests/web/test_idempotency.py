"""API requests that are sent again: the work is done once, and the answer is the same."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import select
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.catalog.models import Module
from marketplace.core import idempotency
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.core.idempotency import KEPT, LOST_AFTER, KeptRequest, Standing, standing
from tests.fixtures.offers import make_owner, make_provider, write_reference
from tests.fixtures.web import NOW

DRAFT = {
    "name": "染缸水电汽联采",
    "summary": "每台染缸装表，水电汽自动采集，分摊到每一缸布，成本当天看得到。",
    "scenarios": ["能源计量"],
    "payment": ["一次性付费"],
    "price_wan": 19.5,
    "deployment": "混合",
}
KEY = "0b7e4d5e-order-1"
Send = Callable[..., TestResponse]


@pytest.fixture
def owner(database: Database) -> Actor:
    write_reference(database)
    return make_owner(database, provider_id=make_provider(database))


@pytest.fixture
def send(database: Database, app: Flask, owner: Actor) -> Send:
    with database.transaction() as session:
        _, token = create_api_token(session, actor=owner, name="程序", scopes=["read", "write"], days=1, now=NOW)
    client: FlaskClient = app.test_client()

    def post(body: object = DRAFT, *, key: str = KEY) -> TestResponse:
        headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
        return client.post("/api/v1/modules", json=body, headers=headers)

    return post


def modules(database: Database) -> int:
    with database.session() as session:
        return session.exec(select(func.count()).select_from(Module)).one()


def edit(database: Database, **values: Any) -> None:
    with database.transaction() as session:
        row = session.exec(select(KeptRequest)).one()
        row.sqlmodel_update(values)
        session.add(row)


def test_request_sent_twice_works_once_and_answers_the_same(send: Send, database: Database) -> None:
    before = modules(database)

    first, second = send(), send()

    assert modules(database) == before + 1
    assert (first.status_code, first.json) == (201, second.json)
    assert (second.status_code, second.headers["Idempotency-Replayed"]) == (201, "true")
    assert second.headers["ETag"] == first.headers["ETag"]
    assert "Idempotency-Replayed" not in first.headers


def test_other_key_is_another_request(send: Send, database: Database) -> None:
    before = modules(database)

    send()
    send({**DRAFT, "name": "另一个模块"}, key="another-key-2")

    assert modules(database) == before + 2


def test_key_with_other_content_is_refused(send: Send, database: Database) -> None:
    send()
    before = modules(database)

    answer = send({**DRAFT, "price_wan": 1})

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key_reused")  # type: ignore[index]  # A problem.
    assert modules(database) == before


def test_refused_request_may_be_mended_under_the_same_key(send: Send) -> None:
    assert send({**DRAFT, "price_wan": -1}).status_code == 422

    assert send().status_code == 201


@pytest.mark.parametrize("key", ["short", "with space in it", "x" * 65, "引号引号引号引号"])
def test_key_that_is_none_is_refused(send: Send, key: str) -> None:
    answer = send(key=key.encode().decode("latin-1"))

    assert (answer.status_code, answer.json["code"]) == (422, "idempotency_key")  # type: ignore[index]  # A problem.


def test_request_under_way_is_not_begun_again(send: Send, database: Database) -> None:
    send()
    before = modules(database)
    edit(database, status=None, committed_at=None)

    answer = send()

    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_under_way")  # type: ignore[index]  # A problem.
    assert modules(database) == before


def test_work_whose_answer_was_lost_is_not_done_again(send: Send, database: Database) -> None:
    send()
    before = modules(database)
    edit(database, status=None, created_at=NOW - LOST_AFTER * 2)

    answer = send()

    assert (answer.status_code, answer.json["code"]) == (409, "idempotency_done")  # type: ignore[index]  # A problem.
    assert modules(database) == before


def test_request_that_died_before_its_commit_is_done_after_a_while(send: Send, database: Database) -> None:
    send()
    edit(database, status=None, committed_at=None, created_at=NOW - LOST_AFTER * 2)

    answer = send()

    assert (answer.status_code, "Idempotency-Replayed" in answer.headers) == (201, False)
    with database.session() as session:
        kept = session.exec(select(KeptRequest)).one()
    assert (kept.status, kept.created_at, kept.committed_at) == (201, NOW, NOW)


def test_commit_is_noted_in_the_transaction_of_the_work(send: Send, database: Database) -> None:
    send()

    with database.session() as session:
        assert session.exec(select(KeptRequest.committed_at)).one() == NOW


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Standing.UNDER_WAY),
        ({"digest": "b"}, Standing.OTHER_CONTENT),
        ({"status": 201}, Standing.ANSWERED),
        ({"committed_at": NOW}, Standing.DONE_UNANSWERED),
        ({"created_at": NOW - LOST_AFTER - timedelta(seconds=1)}, Standing.NEW),
        ({"created_at": NOW - LOST_AFTER - timedelta(seconds=1), "committed_at": NOW}, Standing.DONE_UNANSWERED),
        ({"created_at": NOW - KEPT - timedelta(seconds=1), "status": 201}, Standing.NEW),
        ({"created_at": NOW - KEPT - timedelta(seconds=1), "digest": "b"}, Standing.NEW),
    ],
)
def test_standing_follows_from_what_is_kept(changed: dict[str, Any], expected: Standing) -> None:
    row = KeptRequest(**{"user_id": 1, "key": "k", "digest": "a", "created_at": NOW, **changed})

    assert standing(row, digest="a", now=NOW) is expected


def test_standing_of_an_unknown_key_is_new() -> None:
    assert standing(None, digest="a", now=NOW) is Standing.NEW


def test_only_one_of_two_claims_succeeds_and_old_ones_give_way(any_database: Database) -> None:
    write_reference(any_database)
    user_id = make_owner(any_database, provider_id=make_provider(any_database)).user_id

    def claim(now: Any) -> None:
        with any_database.transaction() as session:
            idempotency.claim(session, user_id=user_id, key=KEY, digest="a", now=now)

    claim(NOW)
    with pytest.raises(IntegrityError):
        claim(NOW)
    claim(NOW + LOST_AFTER + timedelta(seconds=1))
    with any_database.transaction() as session:
        idempotency.forget_old(session, now=NOW + KEPT * 3)

    with any_database.session() as session:
        assert session.exec(select(KeptRequest)).all() == []
