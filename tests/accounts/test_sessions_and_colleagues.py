"""Sessions that a person ends, colleagues who leave, and who looks after a body's people."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import text
from sqlmodel import select

from marketplace.accounts import managers
from marketplace.accounts.labels import SessionStage
from marketplace.accounts.models import Manager
from marketplace.accounts.policies import device_name, session_life
from marketplace.accounts.services import create_api_token
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.errors import ConflictError, ForbiddenError, NotFoundError
from marketplace.core.journal import JournalEntry, parse_event
from marketplace.migrations.runner import downgrade, upgrade
from tests.fixtures.web import NOW, PASSWORD, Person, StatementCount, make_member

EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/138.0 Safari/537.36 Edg/138.0"
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.60"


@pytest.mark.parametrize(
    ("said", "name"), [(EDGE, "Edge，Windows"), (WECHAT, "微信，iPhone"), ("curl/8.1", "其他程序"), ("", "其他程序")]
)
def test_device_is_named_so_that_its_owner_recognises_it(said: str, name: str) -> None:
    assert device_name(said) == name


def test_session_on_a_lost_telephone_is_ended_from_the_desk(person: Callable[..., Person], app: Flask) -> None:
    owner = person(Role.ENTERPRISE)
    phone = app.test_client()
    phone.post("/sign-in", data={"email": owner.email, "password": PASSWORD}, headers={"User-Agent": WECHAT})

    page = owner.client.get("/account").text
    numbers = re.findall(r"/account/sessions/(\d+)/revoke", page)
    assert "微信，iPhone" in page
    assert "这台设备" in page
    assert len(numbers) == 1
    answer = owner.client.post(f"/account/sessions/{numbers[0]}/revoke")

    assert answer.status_code == 303
    assert phone.get("/desk").status_code == 303
    assert owner.client.get("/desk").status_code == 200
    assert person(Role.ENTERPRISE).client.post(f"/account/sessions/{numbers[0]}/revoke").status_code == 404


def test_session_ends_at_its_hour_although_nothing_is_written_then(person: Callable[..., Person], app: Flask) -> None:
    client, kept = person(Role.ENTERPRISE).client, app.extensions["marketplace"]
    moments = (NOW + session_life(SessionStage.OPEN) - timedelta(seconds=1), NOW + session_life(SessionStage.OPEN))
    found = []

    for moment in moments:
        kept.clock = lambda moment=moment: moment
        found.append(client.get("/desk").status_code)

    assert found == [200, 303]


def test_manager_removes_a_colleague_and_their_sessions_and_tokens_end(
    person: Callable[..., Person], app: Flask, database: Database
) -> None:
    boss = person(Role.ENTERPRISE)
    body = boss.actor.organisation_id
    leaver = person(Role.ENTERPRISE, organisation_id=body)
    with database.transaction() as session:
        _, token = create_api_token(session, actor=leaver.actor, name="程序", scopes=["read"], days=9, now=NOW)
    numbers = re.findall(r"/account/colleagues/(\d+)/end", boss.client.get("/account").text)

    refused = leaver.client.post(f"/account/colleagues/{numbers[0]}/end")
    answer = boss.client.post(f"/account/colleagues/{numbers[0]}/end")

    assert (refused.status_code, answer.status_code) == (403, 303)
    assert leaver.client.get("/desk").status_code == 303
    bearer = {"Authorization": f"Bearer {token}"}
    assert app.test_client().get("/api/v1/enterprises", headers=bearer).status_code == 401
    assert boss.client.get("/account").text.count("/end") == 0


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "BEARER"])
def test_scheme_of_a_token_is_read_in_any_letters(person: Callable[..., Person], app: Flask, scheme: str) -> None:
    owner = person(Role.ENTERPRISE)
    with app.extensions["marketplace"].database.transaction() as session:
        _, token = create_api_token(session, actor=owner.actor, name="程序", scopes=["read"], days=9, now=NOW)

    answer = app.test_client().get("/api/v1/me", headers={"Authorization": f"{scheme}  {token}"})

    assert answer.status_code == 200


def test_handing_over_moves_the_right_with_a_line_in_the_journal(
    person: Callable[..., Person], database: Database
) -> None:
    boss = person(Role.PROVIDER)
    heir = person(Role.PROVIDER, organisation_id=boss.actor.organisation_id)
    number = re.findall(r"/account/colleagues/(\d+)/hand-over", boss.client.get("/account").text)[0]

    assert boss.client.post(f"/account/colleagues/{number}/hand-over").status_code == 303

    assert "转交管理员" not in boss.client.get("/account").text
    assert "转交管理员" in heir.client.get("/account").text
    assert boss.client.post(f"/account/colleagues/{number}/hand-over").status_code == 403
    with database.session() as session:
        events = [parse_event(row) for row in session.exec(select(JournalEntry))]
    handed = [row for row in events if row["action"] == "organisation.handed_over"]
    assert [(row["actor"]["user_id"], row["details"]["user_id"]) for row in handed] == [
        (boss.actor.user_id, heir.actor.user_id)
    ]


def test_operator_appoints_where_the_manager_is_gone(person: Callable[..., Person], database: Database) -> None:
    boss, operator = person(Role.PROVIDER), person(Role.OPERATOR)
    body = boss.actor.organisation_id
    heir = person(Role.PROVIDER, organisation_id=body)
    address = f"/operator/organisations/{body}"
    numbers = re.findall(r'name="membership_id" value="(\d+)"', operator.client.get(address).text)
    wanted = {"membership_id": numbers[0], "action": "end", "person_reason": "来函说明已离职"}

    early = operator.client.post(f"{address}/people", data=wanted)
    without = operator.client.post(f"{address}/people", data={**wanted, "person_reason": ""})
    operator.client.post(f"{address}/people", data={**wanted, "membership_id": numbers[1], "action": "appoint"})
    done = operator.client.post(f"{address}/people", data=wanted)

    assert "请先把管理员转交" in early.text
    assert "请填写这一项" in without.text
    assert done.status_code == 303
    assert boss.client.get("/desk").status_code == 303
    assert "转交管理员" not in heir.client.get("/account").text  # Nobody is left to hand it to.
    with database.session() as session:
        assert session.get_one(Manager, body).user_id == heir.actor.user_id


def test_only_people_of_the_own_body_can_be_managed(any_database: Database) -> None:
    boss, _ = make_member(any_database, role=Role.ENTERPRISE)
    stranger, _ = make_member(any_database, role=Role.ENTERPRISE)
    colleague, _ = make_member(any_database, role=Role.ENTERPRISE, organisation_id=boss.organisation_id)
    with any_database.session() as session:
        rows = {
            row.user_id: row.membership_id
            for body in (boss.organisation_id, stranger.organisation_id)
            for row in managers.load_colleagues(session, organisation_id=body)
        }

    with any_database.transaction() as session:
        with pytest.raises(NotFoundError):
            managers.end_membership(session, actor=boss, membership_id=rows[stranger.user_id], now=NOW)
        with pytest.raises(ForbiddenError):
            managers.hand_over(session, actor=colleague, membership_id=rows[boss.user_id], now=NOW)
        with pytest.raises(ConflictError):
            managers.end_membership(session, actor=boss, membership_id=rows[boss.user_id], now=NOW)


def test_account_page_takes_as_many_statements_for_twenty_colleagues(
    person: Callable[..., Person],
    database: Database,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
) -> None:
    boss = person(Role.ENTERPRISE)
    with count_queries() as one:
        boss.client.get("/account")
    for _ in range(19):
        make_member(database, role=Role.ENTERPRISE, organisation_id=boss.actor.organisation_id)

    with count_queries() as twenty:
        page = boss.client.get("/account")

    assert page.text.count("转交管理员") == 19
    assert twenty() == one()


def test_upgrade_makes_the_first_person_of_every_body_its_manager(any_database: Database) -> None:
    boss, _ = make_member(any_database, role=Role.ENTERPRISE)
    make_member(any_database, role=Role.ENTERPRISE, organisation_id=boss.organisation_id)
    downgrade(any_database.engine, revision="0016")

    upgrade(any_database.engine)

    with any_database.engine.connect() as connection:
        rows = connection.execute(text("SELECT organisation_id, user_id FROM organisation_manager")).all()
    assert [tuple(row) for row in rows] == [(boss.organisation_id, boss.user_id)]
