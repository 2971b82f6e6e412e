"""Removing a person: what is their own goes, what they did for a body stays under a number that names nobody."""

from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlmodel import Session, SQLModel, col
from sqlmodel import select as rows_of

from marketplace.accounts.models import ApiToken, Manager, Membership, User
from marketplace.core.actor import Actor, System
from marketplace.core.conflicts import NotReadyError
from marketplace.core.errors import NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import find_locked
from marketplace.personal.policies import GOES

REMOVED_NAME = "已注销的用户"


def remove_person(session: Session, *, user_id: int, actor: Actor | System, now: datetime) -> None:
    """Take a person out; raise ConflictError while something waits for them that nobody else could do.

    The journal keeps what it has: digests whose salt is gone, and the number.
    """
    user = find_locked(session, User, user_id)
    if user is None or user.disabled_at is not None:
        raise NotFoundError
    if waiting := duties(session, user_id=user_id):
        raise NotReadyError("".join(waiting))
    _end_memberships(session, user_id=user_id, now=now)
    gone = _delete_own_rows(session, user_id=user_id)
    _clear_contacts(session, user_id=user_id)
    user.email, user.display_name = f"removed-{user_id}@invalid", REMOVED_NAME
    user.password_hash = user.salt = ""
    user.failed_count, user.locked_until, user.disabled_at = 0, None, now
    record(session, actor=actor, action="user.removed", subject=f"user:{user_id}", now=now, details={"rows": gone})


def duties(session: Session, *, user_id: int) -> list[str]:
    """Return, in words, what has to be handed on or brought to its end before the person can go."""
    found = []
    if _manages_others(session, user_id=user_id):
        found.append("您还是本单位的账号管理员，请先在“我的账号”里把管理员转交给同事。")
    if _counts(session, "panel_member", user_id=user_id, open_in="review"):
        found.append("您还有没结束的评审，请等评审结束，或请组织单位把您换下。")
    if _counts(session, "objection", user_id=user_id, open_in=None):
        found.append("您提出的异议还没有答复，请等答复，或先撤回。")
    return found


def _manages_others(session: Session, *, user_id: int) -> bool:
    others = (
        rows_of(Membership.id)
        .join(Manager, col(Manager.organisation_id) == Membership.organisation_id)
        .where(Manager.user_id == user_id, Membership.user_id != user_id, col(Membership.ended_at).is_(None))
    )
    return session.exec(others.limit(1)).first() is not None


def _counts(session: Session, name: str, *, user_id: int, open_in: str | None) -> int:
    """Count a person's rows of a table that still wait for an end, theirs or that of what they belong to."""
    tables = SQLModel.metadata.tables
    table = tables[name]
    wanted = select(func.count()).where(table.c.user_id == user_id)
    if open_in is None:
        wanted = wanted.where(table.c.answered_at.is_(None), table.c.withdrawn_at.is_(None))
    else:
        whole = tables[open_in]
        wanted = wanted.where(table.c[f"{open_in}_id"] == whole.c.id, table.c.removed_at.is_(None))
        wanted = wanted.where(whole.c.concluded_at.is_(None), whole.c.cancelled_at.is_(None))
    return int(session.execute(wanted).scalar_one())


def _end_memberships(session: Session, *, user_id: int, now: datetime) -> None:
    own = session.exec(rows_of(Membership).where(Membership.user_id == user_id)).all()
    session.exec(delete(ApiToken).where(col(ApiToken.membership_id).in_([one.id for one in own])))
    for one in own:
        one.ended_at = one.ended_at or now


def _delete_own_rows(session: Session, *, user_id: int) -> int:
    """Delete the rows that go with the person, and return how many there were."""
    tables, connection = SQLModel.metadata.tables, session.connection()
    return sum(
        connection.execute(delete(tables[name]).where(tables[name].c[column] == user_id)).rowcount
        for name, column in GOES
    )


def _clear_contacts(session: Session, *, user_id: int) -> None:
    """Leave the objections, which were answered in public, and take away how their author could be reached."""
    table = SQLModel.metadata.tables["objection"]
    session.execute(update(table).where(table.c.user_id == user_id).values(name="", contact=""))
