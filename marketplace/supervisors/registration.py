"""A supervisor's firm registers: body, firm and the membership of whoever does so, in one transaction."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.models import Membership
from marketplace.accounts.services import add_membership
from marketplace.core.actor import Actor, Role, System
from marketplace.supervisors.schemas import NewSupervisorIn
from marketplace.supervisors.services import create_supervisor


def register_supervisor(
    session: Session, *, actor: Actor | System, user_id: int, entered: NewSupervisorIn, now: datetime
) -> Membership:
    """Return the membership in which a person acts for a new firm, which waits for the operator.

    Raises InvalidError when the body is already there.
    """
    made = create_supervisor(
        session, actor=actor, name=entered.name, uscc=entered.uscc, description=entered.description, now=now
    )
    return add_membership(
        session, user_id=user_id, organisation_id=made.organisation_id, role=Role.SUPERVISOR, now=now, actor=actor
    )
