"""Rate limits: who counts as whom, what the headers say, and what somebody reads who asked too often."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pydantic import ValidationError

from marketplace.accounts import services
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.fixtures.web import NOW, Person


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Limits that a test reaches."""
    return Settings(
        demo_mode=True,
        data_dir=tmp_path / "data",
        secure_cookies=False,
        rate_limit_public="3/minute",
        rate_limit_sign_in="2/minute",
        rate_limit_member="4/minute",
    )


def statuses(client: FlaskClient, path: str, *, times: int, **options: object) -> list[int]:
    return [client.get(path, **options).status_code for _ in range(times)]  # type: ignore[arg-type]  # Werkzeug's.


def test_visitor_is_stopped_after_the_allowed_number_and_told_when_to_come_back(client: FlaskClient) -> None:
    assert statuses(client, "/sign-in", times=3) == [200, 200, 200]

    answer = client.get("/sign-in")

    assert answer.status_code == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 60
    assert "请求太频繁" in answer.text


def test_each_answer_says_what_is_left(client: FlaskClient) -> None:
    client.get("/sign-in")

    headers = client.get("/sign-in").headers

    assert (headers["X-RateLimit-Limit"], headers["X-RateLimit-Remaining"]) == ("3", "1")


def test_each_address_counts_by_itself(client: FlaskClient) -> None:
    statuses(client, "/sign-in", times=4)

    answer = client.get("/sign-in", environ_base={"REMOTE_ADDR": "192.0.2.7"})

    assert answer.status_code == 200


def test_signing_in_has_a_smaller_number_of_its_own(client: FlaskClient) -> None:
    wrong = {"email": "nobody@example.invalid", "password": "wrong"}

    tries = [client.post("/sign-in", data=wrong).status_code for _ in range(3)]

    assert tries[-1] == 429
    assert 429 not in tries[:2]
    assert client.get("/sign-in").status_code == 200


def test_person_counts_over_all_addresses(person: Callable[..., Person]) -> None:
    officer = person(Role.COUNTY, area_prefix="339999")

    found = [officer.client.get("/desk", environ_base={"REMOTE_ADDR": f"192.0.2.{n}"}).status_code for n in range(5)]

    assert (found[:4], found[4]) == ([200] * 4, 429)


def test_program_is_told_by_a_problem_and_each_token_counts_by_itself(
    person: Callable[..., Person], database: Database, app: Flask
) -> None:
    tokens = []
    actor = person(Role.PROVIDER).actor
    for name in ("one", "two"):
        with database.transaction() as session:
            _, token = services.create_api_token(session, actor=actor, name=name, scopes=["read"], days=1, now=NOW)
            tokens.append(token)
    client = app.test_client()
    first, second = ({"Authorization": f"Bearer {token}"} for token in tokens)

    found = [client.get("/api/v1/search?q=x", headers=first) for _ in range(5)]

    assert 429 not in [one.status_code for one in found[:4]]
    assert (found[4].status_code, found[4].json["code"]) == (429, "too_many_requests")
    assert client.get("/api/v1/search?q=x", headers=second).status_code != 429


def test_guessed_tokens_count_for_the_address(client: FlaskClient) -> None:
    found = [
        client.get("/api/v1/search?q=x", headers={"Authorization": f"Bearer guess{n}"}).status_code for n in range(4)
    ]

    assert found == [401, 401, 401, 429]


def test_health_and_styles_are_never_refused(client: FlaskClient) -> None:
    assert statuses(client, "/healthz", times=6) == [200] * 6


def test_limits_can_be_turned_off(tmp_path: Path, database: Database) -> None:
    from marketplace.app import create_app

    off = Settings(demo_mode=True, data_dir=tmp_path, rate_limit_public="1/minute", rate_limits=False)
    client = create_app(off, database=database).test_client()

    assert statuses(client, "/sign-in", times=3) == [200] * 3


@pytest.mark.parametrize("wrong", ["often", "5/fortnight", ""])
def test_limit_that_makes_no_sense_stops_the_start(wrong: str) -> None:
    with pytest.raises(ValidationError, match="300/minute"):
        Settings(demo_mode=True, rate_limit_public=wrong)
