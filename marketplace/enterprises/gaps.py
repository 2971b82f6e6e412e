"""What enterprises of an area have yet to say, counted and listed; conditions are the database's, so lists can page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, case, exists
from sqlalchemy import select as plain_select  # SQLModel's own knows four columns at most.
from sqlmodel import Session, and_, col, func, or_, select

from marketplace.accounts.models import Membership, Organisation
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.enterprises.labels import Gap
from marketplace.enterprises.models import Enterprise, EnterpriseReminder, Problem, ProblemLink
from marketplace.enterprises.policies import area_prefix_of
from marketplace.taxonomy.queries import county_names
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRow:
    """An enterprise with what is missing; ``reminded_at`` is the last reminder, ``due_on`` the day it asked for."""

    enterprise_id: int
    name: str
    county: str
    gaps: tuple[Gap, ...]
    reminded_at: datetime | None = None
    due_on: date | None = None

    @property
    def is_reachable(self) -> bool:
        return Gap.NOBODY not in self.gaps


@dataclass(frozen=True, slots=True, kw_only=True)
class GapCounts:
    """How many enterprises there are, how many miss each thing, and how many miss nothing."""

    total: int
    whole: int
    by_gap: dict[Gap, int]


def _has_problem() -> ColumnElement[bool]:
    return exists().where(col(Problem.enterprise_id) == Enterprise.organisation_id)


def _conditions() -> dict[Gap, ColumnElement[bool]]:
    members = exists().where(
        col(Membership.organisation_id) == Enterprise.organisation_id, col(Membership.ended_at).is_(None)
    )
    checked = exists().where(
        col(ProblemLink.problem_id) == Problem.id,
        col(Problem.enterprise_id) == Enterprise.organisation_id,
        col(ProblemLink.confirmed),
    )
    no_code = and_(col(Enterprise.catalog_no).is_(None), col(Enterprise.gbt_code).is_(None))
    return {
        Gap.UNCONFIRMED: col(Organisation.confirmed_at).is_(None),
        Gap.NOBODY: ~members,
        Gap.NO_PROBLEM: ~_has_problem(),
        Gap.UNCHECKED: and_(_has_problem(), ~checked),
        Gap.NO_INDUSTRY: and_(no_code, Enterprise.industry_text == ""),
    }


def _area(actor: Actor) -> list[ColumnElement[bool]]:
    prefix = area_prefix_of(actor)
    if prefix is None:
        raise NotFoundError
    return [col(Organisation.merged_into_id).is_(None), col(Organisation.county_code).startswith(prefix)]


def count_gaps(session: Session, *, actor: Actor) -> GapCounts:
    """Count what is missing in the actor's area, in one statement."""
    conditions = _conditions()
    sums = [func.coalesce(func.sum(case((condition, 1), else_=0)), 0) for condition in conditions.values()]
    whole = func.coalesce(func.sum(case((or_(*conditions.values()), 0), else_=1)), 0)
    counted = (
        plain_select(func.count(), whole, *sums)
        .select_from(Enterprise)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(*_area(actor))
    )
    total, complete, *missing = session.execute(counted).one()
    return GapCounts(total=total, whole=complete, by_gap=dict(zip(conditions, missing, strict=True)))


def load_gaps(session: Session, *, actor: Actor, gap: Gap | None, args: PageArgs) -> Page[GapRow]:
    """Return a page of the enterprises that miss something, or one thing."""
    conditions = _conditions()
    wanted = [*_area(actor), conditions[gap] if gap else or_(*conditions.values())]
    joined = (
        select(func.count())
        .select_from(Enterprise)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(*wanted)
    )
    total = session.exec(joined).one()
    rows = _rows(session, wanted, offset=args.offset, limit=args.per_page)
    return make_page(rows, total=total, args=args)


def load_gaps_after(session: Session, *, actor: Actor, gap: Gap | None, after_id: int, limit: int) -> list[GapRow]:
    """Return enterprises that miss something, or one thing, by id, beyond a cursor."""
    conditions = _conditions()
    missing = conditions[gap] if gap else or_(*conditions.values())
    return _rows(session, [*_area(actor), missing, col(Organisation.id) > after_id], limit=limit, by_county=False)


def gaps_of(session: Session, *, actor: Actor, enterprise_ids: Sequence[int]) -> list[GapRow]:
    """Return what given enterprises of the actor's area miss; others are left out."""
    wanted = [*_area(actor), col(Enterprise.organisation_id).in_(enterprise_ids), or_(*_conditions().values())]
    return _rows(session, wanted, limit=len(enterprise_ids))


def _rows(
    session: Session, wanted: Sequence[ColumnElement[bool]], *, limit: int, offset: int = 0, by_county: bool = True
) -> list[GapRow]:
    conditions = _conditions()
    columns: list[Any] = [Organisation.id, Organisation.name, Organisation.county_code, *conditions.values()]
    selected = (
        plain_select(*columns)
        .join(Enterprise, col(Enterprise.organisation_id) == Organisation.id)
        .where(*wanted)
        .order_by(*([col(Organisation.county_code)] if by_county else []), col(Organisation.id))
        .offset(offset)
        .limit(limit)
    )
    found = session.execute(selected).all()
    reminded = _reminders(session, ids=[row[0] for row in found])
    names = county_names(session)
    return [_row(row, conditions=list(conditions), names=names, last=reminded.get(row[0])) for row in found]


def _row(row: Any, *, conditions: list[Gap], names: dict[str, str], last: EnterpriseReminder | None) -> GapRow:
    enterprise_id, name, county_code, *flags = row
    return GapRow(
        enterprise_id=enterprise_id,
        name=name,
        county=names.get(county_code, ""),
        gaps=tuple(gap for gap, missing in zip(conditions, flags, strict=True) if missing),
        reminded_at=last.sent_at if last else None,
        due_on=last.due_on if last else None,
    )


def _reminders(session: Session, *, ids: Sequence[int]) -> dict[int, EnterpriseReminder]:
    newest = (
        select(func.max(EnterpriseReminder.id))
        .where(col(EnterpriseReminder.enterprise_id).in_(ids))
        .group_by(col(EnterpriseReminder.enterprise_id))
    )
    rows = session.exec(select(EnterpriseReminder).where(col(EnterpriseReminder.id).in_(newest)))
    return {row.enterprise_id: row for row in rows}
