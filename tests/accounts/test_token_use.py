"""The owner of a token sees when it was used last, whoever used it."""

from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlmodel import select

from marketplace.accounts.models import ApiToken
from marketplace.accounts.services import create_api_token
from marketplace.accounts.token_use import EVERY, write_use
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.programs import Later
from tests.fixtures.web import NOW, make_member


@pytest.fixture
def token(database: Database) -> str:
    owner, _ = make_member(database, role=Role.ENTERPRISE)
    with database.transaction() as session:
        _, shown = create_api_token(session, actor=owner, name="程序", scopes=["read"], days=1, now=NOW)
    return shown


def status(app: Flask, token: str, *, method: str = "GET", path: str = "/api/v1/me") -> int:
    headers = {"Authorization": f"Bearer {token}"}
    return (
        app.test_client().open(path, method=method, headers=headers, json={} if method == "POST" else None).status_code
    )


def last_used(database: Database) -> datetime | None:
    with database.session() as session:
        return session.exec(select(ApiToken)).one().last_used_at


def test_use_is_noted_and_then_left_alone_for_a_while(app: Flask, database: Database, token: str, later: Later) -> None:
    assert last_used(database) is None

    assert status(app, token) == 200
    first = last_used(database)
    later(NOW + EVERY / 2)
    assert status(app, token) == 200
    soon = last_used(database)
    later(NOW + EVERY + timedelta(seconds=1))
    assert status(app, token) == 200

    assert (first, soon, last_used(database)) == (NOW, NOW, NOW + EVERY + timedelta(seconds=1))


def test_refused_request_is_no_use(app: Flask, database: Database, token: str) -> None:
    assert status(app, token, method="POST", path="/api/v1/messages/read") == 403

    assert last_used(database) is None


def test_another_process_that_noted_it_already_is_not_overruled(any_database: Database) -> None:
    owner, _ = make_member(any_database, role=Role.ENTERPRISE)
    with any_database.transaction() as session:
        made, _ = create_api_token(session, actor=owner, name="程序", scopes=["read"], days=1, now=NOW)
        digest = made.token_digest

    for moment in (NOW, NOW + EVERY / 2):
        write_use(any_database, digest, now=moment)

    assert last_used(any_database) == NOW


def test_answer_is_given_although_nothing_can_be_noted(app: Flask, token: str, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "CREATE TRIGGER full BEFORE UPDATE ON api_token BEGIN SELECT RAISE(ABORT, 'full'); END"
        )

    assert status(app, token) == 200
    assert last_used(database) is None
