"""Who writes rows of their own voids what was made of these, and of nobody else's rows; whoever says nothing, all."""

import pytest
from sqlmodel import Session, col, exists, select, update

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.core.commits import Stand
from marketplace.core.db import Database
from marketplace.core.row_owners import SHARES, rows_of, writing_rows_of
from marketplace.core.table_tags import tables_read
from marketplace.enterprises.models import OWNER, Enterprise, Problem
from marketplace.taxonomy.models import County
from tests.fixtures.web import NOW

MINE, OTHER = 7, 8


@pytest.fixture
def database(any_database: Database) -> Database:
    with any_database.transaction() as session:
        for key in (MINE, OTHER):
            origin = Origin.REGISTERED
            session.add(Organisation(id=key, name=f"厂{key}", name_key=f"厂{key}", origin=origin, created_at=NOW))
            session.flush()
            session.add(Enterprise(organisation_id=key, updated_at=NOW))
    return any_database


def stand(database: Database) -> Stand:
    found = database.commits.stand()
    assert found is not None
    return found


def read(database: Database, *, owner: int, wanted: int) -> set[str]:
    with tables_read() as tags, rows_of(OWNER, owner), database.session() as session:
        named = exists().where(col(County.name) == col(Problem.text))
        session.exec(select(Problem.text).where(Problem.enterprise_id == wanted, named)).all()
    return tags


def touch(session: Session, owner: int) -> None:
    session.exec(update(Enterprise).where(col(Enterprise.organisation_id) == owner).values(description="新"))


def test_rows_of_the_owner_are_read_under_a_tag_of_theirs_and_other_tables_under_their_names(
    database: Database,
) -> None:
    mine = read(database, owner=MINE, wanted=MINE)

    assert {"county"} < mine
    assert "problem" not in mine
    assert mine != read(database, owner=OTHER, wanted=OTHER)


def test_statement_that_does_not_bind_the_owner_reads_the_whole_table(database: Database) -> None:
    assert "problem" in read(database, owner=MINE, wanted=OTHER)


@pytest.mark.parametrize("owner", [MINE, OTHER])
def test_writing_declared_for_an_owner_moves_what_was_read_of_theirs_alone(database: Database, owner: int) -> None:
    tags, before = read(database, owner=MINE, wanted=MINE), stand(database)
    with database.transaction() as session, writing_rows_of(session, OWNER, owner):
        touch(session, owner)

    moved = stand(database).newest(tags, question="") != before.newest(tags, question="")
    assert moved == (owner == MINE)
    assert stand(database).newest({"enterprise"}, question="") != before.newest({"enterprise"}, question="")


def test_writing_without_a_word_of_the_owner_moves_what_was_read_of_everybodys(database: Database) -> None:
    tags, before = read(database, owner=MINE, wanted=MINE), stand(database)
    with database.transaction() as session:
        touch(session, OTHER)

    assert stand(database).newest(tags, question="") != before.newest(tags, question="")


def test_rows_of_another_that_still_wait_are_not_taken_for_the_owners(database: Database) -> None:
    tags, before = read(database, owner=OTHER, wanted=OTHER), stand(database)
    with database.transaction() as session:
        session.add(Problem(enterprise_id=OTHER, position=1, text="排产靠人"))
        with writing_rows_of(session, OWNER, MINE):
            touch(session, MINE)

    assert stand(database).newest(tags, question="") != before.newest(tags, question="")


def test_rows_written_in_the_block_but_not_sent_are_the_owners(database: Database) -> None:
    tags, before = read(database, owner=MINE, wanted=MINE), stand(database)
    with database.transaction() as session, writing_rows_of(session, OWNER, MINE):
        session.add(Problem(enterprise_id=MINE, position=1, text="排产靠人"))

    assert stand(database).newest(tags, question="") != before.newest(tags, question="")
    assert MINE % SHARES != OTHER % SHARES
