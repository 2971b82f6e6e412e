"""A disk that is full or read-only: a sentence, nothing half done, and all as before when there is room again."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event

from marketplace.app import create_app
from marketplace.core import journal
from marketplace.core.actor import Role, System
from marketplace.core.db import Database
from marketplace.files.store import FileStore
from marketplace.settings import Settings
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import transaction
from tests.faults.writing import app_that_writes, entries
from tests.fixtures.web import NOW, make_member


@pytest.fixture
def full(database: Database) -> Iterator[Database]:
    """A database whose file may not grow by a page any more."""
    make_member(database, role=Role.OPERATOR)
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    database.dispose()

    def bound(connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count={pages}")  # type: ignore[attr-defined]  # the driver's own

    event.listen(database.engine, "connect", bound)
    yield database
    event.remove(database.engine, "connect", bound)
    database.dispose()


def writing_app(settings: Settings, database: Database) -> Flask:
    """The application with a page that writes a megabyte of journal in one transaction."""

    def write_much() -> None:
        with transaction() as session:
            for number in range(400):
                journal.record(
                    session,
                    actor=System(name="test"),
                    action="a.b",
                    subject=f"a:{number}",
                    now=NOW,
                    details={"digest": "0" * 200},
                )

    return app_that_writes(settings, database, write_much)


def test_full_disk_is_answered_with_a_sentence_and_nothing_is_written(settings: Settings, full: Database) -> None:
    client = writing_app(settings, full).test_client()
    before = entries(full)

    answer = client.post("/write")

    assert answer.status_code == 503
    assert "没有丢失" in answer.text
    assert entries(full) == before
    assert client.get("/healthz").status_code == 200
    assert client.get("/sign-in").status_code == 200


def test_read_only_disk_lets_people_read_and_refuses_to_write(
    settings: Settings, database: Database, tmp_path: Path
) -> None:
    make_member(database, role=Role.OPERATOR)
    before = entries(database)
    path = database.engine.url.database
    read_only = Database(f"sqlite:///file:{path}?mode=ro&uri=true")
    client = writing_app(settings, read_only).test_client()

    answer = client.post("/write")
    page = client.get("/sign-in")
    read_only.dispose()

    assert answer.status_code == 503
    assert page.status_code == 200
    assert entries(database) == before


@pytest.mark.parametrize("fault", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_upload_that_finds_no_room_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: int
) -> None:
    def no_room(_descriptor: int) -> None:
        raise OSError(fault, os.strerror(fault))

    store = FileStore(folder=tmp_path / "files")
    monkeypatch.setattr(os, "fsync", no_room)

    with pytest.raises(OSError, match=os.strerror(fault)):
        store.put(b"content")

    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize(("fault", "status"), [(errno.ENOSPC, 503), (errno.EROFS, 503), (errno.EIO, 500)])
def test_disk_without_room_is_answered_with_a_sentence(
    settings: Settings, database: Database, fault: int, status: int
) -> None:
    app = create_app(settings, database=database, clock=lambda: NOW)

    @requires(Permission.PUBLIC)
    def fill() -> str:
        raise OSError(fault, os.strerror(fault), "/var/lib/marketplace/secret-place")

    app.add_url_rule("/fill", view_func=fill)

    answer = app.test_client().get("/fill")

    assert answer.status_code == status
    assert "secret-place" not in answer.text
