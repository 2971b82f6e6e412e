"""Writes of assessments: concluded once and kept as they were; a scenario that one wants goes onto one's own list."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.assessments.answers import answers_of, require_complete
from marketplace.assessments.facts import digest_of
from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.assessments.papers import report_issue
from marketplace.assessments.queries import find_latest
from marketplace.assessments.scheme import load_scheme
from marketplace.assessments.scoring import assess
from marketplace.core.actor import Actor
from marketplace.core.clock import shanghai_day
from marketplace.core.journal import record
from marketplace.documents.services import issue_document
from marketplace.enterprises.queries import load_editable
from marketplace.enterprises.services import update_enterprise
from marketplace.exchange.rows import ScenarioRow
from marketplace.taxonomy.queries import load_scenario


def conclude_assessment(
    session: Session, *, actor: Actor, enterprise_id: int, fields: Mapping[str, Any], base_url: str, now: datetime
) -> Assessment:
    """Keep answers with points, level and report; raises InvalidError that names every open question."""
    load_editable(session, actor=actor, enterprise_id=enterprise_id)
    scheme = load_scheme()
    answers = answers_of(scheme, fields)
    require_complete(scheme, answers)
    result = assess(scheme, answers)
    made = Assessment(
        enterprise_id=enterprise_id,
        edition=scheme.edition,
        purpose=Purpose(fields.get("purpose", Purpose.SELF)),
        options={key: list(ticked) for key, ticked in answers.options.items()},
        depths=dict(answers.depths),
        milli=result.milli,
        level=result.level,
        digest="",
        concluded_at=now,
        concluded_by_id=actor.user_id,
    )
    again = _find_same(session, made)
    if again is not None:
        return again
    made.digest = digest_of(made)
    session.add(made)
    session.flush()  # Report and journal name the row by its id.
    details = {"digest": made.digest, "edition": made.edition, "level": made.level}
    record(
        session, actor=actor, action="assessment.concluded", subject=f"assessment:{made.id}", now=now, details=details
    )
    issue_document(session, actor=actor, issue=report_issue(session, assessment=made), base_url=base_url, now=now)
    return made


def _find_same(session: Session, made: Assessment) -> Assessment | None:
    """Return the newest assessment when it says the same on the same day: the form was sent twice."""
    latest = find_latest(session, enterprise_id=made.enterprise_id)
    if latest is None or shanghai_day(latest.concluded_at) != shanghai_day(made.concluded_at):
        return None
    is_same = (latest.options, latest.depths, latest.purpose) == (made.options, made.depths, made.purpose)
    return latest if is_same else None


def want_scenario(session: Session, *, actor: Actor, enterprise_id: int, code: str, now: datetime) -> bool:
    """Put a scenario of the library onto the enterprise's own list; return False when it stands there already."""
    view = load_editable(session, actor=actor, enterprise_id=enterprise_id)
    scenario = load_scenario(session, code=code)
    if any(row.name == scenario.name or code in row.links for row in view.row.scenarios):
        return False
    row = replace(view.row, scenarios=(*view.row.scenarios, ScenarioRow(name=scenario.name, links=(code,))))
    update_enterprise(session, actor=actor, enterprise_id=enterprise_id, row=row, seen_version=view.version, now=now)
    return True
