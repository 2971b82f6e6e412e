"""Reads of enterprises."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, or_, select

from marketplace.accounts.models import Membership, Organisation
from marketplace.accounts.naming import name_key
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.models import Enterprise, Problem, ScenarioNeed
from marketplace.enterprises.policies import area_prefix_of, can_edit, can_see
from marketplace.enterprises.rows import exchange_rows, select_stated
from marketplace.exchange.rows import EnterpriseRow
from marketplace.taxonomy.queries import county_names, industry_names
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterpriseView:
    """An enterprise with what its pages need beside its row."""

    enterprise_id: int
    row: EnterpriseRow
    county_code: str
    is_confirmed: bool
    version: int
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedRow:
    """An enterprise in a bureau's list; counts are of list rows and of members."""

    enterprise_id: int
    name: str
    county: str
    industry: str
    is_confirmed: bool
    problem_count: int
    need_count: int
    member_count: int


def load_visible(session: Session, *, actor: Actor, enterprise_id: int) -> EnterpriseView:
    """Return an enterprise that the actor may see; any other is not found."""
    found = _load(session, [enterprise_id])
    if not found or not can_see(actor, enterprise_id=enterprise_id, county_code=found[0].county_code):
        raise NotFoundError
    return found[0]


def load_editable(session: Session, *, actor: Actor, enterprise_id: int) -> EnterpriseView:
    """Return an enterprise that the actor may change; any other is not found."""
    found = _load(session, [enterprise_id])
    if not found or not can_edit(actor, enterprise_id=enterprise_id, county_code=found[0].county_code):
        raise NotFoundError
    return found[0]


def require_editable(session: Session, *, actor: Actor, enterprise_id: int) -> None:
    """Let pass who may change an enterprise; for anybody else it is not found."""
    county_code = session.exec(
        select(Organisation.county_code)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(Organisation.id == enterprise_id, col(Organisation.merged_into_id).is_(None))
    ).first()
    if county_code is None or not can_edit(actor, enterprise_id=enterprise_id, county_code=county_code):
        raise NotFoundError


def load_visible_after(session: Session, *, actor: Actor, after_id: int, limit: int) -> list[EnterpriseView]:
    """Return enterprises that the actor may see by id, beyond a cursor, in a fixed number of statements."""
    wanted = (
        select(Enterprise.organisation_id)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Organisation.merged_into_id).is_(None), col(Enterprise.organisation_id) > after_id)
    )
    prefix = area_prefix_of(actor)
    if prefix is None:
        wanted = wanted.where(Enterprise.organisation_id == actor.organisation_id)
    elif prefix:
        wanted = wanted.where(col(Organisation.county_code).startswith(prefix))
    ids = session.exec(wanted.order_by(col(Enterprise.organisation_id)).limit(limit)).all()
    visible = _load(session, ids)
    return [one for one in visible if can_see(actor, enterprise_id=one.enterprise_id, county_code=one.county_code)]


def _load(session: Session, ids: Sequence[int]) -> list[EnterpriseView]:
    known = {
        one[0].organisation_id: one
        for one in session.exec(select_stated(ids).where(col(Organisation.merged_into_id).is_(None)))
    }
    stated = [known[key] for key in ids if key in known]
    rows = exchange_rows(session, stated=stated)
    return [_view(enterprise, body, row=row) for (enterprise, body, _), row in zip(stated, rows, strict=True)]


def _view(enterprise: Enterprise, body: Organisation, *, row: EnterpriseRow) -> EnterpriseView:
    return EnterpriseView(
        enterprise_id=enterprise.organisation_id,
        row=row,
        county_code=body.county_code,
        is_confirmed=body.confirmed_at is not None,
        version=enterprise.version,
        updated_at=enterprise.updated_at,
    )


def list_enterprises(
    session: Session, *, actor: Actor, q: str = "", county: str = "", state: str = "", args: PageArgs
) -> Page[ListedRow]:
    """Return a page of the enterprises that an actor oversees, those that wait for confirmation first."""
    prefix = area_prefix_of(actor)
    if prefix is None:
        raise NotFoundError
    conditions = [col(Organisation.merged_into_id).is_(None), col(Organisation.county_code).startswith(prefix)]
    if q:
        key = name_key(q)
        conditions.append(
            or_(
                col(Organisation.name_key).contains(key, autoescape=True),
                # A piece of the name that ends inside the company form, as people mark and copy it.
                col(Organisation.name).contains(q, autoescape=True),
                Organisation.uscc == q.upper(),
            )
        )
    if county:
        conditions.append(col(Organisation.county_code) == county)
    if state:
        is_open = col(Organisation.confirmed_at).is_(None)
        conditions.append(is_open if state == "waiting" else ~is_open)
    joined = (
        select(Enterprise, Organisation)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(*conditions)
    )
    total = session.exec(select(func.count()).select_from(joined.subquery())).one()
    ordered = joined.order_by(col(Organisation.confirmed_at).is_not(None), col(Enterprise.organisation_id))
    pairs = session.exec(ordered.offset(args.offset).limit(args.per_page)).all()
    return make_page(_listed(session, pairs), total=total, args=args)


def _listed(session: Session, pairs: Sequence[tuple[Enterprise, Organisation]]) -> list[ListedRow]:
    ids = [enterprise.organisation_id for enterprise, _ in pairs]
    problems = _count_by(session, Problem.enterprise_id, ids=ids)
    needs = _count_by(session, ScenarioNeed.enterprise_id, ids=ids)
    members = _count_by(session, Membership.organisation_id, col(Membership.ended_at).is_(None), ids=ids)
    counties = county_names(session)
    names = industry_names(session, gbt_codes=[enterprise.gbt_code for enterprise, _ in pairs if enterprise.gbt_code])
    return [
        ListedRow(
            enterprise_id=enterprise.organisation_id,
            name=body.name,
            county=counties.get(body.county_code, ""),
            industry=names.get(str(enterprise.catalog_no or enterprise.gbt_code or ""), enterprise.industry_text),
            is_confirmed=body.confirmed_at is not None,
            problem_count=problems.get(enterprise.organisation_id, 0),
            need_count=needs.get(enterprise.organisation_id, 0),
            member_count=members.get(enterprise.organisation_id, 0),
        )
        for enterprise, body in pairs
    ]


def _count_by(session: Session, column: Any, *conditions: Any, ids: Sequence[int]) -> dict[int, int]:
    counted = select(column, func.count()).where(column.in_(ids), *conditions).group_by(column)
    return dict(session.exec(counted).all())
