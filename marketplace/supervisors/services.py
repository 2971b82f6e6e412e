"""Writes of supervisors' firms."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.models import Organisation
from marketplace.accounts.organisations import create_organisation
from marketplace.core.actor import Actor, Role, System
from marketplace.core.errors import ForbiddenError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.notify.services import notify_organisation
from marketplace.supervisors.models import Supervisor


def create_supervisor(
    session: Session,
    *,
    actor: Actor | System,
    name: str,
    uscc: str = "",
    description: str = "",
    confirmed: bool = False,
    now: datetime,
) -> Supervisor:
    """Add a supervisor's firm with its body; raises InvalidError when the body is already there."""
    body = create_organisation(
        session, actor=actor, name=name, uscc=uscc or None, county_code="", confirmed=confirmed, now=now
    )
    firm = Supervisor(organisation_id=body.id or 0, description=description)
    session.add(firm)
    record(session, actor=actor, action="supervisor.created", subject=f"supervisor:{body.id}", now=now)
    return firm


def confirm_supervisor(session: Session, *, actor: Actor, supervisor_id: int, now: datetime) -> Organisation:
    """Confirm that a firm is what it says: from now on it can be asked to supervise."""
    if actor.role is not Role.OPERATOR:
        raise ForbiddenError
    body = find_locked(session, Organisation, supervisor_id)
    if body is None or session.get(Supervisor, supervisor_id) is None:
        raise NotFoundError
    if body.confirmed_at is None:
        body.confirmed_at = now
        body.version += 1
        record(session, actor=actor, action="supervisor.confirmed", subject=f"supervisor:{supervisor_id}", now=now)
        notify_organisation(
            session,
            organisation_id=supervisor_id,
            subject="贵机构已通过确认",
            body="从现在起，企业可以邀请贵机构担任监理。收到邀请后，请在“监理项目”里答复。",
            url="/projects",
            now=now,
        )
    return body
