"""What an enterprise states, as columns and list rows: shared by single writes and by imports of many."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import Session, col, select

from marketplace.core.errors import InvalidError
from marketplace.core.money import to_fen
from marketplace.enterprises.models import NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.exchange.rows import EnterpriseRow, ProblemRow, ScenarioRow
from marketplace.taxonomy.models import Scenario


def enterprise_fields(row: EnterpriseRow) -> dict[str, Any]:
    """Return the columns of an enterprise that a row states; name, code and county stand with its body."""
    wishes = row.preferences
    return {
        "catalog_no": row.industry.catalog_no,
        "gbt_code": row.industry.gbt_code or None,
        "industry_text": row.industry.text,
        "description": row.description,
        "employees": row.employees,
        "revenue_fen": to_fen(row.revenue_wan),
        "budget_fen": to_fen(wishes.budget_wan),
        "deployment": wishes.deployment,
        "payment": [value.value for value in wishes.payment],
        "must": [value.value for value in wishes.must],
    }


def add_lists(session: Session, *, enterprise_id: int, row: EnterpriseRow) -> None:
    """Write the problem list and the scenario list of an enterprise that has none."""
    _add_problems(session, enterprise_id=enterprise_id, rows=row.problems)
    _add_needs(session, enterprise_id=enterprise_id, rows=row.scenarios)


def _add_problems(session: Session, *, enterprise_id: int, rows: Sequence[ProblemRow]) -> None:
    written = [
        Problem(enterprise_id=enterprise_id, position=position, text=row.text, priority=row.priority)
        for position, row in enumerate(rows, start=1)
    ]
    session.add_all(written)
    session.flush()  # Links point to the rows.
    session.add_all(
        ProblemLink(problem_id=problem.id or 0, scenario_code=code, confidence=1.0, confirmed=True)
        for problem, row in zip(written, rows, strict=True)
        for code in dict.fromkeys(row.links)
    )


def _add_needs(session: Session, *, enterprise_id: int, rows: Sequence[ScenarioRow]) -> None:
    written = [
        ScenarioNeed(enterprise_id=enterprise_id, position=position, name=row.name, kind=row.kind)
        for position, row in enumerate(rows, start=1)
    ]
    session.add_all(written)
    session.flush()  # Links point to the rows.
    session.add_all(
        NeedLink(need_id=need.id or 0, scenario_code=code, confidence=1.0, confirmed=True)
        for need, row in zip(written, rows, strict=True)
        for code in dict.fromkeys(row.links)
    )


def require_known_links(session: Session, *, rows: Iterable[EnterpriseRow]) -> None:
    """Raise InvalidError when rows confirm scenarios that the library does not hold."""
    named: set[str] = set()
    for row in rows:
        named.update(code for problem in row.problems for code in problem.links)
        named.update(code for need in row.scenarios for code in need.links)
    require_known_codes(session, codes=sorted(named))


def require_known_codes(session: Session, *, codes: Sequence[str]) -> None:
    """Raise InvalidError when a code is not in the library."""
    if not codes:
        return
    known = set(session.exec(select(Scenario.code).where(col(Scenario.code).in_(codes))))
    unknown = [code for code in codes if code not in known]
    if unknown:
        raise InvalidError(fields={"links": [f"场景库里没有编码“{'、'.join(unknown)}”，请从列出的场景里选。"]})
