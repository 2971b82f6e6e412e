"""A row read for a change is read anew, whatever the session knew of it, and nothing that was changed is lost."""

import pytest
from sqlalchemy.exc import NoResultFound
from sqlmodel import Session, col, select, update

from marketplace.core.db import Database
from marketplace.core.locks import find, find_locked, get_locked, locked
from marketplace.taxonomy.models import County

CODE, OTHER, UNKNOWN = "339901", "339902", "339999"
OLD, NEW = "旧县", "新县"


@pytest.fixture
def database(any_database: Database) -> Database:
    with any_database.transaction() as session:
        for code in (CODE, OTHER):
            session.add(County(code=code, name=OLD, kind="县", city_code="339900", city="测试市"))
    return any_database


def read_then_changed_by_another(session: Session) -> County:
    known = session.get_one(County, CODE)
    statement = update(County).where(col(County.code) == CODE).values(name=NEW)
    session.execute(statement, execution_options={"synchronize_session": False})
    return known


def test_what_was_read_before_the_lock_is_read_anew(database: Database) -> None:
    with database.transaction() as session:
        known = read_then_changed_by_another(session)

        assert find(session, County, CODE, lock=False) is known
        assert known.name == OLD
        assert find(session, County, CODE, lock=True) is known
        assert known.name == NEW


@pytest.mark.parametrize("read", [find_locked, get_locked])
def test_one_row_is_read_anew(database: Database, read: object) -> None:
    assert callable(read)
    with database.transaction() as session:
        read_then_changed_by_another(session)

        assert read(session, County, CODE).name == NEW


def test_rows_of_a_query_are_read_anew(database: Database) -> None:
    with database.transaction() as session:
        known = read_then_changed_by_another(session)

        (found,) = session.exec(locked(select(County).where(County.code == CODE))).all()

        assert found is known
        assert known.name == NEW


def test_what_this_transaction_changed_is_kept(database: Database) -> None:
    with database.transaction() as session:
        session.get_one(County, OTHER).name = NEW

        assert get_locked(session, County, OTHER).name == NEW


def test_a_row_that_is_not_there_is_none_or_an_error(database: Database) -> None:
    with database.transaction() as session:
        assert find_locked(session, County, UNKNOWN) is None
        with pytest.raises(NoResultFound):
            get_locked(session, County, UNKNOWN)
