"""Subscriptions: who hears of new editions of a list."""

from datetime import datetime

from sqlmodel import Session, col, delete, select

from marketplace.core.actor import Actor
from marketplace.lists.models import ListSubscription
from marketplace.lists.queries import load_list


def is_subscribed(session: Session, *, actor: Actor, list_id: int) -> bool:
    """Say whether a person hears of new editions."""
    wanted = select(ListSubscription.id).where(
        ListSubscription.list_id == list_id, ListSubscription.user_id == actor.user_id
    )
    return session.exec(wanted).first() is not None


def subscribe(session: Session, *, actor: Actor, list_id: int, now: datetime) -> None:
    """Let a person hear of new editions; asking twice is asking once."""
    load_list(session, list_id=list_id, lock=True)
    if not is_subscribed(session, actor=actor, list_id=list_id):
        session.add(ListSubscription(list_id=list_id, user_id=actor.user_id, created_at=now))


def unsubscribe(session: Session, *, actor: Actor, list_id: int) -> None:
    """Let a person hear no more."""
    load_list(session, list_id=list_id)
    mine = (col(ListSubscription.list_id) == list_id) & (col(ListSubscription.user_id) == actor.user_id)
    session.exec(delete(ListSubscription).where(mine))
