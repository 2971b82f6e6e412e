"""Which tables were read or written, as statements tell it: a table too many is possible, none is missing."""

from sqlmodel import col, delete, func, insert, select, text, update

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.changes import Change
from marketplace.core.db import Database
from marketplace.core.table_tags import also_read, tables_read, tables_written
from tests.fixtures.web import NOW


def test_every_table_of_a_statement_is_read(any_database: Database) -> None:
    joined = select(Membership.id).join(Organisation, col(Organisation.id) == Membership.organisation_id)
    nested = joined.where(select(func.count(col(Change.seq))).scalar_subquery() > 0)
    with tables_read() as outer, any_database.session() as session:
        with tables_read() as found:
            session.exec(nested).all()
        with tables_read() as nothing:
            pass
        also_read(frozenset({"scenario"}))

    assert found == {"membership", "organisation", "change"}
    assert nothing == set()
    assert outer == found | {"scenario"}


def test_only_the_table_that_is_changed_is_written(any_database: Database) -> None:
    change = {"kind": "module", "object_id": 1, "recorded_at": NOW}
    seen = []
    with any_database.transaction() as session:
        for statement in (
            select(Organisation.id).with_for_update(),
            insert(Change).values(seq=1, **change),
            insert(Change).from_select(["seq"], select(Membership.id).where(Membership.id == 0)),
            update(Change).where(col(Change.seq).in_(select(Organisation.id))).values(kind="x"),
            delete(Change).where(col(Change.seq) == 7),
            text("SELECT count(*) FROM change"),
        ):
            with tables_written() as written:
                session.execute(statement)
            seen.append(written)

    assert seen == [set(), {"change"}, {"change"}, {"change"}, {"change"}, set()]


def test_statement_that_is_written_by_hand_may_write_all_that_it_names(any_database: Database) -> None:
    with any_database.transaction() as session, tables_written() as written:
        session.execute(text("UPDATE change SET kind = 'x' WHERE seq IN (SELECT id FROM organisation)"))

    assert {"change", "organisation"} <= written


def test_what_is_written_inside_is_known_outside(any_database: Database) -> None:
    with tables_written() as outer, any_database.transaction() as session:
        session.execute(text("UPDATE change SET kind = 'x'"))

    assert "change" in outer
