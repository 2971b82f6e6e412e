"""The change log: numbered in order of commit, followed by a cursor."""

from marketplace.core import changes
from marketplace.core.db import Database
from tests.fixtures.web import NOW


def change(database: Database, object_id: int) -> None:
    with database.transaction() as session:
        changes.log_change(session, kind="module", object_id=object_id, now=NOW)


def test_changes_after_a_cursor_come_in_order_and_once(any_database: Database) -> None:
    for object_id in (7, 8, 9):
        change(any_database, object_id)

    with any_database.session() as session:
        found = changes.load_changes_after(session, cursor=1)

    assert [(item.seq, item.object_id) for item in found] == [(2, 8), (3, 9)]


def test_the_same_thing_changed_twice_in_one_commit_is_one_change(any_database: Database) -> None:
    with any_database.transaction() as session:
        changes.log_change(session, kind="module", object_id=7, now=NOW)
        changes.log_change(session, kind="module", object_id=7, now=NOW)

    with any_database.session() as session:
        assert changes.load_last_seq(session) == 1
