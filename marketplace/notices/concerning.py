"""Which objections concern somebody."""

from sqlmodel import Session, col, select

from marketplace.core.actor import Actor
from marketplace.notices import policies
from marketplace.notices.models import Objection, PublicNotice


def load_concerning_after(
    session: Session, *, actor: Actor, after_id: int, limit: int
) -> list[tuple[PublicNotice, Objection]]:
    """Return objections that an actor filed, or that the actor's bureau answers, by id: one statement."""
    concerning = col(Objection.user_id) == actor.user_id
    if actor.role in policies.BUREAUS:
        concerning |= col(PublicNotice.organisation_id) == actor.organisation_id
    rows = session.exec(
        select(PublicNotice, Objection)
        .join(Objection, col(Objection.notice_id) == PublicNotice.id)
        .where(concerning, col(Objection.id) > after_id)
        .order_by(col(Objection.id))
        .limit(limit)
    )
    return list(rows)
