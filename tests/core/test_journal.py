"""The journal: chained, append-only, and honest about what was done to it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.core import journal
from marketplace.core.actor import System
from marketplace.core.db import Database
from tests.fixtures.web import NOW

SYSTEM = System(name="test")


def write(database: Database, *, count: int) -> None:
    for number in range(count):
        with database.transaction() as session:
            journal.record(session, actor=SYSTEM, action="thing.done", subject=f"thing:{number}", now=NOW)


def tamper(database: Database, statement: str) -> None:
    """Change rows as somebody with full rights would: without the triggers."""
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("DROP TRIGGER journal_entry_no_update")
            connection.exec_driver_sql("DROP TRIGGER journal_entry_no_delete")
        else:
            connection.exec_driver_sql("ALTER TABLE journal_entry DISABLE TRIGGER USER")
        connection.exec_driver_sql(statement)


def test_verify_after_writes_counts_every_entry(any_database: Database) -> None:
    write(any_database, count=3)

    with any_database.session() as session:
        result = journal.verify(session)

    assert result.is_intact
    assert result.count == 3


@pytest.mark.parametrize("verb", ["UPDATE journal_entry SET event = 'x'", "DELETE FROM journal_entry"])
def test_changing_an_entry_is_refused_by_the_database(any_database: Database, verb: str) -> None:
    write(any_database, count=1)

    with pytest.raises(DBAPIError, match="append-only"), any_database.engine.begin() as connection:
        connection.execute(text(verb))


@pytest.mark.parametrize(
    ("statement", "broken_at", "reason"),
    [
        ("UPDATE journal_entry SET event = replace(event, 'thing:1', 'thing:9') WHERE seq = 2", 2, "这一条被改过"),
        ("DELETE FROM journal_entry WHERE seq = 2", 3, "缺第 2 条"),
        ("UPDATE journal_entry SET previous_digest = digest WHERE seq = 3", 3, "和前一条接不上"),
    ],
)
def test_verify_after_tampering_names_the_first_bad_row(
    any_database: Database, statement: str, broken_at: int, reason: str
) -> None:
    write(any_database, count=4)
    tamper(any_database, statement)

    with any_database.session() as session:
        result = journal.verify(session)

    assert (result.broken_at, result.reason) == (broken_at, reason)


def test_verify_with_saved_head_finds_a_cut_tail(any_database: Database) -> None:
    write(any_database, count=4)
    with any_database.session() as session:
        head = journal.load_head(session)
    tamper(any_database, "DELETE FROM journal_entry WHERE seq = 4")

    with any_database.session() as session:
        alone, against_head = journal.verify(session), journal.verify(session, head=head)

    assert alone.is_intact
    assert against_head.reason == "到保存的链头为止，缺了后面的记录"


def test_rolled_back_work_leaves_no_entry(any_database: Database) -> None:
    with pytest.raises(RuntimeError), any_database.transaction() as session:
        journal.record(session, actor=SYSTEM, action="thing.done", subject="thing:1", now=NOW)
        raise RuntimeError

    with any_database.session() as session:
        assert journal.load_head(session).seq == 0
