"""What is written down beside a change: learning events, lines of the timeline, the journal."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.core.actor import Actor
from marketplace.core.journal import record
from marketplace.notify.services import notify_organisation
from marketplace.projects.labels import EventKind
from marketplace.projects.models import OutcomeEvent, Project, ProjectEvent


def note_outcome(
    session: Session,
    *,
    kind: EventKind,
    enterprise_id: int,
    provider_id: int,
    run_digest: str = "",
    subject: str = "",
    value: int = 0,
    now: datetime,
) -> None:
    """Keep a step of a plant and a provider towards an outcome, from which ranking can learn."""
    session.add(
        OutcomeEvent(
            kind=kind,
            enterprise_id=enterprise_id,
            provider_id=provider_id,
            run_digest=run_digest,
            subject=subject,
            value=value,
            happened_at=now,
        )
    )


def tell(session: Session, *, organisation_id: int | None, subject: str, body: str, url: str, now: datetime) -> None:
    """Tell the members of a body, if there is one."""
    if organisation_id is not None:
        notify_organisation(
            session, organisation_id=organisation_id, subject=subject[:120], body=body, url=url, now=now
        )


def note_step(
    session: Session,
    *,
    actor: Actor,
    project: Project,
    action: str,
    text: str,
    milestone_id: int | None = None,
    details: Mapping[str, Any] | None = None,
    now: datetime,
) -> ProjectEvent:
    """Write a line of the timeline and the journal's entry for it; files may hang on the line."""
    event = ProjectEvent(
        project_id=project.id or 0,
        milestone_id=milestone_id,
        organisation_id=actor.organisation_id,
        text=text[:1500],
        happened_at=now,
    )
    session.add(event)
    project.version += 1
    record(session, actor=actor, action=action, subject=f"project:{project.id}", now=now, details=details)
    return event


def project_url(project: Project) -> str:
    """Return the address of a project."""
    return f"/projects/{project.id}"
