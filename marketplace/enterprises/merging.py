"""What goes along when a duplicate body is folded into another: what the enterprise stated."""

from dataclasses import replace
from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.enterprises.models import Enterprise
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.enterprises.services import update_enterprise


def follow_merge(session: Session, *, actor: Actor, kept_id: int, merged_id: int, now: datetime) -> None:
    """Hand lists of the merged enterprise to the kept one where that has none; the kept one's own words stay."""
    if session.get(Enterprise, merged_id) is None:
        return
    if session.get(Enterprise, kept_id) is None:
        session.add(Enterprise(organisation_id=kept_id, updated_at=now))
        session.flush()  # The rows below are read from the database.
    kept, merged = load_enterprise_rows(session, ids=[kept_id, merged_id])
    together = replace(
        kept,
        industry=kept.industry if kept.industry.is_known else merged.industry,
        description=kept.description or merged.description,
        employees=merged.employees if kept.employees is None else kept.employees,
        revenue_wan=merged.revenue_wan if kept.revenue_wan is None else kept.revenue_wan,
        problems=kept.problems or merged.problems,
        scenarios=kept.scenarios or merged.scenarios,
    )
    if together != kept:
        update_enterprise(session, actor=actor, enterprise_id=kept_id, row=together, now=now)
