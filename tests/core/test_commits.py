"""A commit is noticed by whoever keeps something until then, whichever process it came from; nothing else is."""

import subprocess
import sys
from threading import Barrier, Thread

import pytest
from sqlmodel import select, text

from marketplace.accounts.models import Organisation
from marketplace.core.changes import log_change
from marketplace.core.commits import CLOCK, LASTING_MINUTES, Stand
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from tests.fixtures.web import NOW

CHANGE, JOURNAL = {"change"}, {"journal_entry"}
WRITE = "import marketplace.tables; from marketplace.core.db import Database; import sys; from sqlmodel import text\n"
WRITE += "with Database(sys.argv[1]).transaction() as s: s.exec(text('UPDATE change SET kind = upper(kind)'))"


def write(database: Database, number: int = 1) -> None:
    with database.transaction() as session:
        log_change(session, kind="module", object_id=number, now=NOW)


def stand(database: Database) -> Stand:
    found = database.commits.stand()
    assert found is not None
    return found


def test_stand_is_the_same_while_people_only_read(any_database: Database) -> None:
    before = stand(any_database)
    with any_database.session() as session:
        session.exec(select(JournalEntry)).all()
    with any_database.transaction() as session:
        session.exec(select(JournalEntry).with_for_update()).all()

    assert stand(any_database) == before


def test_each_commit_is_the_newest_of_its_tables_and_of_no_other(any_database: Database) -> None:
    newest, others = (
        [stand(any_database).newest(CHANGE, question="")],
        [stand(any_database).newest(JOURNAL, question="")],
    )
    for number in range(3):
        write(any_database, number)
        newest.append(stand(any_database).newest(CHANGE, question=""))
        others.append(stand(any_database).newest(JOURNAL, question=""))

    assert newest == sorted(set(newest))
    assert len(set(others)) == 1
    assert stand(any_database).newest(CHANGE | JOURNAL, question="") == newest[-1]
    assert stand(any_database).newest([], question="") < newest[1]


def test_what_was_not_committed_is_no_change_until_it_is(any_database: Database) -> None:
    before = stand(any_database)
    with any_database.transaction() as session:
        session.execute(text("UPDATE change SET kind = kind"))
        log_change(session, kind="module", object_id=1, now=NOW)
        session.flush()
        during = stand(any_database)

    assert during == before != stand(any_database)


def test_what_was_taken_back_is_no_change(any_database: Database) -> None:
    write(any_database)
    before = stand(any_database)
    with pytest.raises(ZeroDivisionError), any_database.transaction() as session:
        session.execute(text("UPDATE change SET kind = 'x'"))
        session.flush()
        raise ZeroDivisionError

    assert stand(any_database).numbers == before.numbers


def test_commit_of_another_process_is_noticed(any_database: Database) -> None:
    write(any_database)
    before = stand(any_database)

    url = any_database.engine.url.render_as_string(hide_password=False)
    subprocess.run([sys.executable, "-c", WRITE, url], check=True)

    assert stand(any_database).newest(CHANGE, question="") != before.newest(CHANGE, question="")
    assert stand(any_database).newest(JOURNAL, question="") == before.newest(JOURNAL, question="")


def test_who_sees_a_number_sees_all_that_was_numbered_before(postgres_database: Database) -> None:
    write(postgres_database)
    together, seen = Barrier(5), list[tuple[int, int]]()

    def writing(number: int) -> None:
        together.wait()
        for turn in range(20):
            write(postgres_database, number * 100 + turn)

    threads = [Thread(target=writing, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    together.wait()
    while any(one.is_alive() for one in threads):
        number = stand(postgres_database).numbers["change"]
        with postgres_database.session() as session:
            seen.append((number, session.execute(text("SELECT count(*) FROM change")).scalar_one()))

    assert seen
    assert all(rows >= number for number, rows in seen)
    assert stand(postgres_database).numbers["change"] == 81


def test_rows_that_go_with_others_are_changes_of_their_tables(any_database: Database) -> None:
    before = stand(any_database)
    with any_database.transaction() as session:
        session.execute(text("DELETE FROM ranking_run"))

    assert stand(any_database).newest({"run_mention"}, question="") != before.newest({"run_mention"}, question="")


def test_unflushed_object_is_a_change_of_its_table(any_database: Database) -> None:
    before = stand(any_database)
    with any_database.transaction() as session:
        session.add(Organisation(name="甲", name_key="甲", county_code="", origin="reference", created_at=NOW))

    assert set(stand(any_database).numbers) - set(before.numbers) == {"organisation"}


def test_connection_that_was_cut_is_opened_anew_and_is_another_stand(any_database: Database) -> None:
    before = stand(any_database)
    any_database.dispose()

    assert stand(any_database).newest(CHANGE, question="") != before.newest(CHANGE, question="")


def test_database_that_is_not_there_has_no_stand() -> None:
    assert Database("postgresql+psycopg://nobody@127.0.0.1:1/none").commits.stand() is None


def at_minute(minute: int) -> Stand:
    return Stand(opened=(1, 1), seen=None, numbers={}, minute=minute)


def test_answers_to_different_questions_end_at_different_minutes_and_each_in_time() -> None:
    ends = [
        [
            m
            for m in range(LASTING_MINUTES)
            if at_minute(m).newest([], question=q) != at_minute(m + 1).newest([], question=q)
        ]
        for q in range(LASTING_MINUTES)
    ]

    assert sorted(ends) == [[minute] for minute in range(LASTING_MINUTES)]


def test_answer_that_looked_at_the_clock_ends_with_the_minute() -> None:
    for question in range(LASTING_MINUTES):
        found = [at_minute(minute).newest([CLOCK], question=question) for minute in range(LASTING_MINUTES)]
        assert len(set(found)) == LASTING_MINUTES
