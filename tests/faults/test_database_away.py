"""A database that is lost, slow, or cut off in the middle of a write, on the server that installations use."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, text

from marketplace.app import create_app
from marketplace.core import journal
from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.operations.doctor import Level, examine
from marketplace.settings import Settings
from marketplace.web.session import transaction
from tests.faults.writing import app_that_writes, entries
from tests.fixtures.web import NOW, make_member

KILL_OTHERS = text(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


def kill_connections(database: Database) -> None:
    """End every connection to the database but our own, as a server does that is started again."""
    other = Database(database.url)
    with other.session() as session:
        session.execute(KILL_OTHERS)
    other.dispose()


def writing_app(settings: Settings, database: Database, *, cut: bool = False) -> Flask:
    """The application with a page that writes, whose connection is cut on demand before it commits."""

    def write() -> None:
        with transaction() as session:
            journal.record(session, actor=System(name="test"), action="a.b", subject="a:1", now=NOW)
            session.execute(text("SELECT 1"))
            if cut:
                kill_connections(database)

    return app_that_writes(settings, database, write)


@pytest.mark.postgres
def test_lost_connections_between_requests_are_not_noticed(settings: Settings, postgres_database: Database) -> None:
    client = writing_app(settings, postgres_database).test_client()
    client.post("/write")

    kill_connections(postgres_database)

    assert client.post("/write").status_code == 200
    assert entries(postgres_database) == 2


@pytest.mark.postgres
def test_connection_cut_before_the_commit_is_answered_503_and_nothing_is_written(
    settings: Settings, postgres_database: Database
) -> None:
    client = writing_app(settings, postgres_database, cut=True).test_client()

    answer = client.post("/write")

    assert answer.status_code == 503
    assert entries(postgres_database) == 0


def test_database_that_is_away_is_answered_with_a_sentence_while_the_process_lives(settings: Settings) -> None:
    away = Database("postgresql+psycopg://nobody@127.0.0.1:1/none")
    client = create_app(settings, database=away, clock=lambda: NOW).test_client()

    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").status_code == 503
    assert client.get("/providers").status_code == 503
    assert client.get("/api/v1/providers").json["code"] == "unavailable"
    assert "marketplace_database_up 0.0" in client.get("/metrics").text


@pytest.fixture
def impatient(any_database: Database) -> Iterator[Database]:
    """A second way to the same database that waits a twentieth of a second for a lock."""
    opened = Database(any_database.url)

    def bound(connection: object, _record: object) -> None:
        cursor = connection.cursor()  # type: ignore[attr-defined]  # the driver's own
        cursor.execute("PRAGMA busy_timeout=50" if opened.is_sqlite else "SET lock_timeout = 50")
        cursor.close()
        connection.commit()  # type: ignore[attr-defined]  # as above

    event.listen(opened.engine, "connect", bound)
    yield opened
    opened.dispose()


def test_slow_database_is_answered_503_after_a_bounded_wait_and_reading_goes_on(
    settings: Settings, any_database: Database, impatient: Database
) -> None:
    client = writing_app(settings, impatient).test_client()
    with any_database.transaction() as session:
        session.execute(text("SELECT 1"))  # SQLite's transaction, and its lock, begin with the first statement.
        journal.lock_chain(session)  # Somebody writes, and takes its time.

        answer = client.post("/write")
        page = client.get("/sign-in")

    assert answer.status_code == 503
    assert page.status_code == 200
    assert client.post("/write").status_code == 200
    assert entries(any_database) == 1


def test_service_bounds_the_wait_for_locks_and_for_the_server(any_database: Database) -> None:
    question = (
        "PRAGMA busy_timeout"
        if any_database.is_sqlite
        else "SELECT extract(epoch FROM current_setting('lock_timeout')::interval)::int * 1000"
    )

    with any_database.session() as session:
        assert session.execute(text(question)).scalar_one() == 15_000


def test_clock_turned_back_keeps_the_journal_whole_and_is_told_by_the_doctor(
    any_database: Database, settings: Settings
) -> None:
    make_member(any_database, role=Role.OPERATOR)
    back = NOW - timedelta(days=1)

    with any_database.transaction() as session:
        journal.record(session, actor=System(name="test"), action="a.b", subject="a:1", now=back)

    assert entries(any_database) > 1
    later = NOW - timedelta(days=2)
    found = {one.subject: one for one in examine(settings, any_database, now=later)}
    assert found["时钟"].level is Level.FAULT
