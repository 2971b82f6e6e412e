"""Signing in and out, through the pages."""

from collections.abc import Callable

from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import PASSWORD, Person, make_member


def test_sign_in_with_right_password_opens_the_desk(person: Callable[..., Person]) -> None:
    someone = person(Role.OPERATOR)

    page = someone.client.get("/desk")

    assert page.status_code == 200
    assert "平台运营工作台" in page.text


def test_sign_in_with_wrong_password_keeps_the_address_and_says_why(client: FlaskClient, database: Database) -> None:
    _, email = make_member(database, role=Role.OPERATOR)

    page = client.post("/sign-in", data={"email": email, "password": "not this one"})

    assert page.status_code == 422
    assert email in page.text
    assert "邮箱或密码不对" in page.text


def test_sign_in_after_five_failures_is_locked_even_with_the_right_password(
    client: FlaskClient, database: Database
) -> None:
    _, email = make_member(database, role=Role.OPERATOR)
    for _ in range(5):
        client.post("/sign-in", data={"email": email, "password": "not this one"})

    page = client.post("/sign-in", data={"email": email, "password": PASSWORD})

    assert page.status_code == 422
    assert "账号暂时锁定" in page.text
    assert client.get("/desk").status_code == 303


def test_sign_in_never_follows_a_link_to_another_site(client: FlaskClient, database: Database) -> None:
    _, email = make_member(database, role=Role.OPERATOR)

    answer = client.post("/sign-in", data={"email": email, "password": PASSWORD, "next": "//evil.example/x"})

    assert answer.location == "/desk"


def test_sign_out_everywhere_ends_other_sessions(person: Callable[..., Person], client: FlaskClient) -> None:
    someone = person(Role.OPERATOR)
    client.post("/sign-in", data={"email": someone.email, "password": PASSWORD})

    someone.client.post("/sign-out/everywhere")

    assert client.get("/desk").status_code == 303


def test_post_from_another_site_is_refused(client: FlaskClient) -> None:
    answer = client.post("/sign-in", data={}, headers={"Sec-Fetch-Site": "cross-site"})

    assert answer.status_code == 403


def test_page_without_sign_in_leads_to_the_form_and_back(client: FlaskClient) -> None:
    answer = client.get("/account")

    assert answer.location == "/sign-in?next=/account"
