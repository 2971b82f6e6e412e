"""Signing in tells nobody who has an account, and the log tells nobody a secret."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime, timedelta

import pytest
import structlog
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from marketplace.accounts import passwords
from marketplace.accounts.services import create_api_token
from marketplace.app import create_app
from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, Person, StatementCount, counting_statements, make_member

UNKNOWN = "nobody-at-all@example.invalid"


def told(client: FlaskClient, address: str, **data: str) -> str:
    """Return what a page answers, without what was typed and what differs by chance."""
    answer = client.post(address, data=data)
    text = answer.text.replace(data["email"], "")
    return f"{answer.status_code} {text.replace(answer.headers['X-Request-Id'], '')}"


@pytest.mark.parametrize(
    ("address", "more"), [("/sign-in", {"password": "not the right sentence"}), ("/password/forgot", {})]
)
def test_answer_is_the_same_whether_the_account_exists_or_not(
    client: FlaskClient, database: Database, address: str, more: dict[str, str]
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)

    assert told(client, address, email=email, **more) == told(client, address, email=UNKNOWN, **more)


def test_account_that_guessing_locked_is_answered_like_one_that_nobody_has(
    client: FlaskClient, database: Database
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)
    for address in [email, UNKNOWN] * 5:
        client.post("/sign-in", data={"email": address, "password": "not the right sentence"})

    locked, unknown = (told(client, "/sign-in", email=one, password=PASSWORD) for one in (email, UNKNOWN))

    assert locked == unknown


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hashes that passwords were held against, each of which costs memory and time."""
    verified: list[str] = []

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            verified.append(hashed)
            return real.verify(hashed, password)

        def __getattr__(self, name: str) -> object:
            return getattr(real, name)

    real = passwords._hasher
    monkeypatch.setattr(passwords, "_hasher", Counting())
    return verified


def test_unknown_account_costs_as_many_hashes_as_a_known_one(
    client: FlaskClient, database: Database, hashes: list[str]
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)
    counts = []
    for address in (email, UNKNOWN):
        hashes.clear()
        client.post("/sign-in", data={"email": address, "password": "not the right sentence"})
        counts.append(len(hashes))

    assert counts == [1, 1]


def test_locked_account_costs_as_many_hashes_as_a_free_one(
    client: FlaskClient, database: Database, hashes: list[str]
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)
    for _ in range(5):
        client.post("/sign-in", data={"email": email, "password": "not the right sentence"})
    hashes.clear()

    client.post("/sign-in", data={"email": email, "password": "not the right sentence"})

    assert len(hashes) == 1


def test_forgotten_password_of_nobody_costs_as_many_statements_as_one_of_somebody(
    client: FlaskClient, database: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)
    costs = []
    for address in (email, UNKNOWN):
        with count_queries() as count:
            client.post("/password/forgot", data={"email": address})
        costs.append([statement.split(" ")[0] for statement in count.statements])

    assert costs[0] == costs[1]


TOKENS = {"made up": "mk_made-up", "long": "x" * 5000, "nothing": "", "ended": None}


@pytest.mark.parametrize("token", TOKENS.values(), ids=TOKENS.keys())
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_token_that_does_not_hold_costs_the_one_question_that_a_good_one_begins_with(
    app: Flask, database: Database, hashes: list[str], token: str | None, method: str
) -> None:
    actor, _ = make_member(database, role=Role.PROVIDER)
    asked = {}
    good, ended = (_token_of(database, actor, now=moment) for moment in (NOW, NOW - timedelta(days=2)))
    for name, one in {"good": good, "bad": ended if token is None else token}.items():
        with counting_statements(database) as count:
            answer = app.test_client().open(
                "/api/v1/modules/1/draft", method=method, json={}, headers={"Authorization": f"Bearer {one}"}
            )
        asked[name] = count.statements
    refused = answer.get_json()

    assert (answer.status_code, refused["code"], refused["detail"]) == (
        401,
        "token_invalid",
        "令牌无效或已过期，请重新生成令牌。",
    )
    assert asked["bad"] == asked["good"][:1]
    assert hashes == []


def _token_of(database: Database, actor: Actor, *, now: datetime) -> str:
    with database.transaction() as session:
        return create_api_token(session, actor=actor, name="程序", scopes=["read", "write"], days=1, now=now)[1]


def test_log_holds_no_password_token_address_or_name(
    app: Flask, client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    someone = person(Role.PROVIDER)
    with database.transaction() as session:
        _, token = create_api_token(session, actor=someone.actor, name="程序", scopes=["read"], days=1, now=NOW)
    with structlog.testing.capture_logs() as logged:
        client.post("/sign-in", data={"email": someone.email, "password": PASSWORD})
        client.post("/sign-in", data={"email": UNKNOWN, "password": "wrong secret sentence"})
        client.get(f"/providers?q={someone.email}")
        app.test_client().get("/api/v1/modules/1/draft", headers={"Authorization": f"Bearer {token}"})
        app.test_client().get("/api/v1/modules/1/draft", headers={"Authorization": "Bearer stolen-token-of-somebody"})

    written = repr(logged)
    assert len(logged) >= 5
    for secret in (PASSWORD, "wrong secret", someone.email, UNKNOWN, token, "stolen-token", "测试用户"):
        assert secret not in written


def test_crash_in_the_database_logs_no_value(settings: Settings, database: Database) -> None:
    app = create_app(settings, database=database, clock=lambda: NOW)
    app.test_client_class = BrowserClient

    @requires(Permission.PUBLIC)
    def crash() -> str:
        read_session().execute(text("INSERT INTO change (seq, kind) VALUES (1, :email)").bindparams(email=UNKNOWN))
        return ""

    app.add_url_rule("/crash", view_func=crash)
    with structlog.testing.capture_logs(processors=[structlog.processors.format_exc_info]) as logged:
        answer = app.test_client().get("/crash")

    assert answer.status_code == 500
    assert "IntegrityError" in repr(logged)
    assert UNKNOWN not in repr(logged)
    assert UNKNOWN not in answer.text
