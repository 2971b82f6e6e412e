"""Many new enterprises at once, for imports: a few statements whatever their number.

The caller has checked the rows, found that no body is there yet, and writes the one journal event of its file.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.enterprises.models import Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.enterprises.statement import enterprise_fields, require_known_links
from marketplace.exchange.rows import EnterpriseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEnterprise:
    """A checked row with the six-digit code of its county, empty when unknown."""

    row: EnterpriseRow
    county_code: str = ""


def insert_enterprises(
    session: Session,
    *,
    new: Sequence[NewEnterprise],
    origin: Origin = Origin.IMPORTED,
    confirmed: bool,
    now: datetime,
) -> list[int]:
    """Add enterprises with their bodies and lists; return their ids in the given order.

    Raises InvalidError when a row confirms a scenario that the library does not hold.
    """
    if not new:
        return []
    require_known_links(session, rows=[item.row for item in new])
    ids = _insert_returning(
        session, Organisation, [_body(item, origin=origin, confirmed=confirmed, now=now) for item in new]
    )
    pairs = list(zip(ids, (item.row for item in new), strict=True))
    session.execute(
        insert(Enterprise),
        [
            {"organisation_id": key, "external_ref": row.ref, "version": 1, **enterprise_fields(row), "updated_at": now}
            for key, row in pairs
        ],
    )
    _insert_problems(session, pairs)
    _insert_needs(session, pairs)
    return ids


def _body(item: NewEnterprise, *, origin: Origin, confirmed: bool, now: datetime) -> dict[str, Any]:
    return {
        "name": item.row.name,
        "name_key": name_key(item.row.name),
        "uscc": item.row.uscc or None,
        "county_code": item.county_code,
        "origin": origin,
        "created_at": now,
        "confirmed_at": now if confirmed else None,
        "version": 1,
    }


def _insert_problems(session: Session, pairs: Sequence[tuple[int, EnterpriseRow]]) -> None:
    listed = [(key, position, one) for key, row in pairs for position, one in enumerate(row.problems, start=1)]
    ids = _insert_returning(
        session,
        Problem,
        [
            {"enterprise_id": key, "position": position, "text": one.text, "priority": one.priority}
            for key, position, one in listed
        ],
    )
    links = [(made, code) for made, (_, _, one) in zip(ids, listed, strict=True) for code in dict.fromkeys(one.links)]
    _insert_links(session, ProblemLink, key="problem_id", links=links)


def _insert_needs(session: Session, pairs: Sequence[tuple[int, EnterpriseRow]]) -> None:
    listed = [(key, position, one) for key, row in pairs for position, one in enumerate(row.scenarios, start=1)]
    ids = _insert_returning(
        session,
        ScenarioNeed,
        [
            {"enterprise_id": key, "position": position, "name": one.name, "kind": one.kind}
            for key, position, one in listed
        ],
    )
    links = [(made, code) for made, (_, _, one) in zip(ids, listed, strict=True) for code in dict.fromkeys(one.links)]
    _insert_links(session, NeedLink, key="need_id", links=links)


def _insert_links(session: Session, table: type[SQLModel], *, key: str, links: Sequence[tuple[int, str]]) -> None:
    if links:
        session.execute(
            insert(table),
            [{key: made, "scenario_code": code, "confidence": 1.0, "confirmed": True} for made, code in links],
        )


def _insert_returning(session: Session, table: Any, rows: list[dict[str, Any]]) -> list[int]:
    if not rows:
        return []
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)
    return [int(made) for made in session.execute(statement, rows).scalars()]
