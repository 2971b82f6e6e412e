"""PostgreSQL ends every connection in the middle of a request, before each statement in turn and before each commit."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Connection, NullPool, create_engine, event, text
from sqlmodel import select
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.app import create_app
from marketplace.catalog.models import ModuleVersion
from marketplace.core import journal
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.fixtures.offers import make_owner, make_provider, write_reference
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, make_member

pytestmark = pytest.mark.postgres
CUT = text(
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)
MOMENTS = ("before_cursor_execute", "commit")


@contextmanager
def cutting(world: "World", *, at: int) -> Iterator[list[int]]:
    """Cut all connections before statement or commit number ``at`` of the block, from 1; yield what numbers came."""
    seen: list[int] = []

    def note(*_args: object) -> None:
        seen.append(len(seen) + 1)
        if len(seen) == at:
            world.killer.execute(CUT)

    for moment in MOMENTS:
        event.listen(world.database.engine, moment, note)
    try:
        yield seen
    finally:
        for moment in MOMENTS:
            event.remove(world.database.engine, moment, note)


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A service whose people are signed in; a fault is answered as visitors see it, not raised."""

    database: Database
    killer: Connection
    visitor: FlaskClient
    owner: FlaskClient
    token: str
    email: str


@pytest.fixture
def world(settings: Settings, postgres_database: Database) -> Iterator[World]:
    write_reference(postgres_database)
    provider_id = make_provider(postgres_database)
    _, email = make_member(postgres_database, role=Role.PROVIDER, organisation_id=provider_id)
    actor = make_owner(postgres_database, provider_id=provider_id)
    with postgres_database.transaction() as session:
        _, token = create_api_token(session, actor=actor, name="程序", scopes=["write"], days=1, now=NOW)
    app = create_app(settings, database=postgres_database, clock=lambda: NOW)
    app.test_client_class = BrowserClient
    visitor, owner = app.test_client(), app.test_client()
    assert owner.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    engine = create_engine(postgres_database.url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with engine.connect() as killer:
        yield World(database=postgres_database, killer=killer, visitor=visitor, owner=owner, token=token, email=email)


def answers_when_cut(world: World, ask: Callable[[], TestResponse]) -> list[TestResponse]:
    """Ask again and again, cut before the first statement, then the second, until there are no more."""
    answers = []
    while True:
        world.database.commits.close()  # What is kept for as long as nobody commits is asked for anew.
        with cutting(world, at=len(answers) + 1) as seen:
            answer = ask()
        if len(seen) <= len(answers):
            assert answers, "nothing was ever cut"
            assert answer.status_code < 400, "once nobody cuts, it is answered as ever"
            return answers
        answers.append(answer)


def require_told(answers: list[TestResponse], *, done: int) -> None:
    """Each is either done or 503 that says when to come back; at least one was cut so that it could not be done."""
    assert {one.status_code for one in answers} <= {done, 503}
    refused = [one for one in answers if one.status_code == 503]
    assert refused
    assert {one.headers["Retry-After"] for one in refused} == {"5"}


@pytest.mark.parametrize("path", ["/providers", "/api/v1/providers"])
def test_visitor_whose_reading_is_cut_is_told_to_come_back(world: World, path: str) -> None:
    require_told(answers_when_cut(world, lambda: world.visitor.get(path)), done=200)


@pytest.mark.parametrize("path", ["/desk", "/inbox", "/api/v1/modules"])
def test_signed_in_person_whose_reading_is_cut_is_told_to_come_back(world: World, path: str) -> None:
    require_told(answers_when_cut(world, lambda: world.owner.get(path)), done=200)


def test_sign_in_that_is_cut_is_told_to_come_back(world: World) -> None:
    def sign_in() -> TestResponse:
        return world.visitor.post("/sign-in", data={"email": world.email, "password": PASSWORD})

    require_told(answers_when_cut(world, sign_in), done=303)


def test_program_whose_writing_is_cut_is_told_to_come_back_and_what_was_acknowledged_is_there(world: World) -> None:
    body = {"name": "扫码报工", "summary": "工人扫码报工，产量和工资当天算清。", "payment": ["一次性付费"]}
    keys = [f"cut-off-{number:03}" for number in range(1_000)]

    def write() -> TestResponse:
        headers = {"Authorization": f"Bearer {world.token}", "Idempotency-Key": keys.pop()}
        return world.visitor.post("/api/v1/modules", json=body, headers=headers)

    answers = answers_when_cut(world, write)

    require_told(answers, done=201)
    assert {one.json["code"] for one in answers if one.status_code == 503} == {"unavailable"}
    acknowledged = {one.json["version_id"] for one in answers if one.status_code == 201}
    with world.database.session() as session:
        assert acknowledged <= set(session.exec(select(ModuleVersion.id)).all())
        assert journal.verify(session).is_intact
