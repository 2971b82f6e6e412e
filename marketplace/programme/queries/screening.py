"""Reads for the initial review: what the platform knows of each condition."""

from sqlmodel import Session

from marketplace.core.conflicts import NotReadyError
from marketplace.programme.conditions import Condition, ScreeningFacts, check_conditions
from marketplace.programme.labels import OpinionLevel
from marketplace.programme.models import PilotApplication, PilotRound
from marketplace.programme.queries.applications import (
    agrees,
    find_opinion,
    load_known_figures,
    load_opinion_files,
    load_opinions,
    whole_of,
)
from marketplace.programme.queries.rounds import flags_for, rules_of_round


def load_conditions(session: Session, *, application: PilotApplication, found: PilotRound) -> tuple[Condition, ...]:
    """Return every condition with what the data say; raises ConflictError before the application is final."""
    whole = whole_of(session, application=application, found=found)
    if whole.checked.plan is None:
        raise NotReadyError("申报书还不完整，不能初审。")
    opinions = load_opinions(session, application_id=application.id or 0)
    sealed = find_opinion(opinions, level=OpinionLevel.GOVERNMENT, digest=application.digest)
    scans = load_opinion_files(session, opinions=[sealed]) if sealed is not None else {}
    known = load_known_figures(session, county_code=application.county_code, catalog_no=application.catalog_no)
    facts = ScreeningFacts(
        government_agrees=agrees(opinions, level=OpinionLevel.GOVERNMENT, digest=application.digest),
        city_agrees=agrees(opinions, level=OpinionLevel.CITY, digest=application.digest),
        sealed_pages=sum(len(rows) for rows in scans.values()),
        paper_copies=application.paper_copies,
        known_enterprises=known.enterprises,
        known_in_industry=known.in_industry,
    )
    return check_conditions(
        whole.checked.plan, facts, rules=rules_of_round(found), flags=flags_for(found, whole.county)
    )
