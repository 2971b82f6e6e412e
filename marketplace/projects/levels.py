"""Levels before and after the work, taken from the plant's own assessments and never typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.assessments.labels import Purpose
from marketplace.assessments.models import Assessment
from marketplace.projects.models import Acceptance, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Levels:
    """The two assessments that acceptance compares; None is one that the plant still owes."""

    before: Assessment | None
    after: Assessment | None
    began_at: datetime | None

    @property
    def is_before_late(self) -> bool:
        """Say whether the state before was told only after the work had begun."""
        return self.before is not None and self.began_at is not None and self.before.concluded_at > self.began_at

    @property
    def has_fallen(self) -> bool:
        return self.before is not None and self.after is not None and self.after.level < self.before.level

    @property
    def missing(self) -> list[str]:
        """Return which assessments are still owed, as they are called on the questionnaire."""
        owed = ("改造前" if self.before is None else "", "改造后" if self.after is None else "")
        return [words for words in owed if words]


def choose_levels(assessments: Sequence[Assessment], *, began_at: datetime | None) -> Levels:
    """Choose from assessments, newest first: the last before the work began, and the last 改造后 since.

    Where none was made in time, one that was made later as 改造前 stands in, and is said to be late.
    """
    earlier = [one for one in assessments if began_at is None or one.concluded_at <= began_at]
    told_later = [one for one in assessments if one.purpose is Purpose.BEFORE]
    since = [
        one
        for one in assessments
        if one.purpose is Purpose.AFTER and began_at is not None and one.concluded_at > began_at
    ]
    return Levels(before=next(iter(earlier or told_later), None), after=next(iter(since), None), began_at=began_at)


def load_levels(session: Session, *, project: Project) -> Levels:
    """Return the assessments that count for a project today."""
    rows = session.exec(
        select(Assessment).where(Assessment.enterprise_id == project.enterprise_id).order_by(col(Assessment.id).desc())
    ).all()
    return choose_levels(rows, began_at=project.running_at)


def load_kept_levels(session: Session, *, project: Project, acceptance: Acceptance) -> Levels:
    """Return the assessments that an application was handed in with; today's while it is being filled in."""
    if acceptance.applied_at is None:
        return load_levels(session, project=project)
    before, after = (
        session.get(Assessment, key) if key else None
        for key in (acceptance.before_assessment_id, acceptance.after_assessment_id)
    )
    return Levels(before=before, after=after, began_at=project.running_at)
