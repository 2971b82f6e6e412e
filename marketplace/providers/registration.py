"""A provider registers: body, provider and the membership of whoever does so, in one transaction."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.models import Membership
from marketplace.accounts.services import add_membership
from marketplace.core.actor import Actor, Role, System
from marketplace.providers.schemas import NewProviderIn
from marketplace.providers.services import create_provider


def register_provider(
    session: Session, *, actor: Actor | System, user_id: int, entered: NewProviderIn, now: datetime
) -> Membership:
    """Return the membership in which a person acts for a new provider, which waits for the operator.

    Raises InvalidError when the body is already there.
    """
    made = create_provider(session, actor=actor, row=entered.to_row(), now=now)
    return add_membership(
        session, user_id=user_id, organisation_id=made.organisation_id, role=Role.PROVIDER, now=now, actor=actor
    )
