"""Who looks after the people of a body: handing that on, and ending memberships of those who left."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.models import Manager, Membership, SecondFactor, User
from marketplace.core.actor import ROLE_LABELS, Actor, Role, System
from marketplace.core.conflicts import AlreadyDoneError, NotReadyError
from marketplace.core.errors import ForbiddenError, NotFoundError
from marketplace.core.journal import record
from marketplace.core.locks import locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """A person of a body."""

    membership_id: int
    user_id: int
    name: str
    role_label: str
    joined_at: datetime
    is_manager: bool
    has_factor: bool


def load_colleagues(session: Session, *, organisation_id: int) -> list[Colleague]:
    """Return those who act for a body, in the order of joining: one statement."""
    rows = session.exec(
        select(Membership, User.display_name, Manager.user_id, SecondFactor.user_id)
        .join(User, col(User.id) == Membership.user_id)
        .outerjoin(
            Manager,
            (col(Manager.organisation_id) == Membership.organisation_id) & (col(Manager.user_id) == Membership.user_id),
        )
        .outerjoin(SecondFactor, col(SecondFactor.user_id) == Membership.user_id)
        .where(Membership.organisation_id == organisation_id, col(Membership.ended_at).is_(None))
        .order_by(col(Membership.id))
    ).all()
    return [
        Colleague(
            membership_id=membership.id or 0,
            user_id=membership.user_id,
            name=name,
            role_label=ROLE_LABELS[Role(membership.role)],
            joined_at=membership.created_at,
            is_manager=manager is not None,
            has_factor=factor is not None,
        )
        for membership, name, manager, factor in rows
    ]


def hand_over(session: Session, *, actor: Actor, membership_id: int, now: datetime) -> None:
    """Make a colleague the manager of the actor's body."""
    _require_manager(session, actor)
    colleague = _member_of(session, organisation_id=actor.organisation_id, membership_id=membership_id)
    _put(session, actor=actor, colleague=colleague, reason="", now=now)


def end_membership(session: Session, *, actor: Actor, membership_id: int, now: datetime) -> None:
    """End a colleague's membership of the actor's body: sessions and tokens in it end with it."""
    _require_manager(session, actor)
    colleague = _member_of(session, organisation_id=actor.organisation_id, membership_id=membership_id)
    _end(session, actor=actor, colleague=colleague, reason="", now=now)


def appoint_as_operator(
    session: Session, *, actor: Actor, organisation_id: int, membership_id: int, reason: str, now: datetime
) -> None:
    """Make a person the manager of any body, when the old one left without handing over."""
    colleague = _member_of(session, organisation_id=organisation_id, membership_id=membership_id)
    _put(session, actor=actor, colleague=colleague, reason=reason, now=now)


def end_as_operator(
    session: Session, *, actor: Actor, organisation_id: int, membership_id: int, reason: str, now: datetime
) -> None:
    """End a membership of any body; the manager must have handed over before."""
    colleague = _member_of(session, organisation_id=organisation_id, membership_id=membership_id)
    _end(session, actor=actor, colleague=colleague, reason=reason, now=now)


def person_of(session: Session, *, organisation_id: int, membership_id: int) -> int:
    """Return who a membership of a body belongs to; raise NotFoundError when it is another body's or ended."""
    return _member_of(session, organisation_id=organisation_id, membership_id=membership_id).user_id


def first_becomes_manager(
    session: Session, *, organisation_id: int, user_id: int, actor: Actor | System, now: datetime
) -> None:
    """Make the first person of a body its manager."""
    if session.get(Manager, organisation_id) is None:
        session.add(Manager(organisation_id=organisation_id, user_id=user_id, since=now))
        details = {"user_id": user_id}
        subject = f"organisation:{organisation_id}"
        record(session, actor=actor, action="organisation.managed", subject=subject, now=now, details=details)


def _require_manager(session: Session, actor: Actor) -> None:
    found = session.get(Manager, actor.organisation_id)
    if found is None or found.user_id != actor.user_id:
        raise ForbiddenError("只有本单位的账号管理员能办。请联系他，或请平台运营另行指定。")


def _member_of(session: Session, *, organisation_id: int, membership_id: int) -> Membership:
    found = session.get(Membership, membership_id)
    if found is None or found.organisation_id != organisation_id or found.ended_at is not None:
        raise NotFoundError("本单位没有这个人，或已经移出。")
    return found


def _put(session: Session, *, actor: Actor, colleague: Membership, reason: str, now: datetime) -> None:
    statement = locked(select(Manager).where(Manager.organisation_id == colleague.organisation_id))
    found = session.exec(statement).first()
    before = found.user_id if found else None
    if before == colleague.user_id:
        raise AlreadyDoneError("这个人已经是账号管理员。")
    if found is None:
        session.add(Manager(organisation_id=colleague.organisation_id, user_id=colleague.user_id, since=now))
    else:
        found.user_id, found.since = colleague.user_id, now
    details = {"before": before, "reason": reason, "user_id": colleague.user_id}
    subject = f"organisation:{colleague.organisation_id}"
    record(session, actor=actor, action="organisation.handed_over", subject=subject, now=now, details=details)


def _end(session: Session, *, actor: Actor, colleague: Membership, reason: str, now: datetime) -> None:
    manager = session.get(Manager, colleague.organisation_id)
    if manager is not None and manager.user_id == colleague.user_id and _is_last_role(session, colleague):
        raise NotReadyError("账号管理员不能移出，请先把管理员转交给别人。")
    colleague.ended_at = now
    details = {"organisation_id": colleague.organisation_id, "reason": reason, "role": colleague.role.value}
    subject = f"user:{colleague.user_id}"
    record(session, actor=actor, action="membership.ended", subject=subject, now=now, details=details)


def _is_last_role(session: Session, colleague: Membership) -> bool:
    others = select(Membership.id).where(
        Membership.user_id == colleague.user_id,
        Membership.organisation_id == colleague.organisation_id,
        Membership.id != colleague.id,
        col(Membership.ended_at).is_(None),
    )
    return session.exec(others.limit(1)).first() is None
