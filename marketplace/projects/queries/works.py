"""What the platform knows of plants' renovations, for the programme: who does them, until when, with what result."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from marketplace.accounts.models import Organisation
from marketplace.core.clock import shanghai_day
from marketplace.projects.labels import Decision
from marketplace.projects.models import Acceptance, Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """A plant's newest project; the day and the levels, 0 to 4, are there once it is accepted."""

    project_id: int
    title: str
    provider: str
    accepted_on: date | None
    level_before: int | None
    level_after: int | None


def load_works(session: Session, *, enterprise_ids: Sequence[int]) -> dict[int, Work]:
    """Return each plant's newest project that was signed and not ended, an accepted one first: one statement."""
    rows = session.exec(
        select(Project, Organisation.name, Acceptance)
        .join(Organisation, col(Organisation.id) == Project.provider_id)
        .join(
            Acceptance,
            (col(Acceptance.project_id) == Project.id) & (col(Acceptance.decision) == Decision.PASSED),
            isouter=True,
        )
        .where(col(Project.enterprise_id).in_(enterprise_ids))
        .where(col(Project.running_at).is_not(None), col(Project.ended_at).is_(None))
        .order_by(col(Project.accepted_at).is_not(None), col(Project.id))
    )
    return {project.enterprise_id: _work(project, provider, acceptance) for project, provider, acceptance in rows}


def _work(project: Project, provider: str, acceptance: Acceptance | None) -> Work:
    return Work(
        project_id=project.id or 0,
        title=project.title,
        provider=provider,
        accepted_on=shanghai_day(project.accepted_at) if project.accepted_at else None,
        level_before=acceptance.level_before if acceptance else None,
        level_after=acceptance.level_after if acceptance else None,
    )
