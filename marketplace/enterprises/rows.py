"""Database rows → exchange rows of enterprises: the single mapping that files and ranking share."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.money import to_wan
from marketplace.enterprises.models import Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.exchange.labels import Must, Payment
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from marketplace.taxonomy.models import County


def enterprise_ref(enterprise: Enterprise) -> str:
    """Return the number under which an enterprise appears in files: the sender's own, else E and its id."""
    return enterprise.external_ref or f"E{enterprise.organisation_id}"


def load_enterprise_rows(session: Session, *, ids: Sequence[int]) -> list[EnterpriseRow]:
    """Return exchange rows in the order of ``ids``, in a fixed number of statements."""
    found = {enterprise.organisation_id: (enterprise, body) for enterprise, body in _bodies(session, ids)}
    return exchange_rows(session, pairs=[found[key] for key in ids if key in found])


def exchange_rows(session: Session, *, pairs: Sequence[tuple[Enterprise, Organisation]]) -> list[EnterpriseRow]:
    """Return exchange rows of enterprises that are read already, with their bodies, in their order."""
    ids = [enterprise.organisation_id for enterprise, _ in pairs]
    codes = {body.county_code for _, body in pairs}
    counties = {row.code: row for row in session.exec(select(County).where(col(County.code).in_(codes)))}
    problems, needs = _problems(session, ids), _needs(session, ids)
    return [
        _row(enterprise, body, county=counties.get(body.county_code), problems=problems[key], needs=needs[key])
        for key, (enterprise, body) in zip(ids, pairs, strict=True)
    ]


def _bodies(session: Session, ids: Sequence[int]) -> Iterable[tuple[Enterprise, Organisation]]:
    return session.exec(
        select(Enterprise, Organisation)
        .join(Organisation, col(Organisation.id) == Enterprise.organisation_id)
        .where(col(Enterprise.organisation_id).in_(ids))
    ).all()


def _problems(session: Session, ids: Sequence[int]) -> dict[int, list[ProblemRow]]:
    rows = session.exec(
        select(Problem).where(col(Problem.enterprise_id).in_(ids)).order_by(col(Problem.position))
    ).all()
    links: dict[int, list[str]] = defaultdict(list)
    confirmed = (
        select(ProblemLink.problem_id, ProblemLink.scenario_code)
        .join(Problem, col(Problem.id) == ProblemLink.problem_id)
        .where(col(Problem.enterprise_id).in_(ids), col(ProblemLink.confirmed))
        .order_by(col(ProblemLink.scenario_code))
    )
    for problem_id, code in session.exec(confirmed):
        links[problem_id].append(code)
    grouped: dict[int, list[ProblemRow]] = defaultdict(list)
    for row in rows:
        grouped[row.enterprise_id].append(
            ProblemRow(text=row.text, priority=row.priority, links=tuple(links[row.id or 0]))
        )
    return grouped


def _needs(session: Session, ids: Sequence[int]) -> dict[int, list[ScenarioRow]]:
    rows = session.exec(
        select(ScenarioNeed).where(col(ScenarioNeed.enterprise_id).in_(ids)).order_by(col(ScenarioNeed.position))
    ).all()
    links: dict[int, list[str]] = defaultdict(list)
    confirmed = (
        select(NeedLink.need_id, NeedLink.scenario_code)
        .join(ScenarioNeed, col(ScenarioNeed.id) == NeedLink.need_id)
        .where(col(ScenarioNeed.enterprise_id).in_(ids), col(NeedLink.confirmed))
        .order_by(col(NeedLink.scenario_code))
    )
    for need_id, code in session.exec(confirmed):
        links[need_id].append(code)
    grouped: dict[int, list[ScenarioRow]] = defaultdict(list)
    for row in rows:
        grouped[row.enterprise_id].append(ScenarioRow(name=row.name, kind=row.kind, links=tuple(links[row.id or 0])))
    return grouped


def _row(
    enterprise: Enterprise,
    body: Organisation,
    *,
    county: County | None,
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
