"""Reads of bodies for the operator."""

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, func, or_, select

from marketplace.accounts.labels import ORIGIN_LABELS
from marketplace.accounts.models import Membership, Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import ROLE_LABELS, Role
from marketplace.core.errors import NotFoundError
from marketplace.web.pages import Page, PageArgs, make_page

TWINS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body as the operator sees it; ``roles`` are those in which people act for it."""

    id: int
    name: str
    uscc: str
    origin_label: str
    is_confirmed: bool
    merged_into_id: int | None
    version: int
    roles: tuple[str, ...]


def load_bodies(session: Session, *, words: str, args: PageArgs) -> Page[Body]:
    """Return one page of bodies whose name or code holds what was typed: three statements."""
    condition = _matches(words)
    total = session.exec(select(func.count()).select_from(Organisation).where(condition)).one()
    rows = session.exec(
        select(Organisation)
        .where(condition)
        .order_by(col(Organisation.name), col(Organisation.id))
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page(_bodies(session, rows=list(rows)), total=total, args=args)


def load_bodies_after(session: Session, *, words: str, after_id: int, limit: int) -> list[Body]:
    """Return bodies after an id, oldest first; with words those whose name or code holds them: two statements."""
    rows = session.exec(
        select(Organisation)
        .where(_matches(words), col(Organisation.id) > after_id)
        .order_by(col(Organisation.id))
        .limit(limit)
    ).all()
    return _bodies(session, rows=list(rows))


def load_waiting_bodies(session: Session, *, kind: Any, after_id: int, limit: int) -> list[Body]:
    """Return unconfirmed bodies of a kind after an id, oldest first: two statements.

    ``kind`` is a select of the kind's ids, which stand above this area.
    """
    rows = session.exec(
        select(Organisation)
        .where(col(Organisation.confirmed_at).is_(None), col(Organisation.merged_into_id).is_(None))
        .where(col(Organisation.id).in_(kind), col(Organisation.id) > after_id)
        .order_by(col(Organisation.id))
        .limit(limit)
    ).all()
    return _bodies(session, rows=list(rows))


def load_body(session: Session, *, organisation_id: int) -> Body:
    """Return one body, also one that was merged away."""
    row = session.get(Organisation, organisation_id)
    if row is None:
        raise NotFoundError
    return _bodies(session, rows=[row])[0]


def load_candidates(session: Session, *, body: Body, words: str) -> list[Body]:
    """Return bodies into which one may be merged: those named alike, or those that hold what was typed."""
    condition = _matches(words) if words else Organisation.name_key == name_key(body.name)
    rows = session.exec(
        select(Organisation)
        .where(condition, Organisation.id != body.id, col(Organisation.merged_into_id).is_(None))
        .order_by(col(Organisation.name), col(Organisation.id))
        .limit(TWINS)
    ).all()
    return _bodies(session, rows=list(rows))


def _matches(words: str) -> bool:
    if not words:
        return col(Organisation.merged_into_id).is_(None)  # type: ignore[return-value]  # conditions are typed as bool
    key = name_key(words)
    found = [col(Organisation.uscc) == words.upper(), col(Organisation.name).contains(words, autoescape=True)]
    if key:
        found.append(col(Organisation.name_key).contains(key, autoescape=True))
    return or_(*found)  # type: ignore[return-value]  # conditions are typed as bool


def _bodies(session: Session, *, rows: list[Organisation]) -> list[Body]:
    memberships = session.exec(
        select(Membership.organisation_id, Membership.role)
        .where(col(Membership.organisation_id).in_([row.id for row in rows]), col(Membership.ended_at).is_(None))
        .distinct()
    ).all()
    roles: dict[int, set[Role]] = {}
    for organisation_id, role in memberships:
        roles.setdefault(organisation_id, set()).add(Role(role))
    return [
        Body(
            id=row.id or 0,
            name=row.name,
            uscc=row.uscc or "",
            origin_label=ORIGIN_LABELS[row.origin],
            is_confirmed=row.confirmed_at is not None,
            merged_into_id=row.merged_into_id,
            version=row.version,
            roles=tuple(ROLE_LABELS[role] for role in Role if role in roles.get(row.id or 0, set())),
        )
        for row in rows
    ]
