"""Unified identity: who gets in, who is linked, and every answer of an issuer that must not be believed."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import urllib3
from flask import Flask
from flask.testing import FlaskClient
from joserfc.jwk import RSAKey
from sqlmodel import select
from werkzeug.test import TestResponse

from marketplace.accounts.models import Identity, User
from marketplace.accounts.organisations import accept_invitation, invite
from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.settings import Settings
from tests.accounts.fake_issuer import CLIENT_ID, CLIENT_SECRET, Issuer, running_issuer
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, make_member

HOUR = 3600
_numbers = count(1)


@pytest.fixture(scope="module")
def serving() -> Iterator[Issuer]:
    with running_issuer(int(NOW.timestamp())) as known:
        yield known


@pytest.fixture
def issuer(serving: Issuer) -> Issuer:
    """The issuer as it is when it tells the truth about a person of this test's own."""
    number = next(_numbers)
    serving.claims = {"email": f"person.{number}@issuer.invalid", "sub": f"subject-{number}"}
    serving.document, serving.signs_with = {}, None
    return serving


def app_with(issuer: Issuer, database: Database, folder: Path) -> Flask:
    settings = Settings(
        demo_mode=True,
        data_dir=folder,
        secure_cookies=False,
        rate_limits=False,
        oidc_issuer=issuer.url,
        oidc_client_id=CLIENT_ID,
        oidc_client_secret=CLIENT_SECRET,
    )
    made = create_app(settings, database=database, clock=lambda: NOW)
    made.testing = True
    made.test_client_class = BrowserClient
    return made


@pytest.fixture(scope="module")
def database(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """One database for all, whose people have nothing to do with each other."""
    copy = tmp_path_factory.mktemp("oidc") / "marketplace.db"
    shutil.copy(sqlite_template, copy)
    opened = Database(f"sqlite:///{copy}")
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def app(serving: Issuer, database: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    return app_with(serving, database, tmp_path_factory.mktemp("data"))


def invitation(database: Database) -> str:
    boss, _ = make_member(database, role=Role.ENTERPRISE)
    with database.transaction() as session:
        return invite(session, actor=boss, organisation_id=boss.organisation_id, role=Role.ENTERPRISE, now=NOW)


def invited(database: Database, issuer: Issuer) -> int:
    """A person of the address who came by an invitation and has a password."""
    token = invitation(database)
    actor, _ = make_member(database, role=Role.PROVIDER)
    with database.transaction() as session:
        user = session.get_one(User, actor.user_id)
        user.email = issuer.claims["email"]
        accept_invitation(session, token=token, user=user, now=NOW)
    return actor.user_id


def go(client: FlaskClient, *, next_path: str = "", tamper: dict[str, str] | None = None) -> TestResponse:
    """Walk to the issuer and back as a browser does."""
    begun = client.get("/sign-in/oidc", query_string={"next": next_path})
    assert begun.status_code == 303
    pool = urllib3.PoolManager()
    back = pool.request("GET", begun.location, redirect=False).headers["Location"]
    pool.clear()
    asked = {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}
    return client.get("/sign-in/oidc/callback", query_string={**asked, **(tamper or {})})


def identities(database: Database, issuer: Issuer) -> list[int]:
    """Return who was linked to the subject of this test."""
    with database.session() as session:
        return list(session.exec(select(Identity.user_id).where(Identity.subject == issuer.claims["sub"])))


def test_invited_person_gets_in_and_is_found_again_by_subject(app: Flask, database: Database, issuer: Issuer) -> None:
    user_id = invited(database, issuer)

    first = go(app.test_client(), next_path="/inbox")
    issuer.claims = {**issuer.claims, "email": "another@example.invalid"}
    client = app.test_client()
    second = go(client)

    assert (first.location, second.location) == ("/inbox", "/desk")
    assert client.get("/desk").status_code == 200
    assert identities(database, issuer) == [user_id]
    with database.session() as session:
        events = [row.event for row in session.exec(select(JournalEntry)) if "identity.bound" in row.event]
    assert f"user:{user_id}" in events[-1]
    assert issuer.claims["sub"] not in events[-1]


def test_linking_an_account_that_was_there_ends_its_password_and_sessions(
    app: Flask, database: Database, issuer: Issuer
) -> None:
    invited(database, issuer)
    before, email = app.test_client(), issuer.claims["email"]
    before.post("/sign-in", data={"email": email, "password": PASSWORD})
    assert before.get("/desk").status_code == 200

    go(app.test_client())

    assert before.get("/desk").status_code == 303
    assert before.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 422


def test_person_with_an_invitation_joins_by_identity_alone(app: Flask, database: Database, issuer: Issuer) -> None:
    token, client = invitation(database), app.test_client()
    assert "用统一身份登录并加入" in client.get(f"/join/{token}").text

    answer = go(client, next_path=f"/join/{token}")

    assert answer.location == "/desk"
    assert client.get("/desk").status_code == 200
    assert app.test_client().get(f"/join/{token}").status_code == 404


def test_self_registered_account_of_the_same_address_is_not_given_away(
    app: Flask, database: Database, issuer: Issuer
) -> None:
    actor, _ = make_member(database, role=Role.ENTERPRISE)
    with database.transaction() as session:
        session.get_one(User, actor.user_id).email = issuer.claims["email"]
    client = app.test_client()

    answer = go(client)

    assert answer.location == "/sign-in"
    assert "没有用这个邮箱受邀加入的账号" in client.get("/sign-in").text
    assert identities(database, issuer) == []


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://other.invalid"},
        {"aud": "another-client"},
        {"aud": [CLIENT_ID, "another"], "azp": "another"},
        {"nonce": "another"},
        {"exp": int(NOW.timestamp()) - HOUR},
        {"iat": int(NOW.timestamp()) + HOUR},
        {"sub": ""},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email": ""},
    ],
    ids=str,
)
def test_token_that_does_not_hold_lets_nobody_in(
    app: Flask, database: Database, issuer: Issuer, claims: dict[str, Any]
) -> None:
    invited(database, issuer)
    issuer.claims = {**issuer.claims, **claims}
    client = app.test_client()

    answer = go(client)

    assert answer.location == "/sign-in"
    assert client.get("/desk").status_code == 303
    assert identities(database, issuer) == []


