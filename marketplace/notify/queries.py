"""Reads of the inbox."""

from collections.abc import Sequence

from sqlalchemy import bindparam
from sqlmodel import Session, col, func, select

from marketplace.notify.models import Message
from marketplace.web.pages import Page, PageArgs, make_page

_UNREAD = (  # Asked for every page of whoever is signed in.
    select(func.count())
    .select_from(Message)
    .where(col(Message.user_id) == bindparam("user"), col(Message.read_at).is_(None))
)


def count_unread(session: Session, *, user_id: int) -> int:
    """Return how many messages a person has not read."""
    return session.exec(_UNREAD, params={"user": user_id}).one()


def load_inbox(session: Session, *, user_id: int, args: PageArgs) -> Page[Message]:
    """Return one page of a person's messages, newest first."""
    total = session.exec(select(func.count()).select_from(Message).where(Message.user_id == user_id)).one()
    rows = session.exec(
        select(Message)
        .where(Message.user_id == user_id)
        .order_by(col(Message.created_at).desc(), col(Message.id).desc())
        .offset(args.offset)
        .limit(args.per_page)
    ).all()
    return make_page(rows, total=total, args=args)


def load_messages_before(
    session: Session, *, user_id: int, before_id: int, only_unread: bool, limit: int
) -> Sequence[Message]:
    """Return a person's messages, newest first; ``before_id`` 0 starts with the last one."""
    wanted = select(Message).where(Message.user_id == user_id)
    if before_id:
        wanted = wanted.where(col(Message.id) < before_id)
    if only_unread:
        wanted = wanted.where(col(Message.read_at).is_(None))
    return session.exec(wanted.order_by(col(Message.id).desc()).limit(limit)).all()
