"""Writes of quarterly reports: what was done, with the tracker's figures of the day under a digest."""

from datetime import datetime

from sqlmodel import Session, select

from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.conflicts import AlreadyExistsError
from marketplace.core.digest import digest
from marketplace.core.errors import InvalidError
from marketplace.core.journal import record
from marketplace.documents.services import issue_document
from marketplace.programme.models import PilotReport
from marketplace.programme.pilot_papers import report_facts, report_issue
from marketplace.programme.pilot_schemas import QuarterIn
from marketplace.programme.queries.pilots import load_line, load_own_pilot
from marketplace.programme.tracking import quarter_end


def submit_report(
    session: Session, *, actor: Actor, pilot_id: int, entered: QuarterIn, base_url: str, now: datetime
) -> PilotReport:
    """Hand a quarter's report in once; figures are taken from the tracker, not typed.

    Raises ConflictError for a quarter that was reported, InvalidError for one outside the two years or not begun.
    """
    load_own_pilot(session, actor=actor, pilot_id=pilot_id, lock=True)
    year, quarter = (int(part) for part in entered.quarter.split("-"))
    line = load_line(session, pilot_id=pilot_id, now=now)
    last = quarter_end(year, quarter)
    begins = (last.year, last.month - 2)
    today = shanghai_day(now)
    if (
        last < line.pilot.starts_on
        or begins > (today.year, today.month)
        or begins > (line.pilot.ends_on.year, line.pilot.ends_on.month)
    ):
        raise InvalidError(fields={"quarter": ["这个季度不在创建期内，或者还没有开始。"]})
    if _find(session, pilot_id=pilot_id, year=year, quarter=quarter) is not None:
        raise AlreadyExistsError(f"{year} 年第 {quarter} 季度的报告已经交过。")
    facts = report_facts(line, year=year, quarter=quarter, done=entered.done, troubles=entered.troubles)
    made = PilotReport(
        pilot_id=pilot_id,
        year=year,
        quarter=quarter,
        done=entered.done,
        troubles=entered.troubles,
        facts=facts,
        digest=digest(facts),
        submitted_at=now,
        submitted_by_id=actor.user_id,
    )
    session.add(made)
    session.flush()  # The document is about the new row.
    issue_document(session, actor=actor, issue=report_issue(line, made), base_url=base_url, now=now)
    details = {"digest": made.digest, "quarter": quarter, "year": year}
    record(session, actor=actor, action="pilot_report.submitted", subject=f"pilot:{pilot_id}", now=now, details=details)
    return made


def _find(session: Session, *, pilot_id: int, year: int, quarter: int) -> PilotReport | None:
    return session.exec(
        select(PilotReport).where(
            PilotReport.pilot_id == pilot_id, PilotReport.year == year, PilotReport.quarter == quarter
        )
    ).first()
