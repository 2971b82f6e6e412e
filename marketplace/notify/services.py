"""Writes of the inbox, and mails as jobs: the payload names a person, never an address."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, select, update

from marketplace.accounts.models import Membership
from marketplace.core.errors import NotFoundError
from marketplace.core.jobs import enqueue
from marketplace.notify.models import Message

MAIL_JOB = "mail"


def notify_users(
    session: Session, *, user_ids: Sequence[int], subject: str, body: str, url: str = "", now: datetime
) -> None:
    """Put a message into inboxes and queue a mail for each person, in the caller's transaction."""
    for user_id in sorted(set(user_ids)):
        session.add(Message(user_id=user_id, subject=subject, body=body, url=url, created_at=now))
        queue_mail(session, user_id=user_id, subject=subject, body=body, url=url, now=now)


def notify_organisation(
    session: Session, *, organisation_id: int, subject: str, body: str, url: str = "", now: datetime
) -> None:
    """Tell every member of a body."""
    members = session.exec(
        select(Membership.user_id).where(
            Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None)
        )
    ).all()
    notify_users(session, user_ids=members, subject=subject, body=body, url=url, now=now)


def queue_mail(session: Session, *, user_id: int, subject: str, body: str, url: str, now: datetime) -> None:
    """Queue one mail; the address is read when it is sent."""
    payload: Mapping[str, Any] = {"user_id": user_id, "subject": subject, "body": body, "url": url}
    enqueue(session, kind=MAIL_JOB, payload=payload, now=now)


def open_message(session: Session, *, user_id: int, message_id: int, now: datetime) -> Message:
    """Mark one message as read; raises NotFoundError for another person's."""
    found = session.get(Message, message_id)
    if found is None or found.user_id != user_id:
        raise NotFoundError
    found.read_at = found.read_at or now
    session.add(found)
    return found


def mark_all_read(session: Session, *, user_id: int, now: datetime) -> None:
    """Mark a person's messages as read."""
    unread = update(Message).where(col(Message.user_id) == user_id, col(Message.read_at).is_(None))
    session.exec(unread.values(read_at=now))
