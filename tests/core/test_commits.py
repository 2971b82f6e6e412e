"""A commit is noticed by whoever keeps something until then, whichever process it came from; nothing else is."""

import subprocess
import sys

from sqlmodel import select, text

from marketplace.core.changes import log_change
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from tests.fixtures.web import NOW

WRITE = "from marketplace.core.db import Database; import sys; from sqlmodel import text\n"
WRITE += "with Database(sys.argv[1]).transaction() as s: s.exec(text('UPDATE change SET kind = upper(kind)'))"


def write(database: Database, number: int = 1) -> None:
    with database.transaction() as session:
        log_change(session, kind="module", object_id=number, now=NOW)


def test_state_is_equal_while_people_only_read(any_database: Database) -> None:
    before = any_database.commits.state()
    with any_database.session() as session:
        session.exec(select(JournalEntry)).all()
    with any_database.transaction() as session:
        session.exec(select(JournalEntry)).all()

    assert any_database.commits.state() == before is not None


def test_each_commit_makes_another_state(any_database: Database) -> None:
    states = [any_database.commits.state()]
    for number in range(3):
        write(any_database, number)
        states.append(any_database.commits.state())

    assert len(set(states)) == 4


def test_what_was_not_committed_is_no_change_until_it_is(any_database: Database) -> None:
    before = any_database.commits.state()
    with any_database.transaction() as session:
        session.execute(text("UPDATE change SET kind = kind"))
        log_change(session, kind="module", object_id=1, now=NOW)
        session.flush()
        during = any_database.commits.state()

    assert during == before != any_database.commits.state()


def test_commit_of_another_process_is_noticed(any_database: Database) -> None:
    write(any_database)
    before = any_database.commits.state()

    url = any_database.engine.url.render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", WRITE, url], check=True)

    assert any_database.commits.state() != before


def test_connection_that_was_cut_is_opened_anew_and_is_another_state(any_database: Database) -> None:
    before = any_database.commits.state()
    any_database.dispose()

    assert any_database.commits.state() not in {before, None}


def test_database_that_is_not_there_has_no_state() -> None:
    assert Database("postgresql+psycopg://nobody@127.0.0.1:1/none").commits.state() is None
