"""The checklist as it holds in a county: the papers of the release, the days that the county sets."""

from dataclasses import replace

from sqlmodel import Session

from marketplace.projects.checklist import Checklist, current_checklist
from marketplace.projects.models import AcceptanceTerms


def checklist_of(session: Session, *, county_code: str) -> Checklist:
    """Return what a county asks for; a county that set nothing has the days of the release."""
    terms = session.get(AcceptanceTerms, county_code)
    if terms is None:
        return current_checklist()
    return replace(current_checklist(), within_months=terms.within_months, redo_days=terms.redo_days)
