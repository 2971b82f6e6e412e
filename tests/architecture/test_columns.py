"""Columns hold what the product speaks of, on PostgreSQL too, where lengths and widths are meant."""

from sqlalchemy import BigInteger
from sqlmodel import SQLModel

import marketplace.tables  # noqa: F401 - the metadata is complete once every table is imported
from marketplace.accounts.models import Organisation
from marketplace.exchange.limits import NAME_LIMIT


def test_amounts_of_money_have_64_bits() -> None:
    narrow = [
        f"{table.name}.{column.name}"
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name.endswith("_fen") and not isinstance(column.type, BigInteger)
    ]

    # 32 bits of fen end at 2,147 万元.
    assert narrow == []


def test_names_of_bodies_are_as_long_as_files_may_give_them() -> None:
    table = SQLModel.metadata.tables[str(Organisation.__tablename__)]

    assert {table.columns[name].type.length for name in ("name", "name_key")} == {NAME_LIMIT}  # type: ignore[attr-defined]  # both are texts
