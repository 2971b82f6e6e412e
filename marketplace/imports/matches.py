"""Which registered bodies the rows of a file may be: by 统一社会信用代码, else by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, or_, select

from marketplace.accounts.models import Organisation
from marketplace.accounts.naming import name_key
from marketplace.enterprises.models import Enterprise
from marketplace.exchange import EnterpriseRow, ProviderRow
from marketplace.providers.models import Provider


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A registered body that a row may be; ``is_certain`` when code or name are the very same."""

    organisation_id: int
    name: str
    uscc: str
    county_code: str
    is_certain: bool
    has_role: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Body:
    id: int
    name: str
    key: str
    uscc: str
    county_code: str
    has_role: bool


def find_matches(
    session: Session, rows: Sequence[EnterpriseRow] | Sequence[ProviderRow], *, role: type[Enterprise] | type[Provider]
) -> list[Match | None]:
    """Return for each row the body it may be, in two statements; ``has_role`` says whether it has the wanted role.

    Bodies of one name with two different codes are two bodies.
    """
    bodies = _load_bodies(session, rows, role=role)
    by_code = {body.uscc: body for body in bodies if body.uscc}
    by_key: dict[str, list[_Body]] = {}
    for body in bodies:
        by_key.setdefault(body.key, []).append(body)
    return [_match(row, by_code=by_code, by_key=by_key) for row in rows]


def _match(
    row: EnterpriseRow | ProviderRow, *, by_code: dict[str, _Body], by_key: dict[str, list[_Body]]
) -> Match | None:
    if row.uscc and (holder := by_code.get(row.uscc)):
        return _as_match(holder, is_certain=True)
    twins = [body for body in by_key.get(name_key(row.name), []) if not (body.uscc and row.uscc)]
    twins.sort(key=lambda body: (not body.has_role, body.name != row.name, body.id))
    return _as_match(twins[0], is_certain=twins[0].name == row.name) if twins else None


def _as_match(body: _Body, *, is_certain: bool) -> Match:
    return Match(
        organisation_id=body.id,
        name=body.name,
        uscc=body.uscc,
        county_code=body.county_code,
        is_certain=is_certain,
        has_role=body.has_role,
    )


def _load_bodies(
    session: Session, rows: Sequence[EnterpriseRow | ProviderRow], *, role: type[Enterprise] | type[Provider]
) -> list[_Body]:
    codes = [row.uscc for row in rows if row.uscc]
    keys = [name_key(row.name) for row in rows]
    found = session.exec(
        select(Organisation)
        .where(col(Organisation.merged_into_id).is_(None))
        .where(or_(col(Organisation.uscc).in_(codes), col(Organisation.name_key).in_(keys)))
    ).all()
    ids = [body.id for body in found]
    holders = (
        set(session.exec(select(role.organisation_id).where(col(role.organisation_id).in_(ids)))) if ids else set()
    )
    return [
        _Body(
            id=body.id or 0,
            name=body.name,
            key=body.name_key,
            uscc=body.uscc or "",
            county_code=body.county_code,
            has_role=body.id in holders,
        )
        for body in found
    ]
