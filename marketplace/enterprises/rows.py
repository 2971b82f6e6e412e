"""Database rows → exchange rows of enterprises: the single mapping that files and ranking share."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import TypeVar

from sqlmodel import Session, and_, col, select
from sqlmodel.sql.expression import Select

from marketplace.accounts.models import Organisation
from marketplace.core.money import to_wan
from marketplace.enterprises.models import Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.exchange.labels import Must, Payment
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from marketplace.taxonomy.models import County

Stated = tuple[Enterprise, Organisation, County | None]
ListRow = TypeVar("ListRow", Problem, ScenarioNeed)


def enterprise_ref(enterprise: Enterprise) -> str:
    """Return the number under which an enterprise appears in files: the sender's own, else E and its id."""
    return enterprise.external_ref or f"E{enterprise.organisation_id}"


def load_enterprise_rows(session: Session, *, ids: Sequence[int]) -> list[EnterpriseRow]:
    """Return exchange rows in the order of ``ids``, in a fixed number of statements."""
    found = {one[0].organisation_id: one for one in session.exec(select_stated(ids))}
    return exchange_rows(session, stated=[found[key] for key in ids if key in found])


def select_stated(ids: Sequence[int]) -> Select[Enterprise, Organisation, County]:
    """Return the statement for enterprises with their bodies and, where one is known, their counties."""
    return (
        select(Enterprise, Organisation, County)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .outerjoin(County, col(County.code) == Organisation.county_code)
        .where(col(Enterprise.organisation_id).in_(ids))
    )


def exchange_rows(session: Session, *, stated: Sequence[Stated]) -> list[EnterpriseRow]:
    """Return exchange rows of enterprises that are read already, in their order."""
    ids = [enterprise.organisation_id for enterprise, _, _ in stated]
    problems, needs = _problems(session, ids), _needs(session, ids)
    return [_row(*one, problems=problems[key], needs=needs[key]) for key, one in zip(ids, stated, strict=True)]


def _problems(session: Session, ids: Sequence[int]) -> dict[int, list[ProblemRow]]:
    confirmed = and_(ProblemLink.problem_id == col(Problem.id), col(ProblemLink.confirmed))
    rows = session.exec(
        select(Problem, ProblemLink.scenario_code)
        .outerjoin(ProblemLink, confirmed)
        .where(col(Problem.enterprise_id).in_(ids))
        .order_by(col(Problem.position), col(Problem.id), col(ProblemLink.scenario_code))
    )
    grouped: dict[int, list[ProblemRow]] = defaultdict(list)
    for row, codes in _with_codes(rows):
        grouped[row.enterprise_id].append(ProblemRow(text=row.text, priority=row.priority, links=codes))
    return grouped


def _needs(session: Session, ids: Sequence[int]) -> dict[int, list[ScenarioRow]]:
    confirmed = and_(NeedLink.need_id == col(ScenarioNeed.id), col(NeedLink.confirmed))
    rows = session.exec(
        select(ScenarioNeed, NeedLink.scenario_code)
        .outerjoin(NeedLink, confirmed)
        .where(col(ScenarioNeed.enterprise_id).in_(ids))
        .order_by(col(ScenarioNeed.position), col(ScenarioNeed.id), col(NeedLink.scenario_code))
    )
    grouped: dict[int, list[ScenarioRow]] = defaultdict(list)
    for row, codes in _with_codes(rows):
        grouped[row.enterprise_id].append(ScenarioRow(name=row.name, kind=row.kind, links=codes))
    return grouped


def _with_codes(rows: Iterable[tuple[ListRow, str]]) -> Iterator[tuple[ListRow, tuple[str, ...]]]:
    """Yield each row of a list with the codes of its links; rows come with one link each, or with None."""
    for row, group in groupby(rows, key=itemgetter(0)):
        yield row, tuple(code for _, code in group if code)


def _row(
    enterprise: Enterprise,
    body: Organisation,
    county: County | None,
    *,
    problems: list[ProblemRow],
    needs: list[ScenarioRow],
) -> EnterpriseRow:
    return EnterpriseRow(
        ref=enterprise_ref(enterprise),
        name=body.name,
        uscc=body.uscc or "",
        county=county.name if county else "",
        city=county.city if county else "",
        industry=IndustryRef(
            catalog_no=enterprise.catalog_no, gbt_code=enterprise.gbt_code or "", text=enterprise.industry_text
        ),
        description=enterprise.description,
        employees=enterprise.employees,
        revenue_wan=to_wan(enterprise.revenue_fen),
        problems=tuple(problems),
        scenarios=tuple(needs),
        preferences=PreferencesRow(
            payment=tuple(Payment(value) for value in enterprise.payment),
            budget_wan=to_wan(enterprise.budget_fen),
            deployment=enterprise.deployment,
            must=tuple(Must(value) for value in enterprise.must),
        ),
    )
