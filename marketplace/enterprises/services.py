"""Writes of enterprises: one statement of a plant as a whole, checked against the version that was seen."""

from datetime import datetime

from sqlmodel import Session, col, delete

from marketplace.accounts.labels import Origin
from marketplace.accounts.organisations import create_organisation
from marketplace.accounts.queries import find_by_name
from marketplace.core.actor import Actor, System
from marketplace.core.errors import NotFoundError, VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.core.row_owners import writing_rows_of
from marketplace.enterprises.models import OWNER, Enterprise, NeedLink, Problem, ProblemLink, ScenarioNeed
from marketplace.enterprises.statement import add_lists, enterprise_fields, require_known_codes, require_known_links
from marketplace.exchange.rows import EnterpriseRow


def create_enterprise(
    session: Session,
    *,
    actor: Actor | System,
    row: EnterpriseRow,
    county_code: str,
    origin: Origin = Origin.REGISTERED,
    confirmed: bool = False,
    now: datetime,
) -> Enterprise:
    """Add an enterprise with its body and lists; raises InvalidError when the body is already there.

    Bodies of one name with two different credit codes are two bodies.
    """
    twins = find_by_name(session, name=row.name)
    is_distinct = bool(row.uscc) and all(twin.uscc not in {None, row.uscc} for twin in twins)
    body = create_organisation(
        session,
        actor=actor,
        name=row.name,
        uscc=row.uscc or None,
        county_code=county_code,
        origin=origin,
        confirmed=confirmed,
        allow_same_name=is_distinct,
        now=now,
    )
    enterprise = Enterprise(organisation_id=body.id or 0, external_ref=row.ref, updated_at=now)
    _write(session, enterprise, row=row, now=now)
    _note(session, actor=actor, enterprise=enterprise, action="enterprise.created", now=now)
    return enterprise


def update_enterprise(
    session: Session,
    *,
    actor: Actor | System,
    enterprise_id: int,
    row: EnterpriseRow,
    seen_version: int | None = None,
    now: datetime,
) -> Enterprise:
    """Replace what an enterprise states; name and credit code stay with its body.

    ``seen_version`` None skips the check, for imports that a person confirmed row by row.
    """
    with writing_rows_of(session, OWNER, enterprise_id):
        enterprise = find_locked(session, Enterprise, enterprise_id)
        if enterprise is None:
            raise NotFoundError
        if seen_version is not None and enterprise.version != seen_version:
            raise VersionMovedError
        enterprise.version += 1
        _write(session, enterprise, row=row, now=now)
    _note(session, actor=actor, enterprise=enterprise, action="enterprise.updated", now=now)
    return enterprise


def _note(session: Session, *, actor: Actor | System, enterprise: Enterprise, action: str, now: datetime) -> None:
    subject = f"enterprise:{enterprise.organisation_id}"
    details = {"version": enterprise.version}
    record(session, actor=actor, action=action, subject=subject, now=now, details=details)


def _write(session: Session, enterprise: Enterprise, *, row: EnterpriseRow, now: datetime) -> None:
    require_known_links(session, rows=[row])
    enterprise.sqlmodel_update({**enterprise_fields(row), "updated_at": now})
    session.add(enterprise)
    session.flush()  # List rows point to the enterprise.
    _drop_lists(session, enterprise_id=enterprise.organisation_id)
    add_lists(session, enterprise_id=enterprise.organisation_id, row=row)


def _drop_lists(session: Session, *, enterprise_id: int) -> None:
    """Delete both lists; the database deletes the links of their rows."""
    session.exec(delete(Problem).where(col(Problem.enterprise_id) == enterprise_id))
    session.exec(delete(ScenarioNeed).where(col(ScenarioNeed.enterprise_id) == enterprise_id))


def confirm_problem_links(
    session: Session, *, actor: Actor, enterprise_id: int, problem_id: int, codes: tuple[str, ...], now: datetime
) -> None:
    """Keep the scenarios that a person confirmed for a problem; no choice gives the linking back to the engine."""
    problem = session.get(Problem, problem_id)
    if problem is None or problem.enterprise_id != enterprise_id:
        raise NotFoundError
    require_known_codes(session, codes=codes)
    session.exec(delete(ProblemLink).where(col(ProblemLink.problem_id) == problem_id))
    session.add_all(
        ProblemLink(problem_id=problem_id, scenario_code=code, confidence=1.0, confirmed=True)
        for code in dict.fromkeys(codes)
    )
    subject = f"enterprise:{enterprise_id}"
    details = {"problem_id": problem_id, "scenarios": list(codes)}
    record(session, actor=actor, action="problem.linked", subject=subject, now=now, details=details)


def confirm_need_links(
    session: Session, *, actor: Actor, enterprise_id: int, need_id: int, codes: tuple[str, ...], now: datetime
) -> None:
    """Keep the scenarios that a person confirmed for a row of the scenario list."""
    need = session.get(ScenarioNeed, need_id)
    if need is None or need.enterprise_id != enterprise_id:
        raise NotFoundError
    require_known_codes(session, codes=codes)
    session.exec(delete(NeedLink).where(col(NeedLink.need_id) == need_id))
    session.add_all(
        NeedLink(need_id=need_id, scenario_code=code, confidence=1.0, confirmed=True) for code in dict.fromkeys(codes)
    )
    subject = f"enterprise:{enterprise_id}"
    details = {"need_id": need_id, "scenarios": list(codes)}
    record(session, actor=actor, action="need.linked", subject=subject, now=now, details=details)
