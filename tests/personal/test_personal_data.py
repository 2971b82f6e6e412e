"""A copy of one's personal data, and removing oneself: nothing of the person stays, and the journal is whole."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlmodel import Session, SQLModel, col, select

from marketplace.accounts.models import ApiToken, AuthSession, Membership, User
from marketplace.accounts.services import create_api_token, create_user
from marketplace.core import journal
from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.notify.models import Message
from marketplace.personal.policies import GOES, LABELS, OWN, SECRET, naming_columns
from marketplace.personal.removal import REMOVED_NAME
from marketplace.search.models import SavedSearch
from tests.fixtures.web import NOW, PASSWORD, Person

ADDRESS = "/account/personal-data"


@pytest.fixture
def leaver(person: Callable[..., Person], database: Database) -> Person:
    """Return somebody with a colleague who manages their body, a token, a message and a saved search."""
    boss = person(Role.ENTERPRISE)
    leaver = person(Role.ENTERPRISE, organisation_id=boss.actor.organisation_id)
    with database.transaction() as session:
        create_api_token(session, actor=leaver.actor, name="程序甲", scopes=["read"], days=9, now=NOW)
        user_id = leaver.actor.user_id
        session.add(Message(user_id=user_id, subject="提醒", body="请看一看。", url="/desk", created_at=NOW))
        session.add(
            SavedSearch(user_id=user_id, question={"q": "染缸"}, question_digest="d", label="染缸", created_at=NOW)
        )
    return leaver


def row_of(session: Session, who: Person) -> User:
    return session.exec(select(User).where(User.id == who.actor.user_id)).one()


def test_every_column_of_a_persons_own_is_dealt_with() -> None:
    named = {(table.name, column.name) for table, column in naming_columns()}
    own = {(table, column) for table, column in named if column == "user_id"}

    assert own == OWN
    assert {table for table, _ in OWN} <= LABELS.keys()


def test_copy_holds_what_is_the_persons_own_and_no_secret(leaver: Person, database: Database) -> None:
    answer = leaver.client.get(f"{ADDRESS}.json")

    kept = json.loads(answer.data)
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert kept["own"]["user_account"][0]["email"] == leaver.email
    assert [row["name"] for row in kept["own"]["api_token"]] == ["程序甲"]
    assert [row["label"] for row in kept["own"]["saved_search"]] == ["染缸"]
    assert [row["subject"] for row in kept["own"]["message"]] == ["提醒"]
    assert not {name for rows in kept["own"].values() for row in rows for name in row} & SECRET
    with database.session() as session:
        user = row_of(session, leaver)
    assert user.salt not in answer.text
    assert user.password_hash not in answer.text


def test_copy_tells_nothing_of_others(leaver: Person, person: Callable[..., Person]) -> None:
    other = person(Role.ENTERPRISE)

    assert other.email not in leaver.client.get(f"{ADDRESS}.json").text
    assert leaver.email not in other.client.get(f"{ADDRESS}.json").text


def removed(who: Person, *, proof: str = PASSWORD) -> Any:
    return who.client.post("/account/removal", data={"proof": proof})


def test_whoever_goes_leaves_a_number_and_a_whole_journal(leaver: Person, app: Flask, database: Database) -> None:
    answer = removed(leaver)

    assert answer.status_code == 303
    assert leaver.client.get("/desk").status_code == 303
    again = app.test_client().post("/sign-in", data={"email": leaver.email, "password": PASSWORD})
    assert again.status_code == 422
    with database.session() as session:
        user = row_of(session, leaver)
        assert (user.display_name, user.salt, user.password_hash) == (REMOVED_NAME, "", "")
        assert leaver.email not in user.email
        memberships = session.exec(select(Membership).where(Membership.user_id == user.id)).all()
        assert [one.ended_at is not None for one in memberships] == [True]
        assert session.exec(select(ApiToken)).all() == []
        for name, column in GOES:
            table = SQLModel.metadata.tables[name]
            assert session.execute(table.select().where(table.c[column] == user.id)).all() == []
        assert journal.verify(session).is_intact
        last = session.exec(select(journal.JournalEntry).order_by(col(journal.JournalEntry.seq).desc())).first()
        assert last is not None
        assert journal.parse_event(last)["action"] == "user.removed"
        assert leaver.email not in "".join(entry.event for entry in session.exec(select(journal.JournalEntry)))


def test_wrong_password_removes_nobody_and_is_counted(leaver: Person, database: Database) -> None:
    answer = removed(leaver, proof="another sentence")

    assert answer.status_code == 422
    with database.session() as session:
        user = row_of(session, leaver)
        assert (user.disabled_at, user.failed_count) == (None, 1)
        assert session.exec(select(AuthSession).where(AuthSession.user_id == user.id)).all()


def test_manager_hands_over_before_going(person: Callable[..., Person], database: Database) -> None:
    boss = person(Role.ENTERPRISE)
    person(Role.ENTERPRISE, organisation_id=boss.actor.organisation_id)

    answer = removed(boss)

    assert answer.status_code == 409
    assert "转交给同事" in answer.text
    with database.session() as session:
        assert row_of(session, boss).disabled_at is None


def test_last_person_of_a_body_may_go(person: Callable[..., Person], database: Database) -> None:
    alone = person(Role.ENTERPRISE)

    assert removed(alone).status_code == 303
    with database.session() as session:
        assert row_of(session, alone).disabled_at is not None


def test_address_is_free_for_a_new_account(leaver: Person, database: Database) -> None:
    removed(leaver)

    with database.transaction() as session:
        again = create_user(
            session, email=leaver.email, display_name="新人", password=PASSWORD, now=NOW, actor=System(name="test")
        )

    assert again.id != leaver.actor.user_id
