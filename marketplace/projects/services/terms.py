"""Writes of the days that a county sets for its acceptances."""

from datetime import datetime

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.errors import VersionMovedError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.projects.models import AcceptanceTerms
from marketplace.projects.schemas import TermsIn


def set_terms(session: Session, *, actor: Actor, entered: TermsIn, now: datetime) -> AcceptanceTerms:
    """Set the days of the actor's county; applications that were begun keep theirs."""
    terms = find_locked(session, AcceptanceTerms, actor.area_prefix)
    if (terms.version if terms else 0) != entered.version:
        raise VersionMovedError
    if terms is None:
        terms = AcceptanceTerms(
            county_code=actor.area_prefix, within_months=entered.within_months, redo_days=0, set_at=now, version=0
        )
    terms.within_months, terms.redo_days = entered.within_months, entered.redo_days
    terms.set_at, terms.set_by_id, terms.version = now, actor.user_id, terms.version + 1
    session.add(terms)
    record(
        session,
        actor=actor,
        action="acceptance_terms.set",
        subject=f"county:{actor.area_prefix}",
        now=now,
        details={"within_months": entered.within_months, "redo_days": entered.redo_days},
    )
    return terms