def test_token_of_another_key_lets_nobody_in(app: Flask, database: Database, issuer: Issuer) -> None:
    invited(database, issuer)
    issuer.signs_with = RSAKey.generate_key(2048, {"kid": "1"})

    assert go(app.test_client()).location == "/sign-in"
    assert identities(database, issuer) == []


@pytest.mark.parametrize("tamper", [{"state": "another"}, {"state": ""}, {"code": "guessed"}, {"code": ""}])
def test_answer_that_does_not_belong_to_the_attempt_is_refused(
    app: Flask, database: Database, issuer: Issuer, tamper: dict[str, str]
) -> None:
    invited(database, issuer)
    client = app.test_client()

    answer = go(client, tamper=tamper)

    assert answer.location == "/sign-in"
    assert "统一身份登录没有完成" in client.get("/sign-in").text


def test_callback_of_another_browser_and_a_second_time_is_refused(
    app: Flask, database: Database, issuer: Issuer
) -> None:
    invited(database, issuer)
    client = app.test_client()
    go(client)
    asked = {"state": issuer.asked["state"], "code": "code-again"}

    assert client.get("/sign-in/oidc/callback", query_string=asked).location == "/sign-in"
    assert app.test_client().get("/sign-in/oidc/callback", query_string=asked).location == "/sign-in"


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://other.invalid"},
        {"token_endpoint": "http://plain.invalid/token"},
        {"authorization_endpoint": ""},
    ],
)
def test_issuer_that_is_not_what_it_was_is_not_followed(app: Flask, issuer: Issuer, document: dict[str, str]) -> None:
    issuer.document = document
    client = app.test_client()

    answer = client.get("/sign-in/oidc")

    assert answer.location == "/sign-in"
    assert "暂时没有回应" in client.get("/sign-in").text


def test_issuer_that_is_away_leaves_the_password(app: Flask, database: Database, tmp_path: Path) -> None:
    away = app_with(Issuer(url="http://127.0.0.1:9"), database, tmp_path)
    client = away.test_client()

    assert client.get("/sign-in/oidc").location == "/sign-in"
    assert client.get("/sign-in").status_code == 200


def test_browser_is_sent_with_state_nonce_and_challenge_and_nothing_secret(app: Flask, issuer: Issuer) -> None:
    begun = app.test_client().get("/sign-in/oidc")

    asked = parse_qs(urlsplit(begun.location).query)
    assert asked["response_type"] == ["code"]
    assert asked["code_challenge_method"] == ["S256"]
    assert len({asked[name][0] for name in ("state", "nonce", "code_challenge")}) == 3
    cookie = begun.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert not any(asked[name][0] in cookie for name in ("state", "nonce"))
    assert CLIENT_SECRET not in begun.location


def test_settings_refuse_an_issuer_without_name_or_secret() -> None:
    with pytest.raises(ValueError, match="OIDC_CLIENT_ID"):
        Settings(demo_mode=True, oidc_issuer="https://issuer.invalid")
