"""Everything that is kept of a person, as plain values: a copy on request."""

from datetime import date, datetime
from enum import Enum
from typing import Any

from sqlalchemy import Table, select
from sqlmodel import Session, SQLModel

from marketplace.personal.policies import OWN, PERSON, naming_columns, told_columns

TOKENS = "api_token"


def personal_data(session: Session, *, user_id: int) -> dict[str, Any]:
    """Return a person's own rows by table, secrets left out, and by table and column the numbers of what they did.

    Rows that others wrote, and what they hold of others, aren't told: only that the person had to do with them.
    """
    own = {PERSON: _rows(session, SQLModel.metadata.tables[PERSON], user_id=user_id, column="id")}
    acts: dict[str, list[int | str]] = {}
    for table, column in naming_columns():
        if (table.name, column.name) in OWN:
            own[table.name] = _rows(session, table, user_id=user_id, column=column.name)
        elif numbers := _numbers(session, table, user_id=user_id, column=column.name):
            acts[f"{table.name}.{column.name}"] = numbers
    own[TOKENS] = _tokens(session, memberships=[row["id"] for row in own["membership"]])
    return {"own": {name: rows for name, rows in own.items() if rows}, "acts": acts}


def _rows(session: Session, table: Table, *, user_id: int, column: str) -> list[dict[str, Any]]:
    wanted = select(*told_columns(table)).where(table.c[column] == user_id)
    return [_plain(row) for row in session.connection().execute(wanted).mappings()]


def _tokens(session: Session, *, memberships: list[int]) -> list[dict[str, Any]]:
    table = SQLModel.metadata.tables[TOKENS]
    wanted = select(*told_columns(table)).where(table.c.membership_id.in_(memberships))
    return [_plain(row) for row in session.connection().execute(wanted).mappings()]


def _numbers(session: Session, table: Table, *, user_id: int, column: str) -> list[int | str]:
    key = next(iter(table.primary_key.columns))
    return list(session.connection().execute(select(key).where(table.c[column] == user_id)).scalars())


def _plain(row: Any) -> dict[str, Any]:
    return {name: _told(value) for name, value in row.items() if not isinstance(value, bytes)}


def _told(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, datetime | date) else value
