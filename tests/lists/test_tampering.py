"""Whatever somebody changes past the service shows: a byte of an edition or of a run, a row of the journal."""

import random
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.core import journal
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.core.journal import Head, record
from tests.fixtures.web import NOW
from tests.lists.world import make_people, whole_course

ROWS = 60
TRIGGERS = ("journal_entry_no_update", "journal_entry_no_delete", "list_edition_no_update", "list_edition_no_delete")


def write_rows(database: Database) -> Head:
    with database.transaction() as session:
        for number in range(ROWS):
            record(session, actor=System(name="test"), action="noted", subject=f"thing:{number}", now=NOW)
    with database.session() as session:
        return journal.load_head(session)


def past_the_service(database: Database, change: Callable[[sqlite3.Connection], object]) -> None:
    """Do what somebody with the file in hand could do: the triggers fall first."""
    with sqlite3.connect(Path(str(database.engine.url.database))) as connection:
        for name in TRIGGERS:
            connection.execute(f"DROP TRIGGER {name}")
        change(connection)
    connection.close()


def altered(text: str, place: int) -> str:
    other = "x" if text[place] != "x" else "y"
    return f"{text[:place]}{other}{text[place + 1 :]}"


@pytest.mark.parametrize("column", ["event", "digest", "previous_digest"])
def test_any_single_changed_byte_of_the_journal_is_found(database: Database, column: str) -> None:
    write_rows(database)
    dice = random.Random(column)
    seq = dice.randint(1, ROWS)

    def change(connection: sqlite3.Connection) -> None:
        (text,) = connection.execute(f"SELECT {column} FROM journal_entry WHERE seq = ?", (seq,)).fetchone()
        new = altered(text, dice.randrange(len(text)))
        connection.execute(f"UPDATE journal_entry SET {column} = ? WHERE seq = ?", (new, seq))

    past_the_service(database, change)

    with database.session() as session:
        assert journal.verify(session).broken_at == seq


def test_every_single_byte_of_an_event_counts(database: Database) -> None:
    write_rows(database)
    with database.session() as session:
        row = session.get(journal.JournalEntry, 1)
        assert row is not None
        event, digest = row.event, row.digest

    wrong = [place for place in range(len(event)) if journal._link(journal.GENESIS, altered(event, place)) == digest]

    assert wrong == []


def delete_one(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM journal_entry WHERE seq = 30")


def insert_one(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journal_entry SET seq = seq + 1000 WHERE seq >= 30")
    connection.execute("UPDATE journal_entry SET seq = seq - 999 WHERE seq >= 1000")
    (previous,) = connection.execute("SELECT digest FROM journal_entry WHERE seq = 29").fetchone()
    event = '{"action":"slipped in"}'
    fields = (previous, event, journal._link(previous, event))
    connection.execute("INSERT INTO journal_entry VALUES (30, ?, ?, ?)", fields)


def swap_two(connection: sqlite3.Connection) -> None:
    connection.execute("UPDATE journal_entry SET seq = 9999 WHERE seq = 30")
    connection.execute("UPDATE journal_entry SET seq = 30 WHERE seq = 31")
    connection.execute("UPDATE journal_entry SET seq = 31 WHERE seq = 9999")


def cut_off(connection: sqlite3.Connection) -> None:
    connection.execute("DELETE FROM journal_entry WHERE seq > 30")


def rewrite_all(connection: sqlite3.Connection) -> None:
    """Write the whole chain anew, with one event altered: only a saved head tells."""
    previous = journal.GENESIS
    for seq, event in connection.execute("SELECT seq, event FROM journal_entry ORDER BY seq").fetchall():
        new = event.replace("thing:29", "thing:30") if seq == 30 else event
        digest = journal._link(previous, new)
        fields = (previous, new, digest, seq)
        connection.execute("UPDATE journal_entry SET previous_digest = ?, event = ?, digest = ? WHERE seq = ?", fields)
        previous = digest


@pytest.mark.parametrize("change", [delete_one, insert_one, swap_two, cut_off, rewrite_all])
def test_deleted_inserted_cut_and_rewritten_rows_are_found_against_a_saved_head(
    database: Database, change: Callable[[sqlite3.Connection], object]
) -> None:
    head = write_rows(database)

    past_the_service(database, change)

    with database.session() as session:
        found = journal.verify(session, head=head)
    assert found.broken_at is not None
    assert 29 <= found.broken_at <= ROWS


def test_any_changed_byte_of_an_edition_no_longer_fits_its_digest(database: Database) -> None:
    edition = whole_course(database, people=make_people(database))

    wrong = [
        place
        for place in range(len(edition.facts))
        if digest_bytes(altered(edition.facts, place).encode()) == edition.digest
    ]

    assert wrong == []
