"""Reads of records, reports, acceptances and experiences."""

from typing import TypeVar

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.programme.models import (
    IndustryPlatform,
    Pilot,
    PilotAcceptance,
    PilotPractice,
    PilotReport,
    Recognition,
    SupportMeasure,
)
from marketplace.programme.queries.pilots import load_watched_pilot

AnyRecord = TypeVar("AnyRecord", IndustryPlatform, Recognition, SupportMeasure, PilotPractice)


def load_records(session: Session, *, model: type[AnyRecord], pilot_id: int) -> list[AnyRecord]:
    """Return the records of a kind that stand, newest first."""
    rows = session.exec(
        select(model)
        .where(col(model.pilot_id) == pilot_id, col(model.withdrawn_at).is_(None))
        .order_by(col(model.id).desc())
        .limit(500)
    )
    return list(rows)


def load_reports(session: Session, *, pilot_id: int) -> list[PilotReport]:
    """Return a pilot's quarterly reports, newest first."""
    rows = session.exec(
        select(PilotReport)
        .where(PilotReport.pilot_id == pilot_id)
        .order_by(col(PilotReport.year).desc(), col(PilotReport.quarter).desc())
    )
    return list(rows)


def find_acceptance(session: Session, *, pilot_id: int) -> PilotAcceptance | None:
    """Return a pilot's acceptance, None before it was asked for."""
    return session.get(PilotAcceptance, pilot_id)


def can_read_report(session: Session, actor: Actor | None, report_id: int) -> bool:
    """Say whether somebody may open a quarterly report: those who watch the pilot."""
    report = session.get(PilotReport, report_id)
    return report is not None and can_read_acceptance(session, actor, report.pilot_id)


def can_read_acceptance(session: Session, actor: Actor | None, pilot_id: int) -> bool:
    """Say whether somebody may open a pilot's request for acceptance."""
    if actor is None or session.get(Pilot, pilot_id) is None:
        return False
    try:
        load_watched_pilot(session, actor=actor, pilot_id=pilot_id)
    except NotFoundError:
        return False
    return True
