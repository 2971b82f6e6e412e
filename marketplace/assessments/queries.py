"""Reads of assessments."""

from collections.abc import Sequence

from sqlmodel import Session, col, func, select

from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.assessments.scoring import Answers
from marketplace.core.actor import Actor
from marketplace.core.errors import NotFoundError
from marketplace.drafts.services import form_key
from marketplace.enterprises.policies import can_see
from marketplace.enterprises.queries import load_visible

MOST_SHOWN = 50


def draft_key(enterprise_id: int) -> str:
    """Return the key of the questionnaire that an enterprise's people fill in together."""
    return form_key("assessment", object_id=enterprise_id)


def load_assessments(session: Session, *, enterprise_id: int) -> list[Assessment]:
    """Return an enterprise's concluded assessments, the newest first."""
    wanted = select(Assessment).where(Assessment.enterprise_id == enterprise_id)
    return list(session.exec(wanted.order_by(col(Assessment.id).desc()).limit(MOST_SHOWN)))


def load_assessments_before(
    session: Session, *, enterprise_id: int, before_id: int, limit: int
) -> Sequence[Assessment]:
    """Return an enterprise's concluded assessments, newest first; ``before_id`` 0 starts with the last one."""
    wanted = select(Assessment).where(Assessment.enterprise_id == enterprise_id)
    if before_id:
        wanted = wanted.where(col(Assessment.id) < before_id)
    return session.exec(wanted.order_by(col(Assessment.id).desc()).limit(limit)).all()


def load_assessment(session: Session, *, enterprise_id: int, assessment_id: int) -> Assessment:
    """Return one assessment of an enterprise."""
    found = session.get(Assessment, assessment_id)
    if found is None or found.enterprise_id != enterprise_id:
        raise NotFoundError
    return found


def find_latest(session: Session, *, enterprise_id: int, purpose: Purpose | None = None) -> Assessment | None:
    """Return the newest concluded assessment, of one purpose when it is given."""
    wanted = select(Assessment).where(Assessment.enterprise_id == enterprise_id)
    if purpose is not None:
        wanted = wanted.where(Assessment.purpose == purpose)
    return session.exec(wanted.order_by(col(Assessment.id).desc())).first()


def latest_levels(session: Session, *, enterprise_ids: Sequence[int]) -> dict[int, int]:
    """Return the level of the newest assessment by enterprise, in one statement."""
    newest = (
        select(func.max(Assessment.id))
        .where(col(Assessment.enterprise_id).in_(enterprise_ids))
        .group_by(col(Assessment.enterprise_id))
    )
    wanted = select(Assessment.enterprise_id, Assessment.level).where(col(Assessment.id).in_(newest))
    return dict(session.exec(wanted).all())


def answers_of_row(assessment: Assessment) -> Answers:
    """Return the answers that a concluded assessment holds."""
    return Answers(
        options={key: tuple(ticked) for key, ticked in assessment.options.items()},
        depths={code: int(depth) for code, depth in assessment.depths.items()},
    )


def can_read_assessment(session: Session, actor: Actor | None, assessment_id: int) -> bool:
    """Say whether somebody may open the report of an assessment: whoever may see the enterprise."""
    found = session.get(Assessment, assessment_id)
    if found is None or actor is None:
        return False
    try:
        view = load_visible(session, actor=actor, enterprise_id=found.enterprise_id)
    except NotFoundError:
        return False
    return can_see(actor, enterprise_id=view.enterprise_id, county_code=view.county_code)
