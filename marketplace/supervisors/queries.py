"""Reads of supervisors' firms."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from marketplace.accounts.models import Organisation
from marketplace.supervisors.models import Supervisor
from marketplace.web.pages import Page, PageArgs, make_page


@dataclass(frozen=True, slots=True, kw_only=True)
class SupervisorRow:
    """A supervisor's firm as lists show it."""

    id: int
    name: str
    uscc: str
    description: str
    created_at: datetime


def load_confirmed(session: Session) -> list[SupervisorRow]:
    """Return the firms that can be asked, by name."""
    rows = session.exec(_confirmed().order_by(col(Organisation.name), col(Organisation.id)))
    return [_row(firm, body) for firm, body in rows]


def load_confirmed_after(session: Session, *, after_id: int, limit: int) -> list[SupervisorRow]:
    """Return firms that can be asked beyond an id, in the order of ids."""
    beyond = _confirmed().where(col(Organisation.id) > after_id)
    rows = session.exec(beyond.order_by(col(Organisation.id)).limit(limit))
    return [_row(firm, body) for firm, body in rows]


def _confirmed() -> Select[Supervisor, Organisation]:
    return (
        select(Supervisor, Organisation)
        .join(Organisation, col(Organisation.id) == Supervisor.organisation_id)
        .where(col(Organisation.confirmed_at).is_not(None), col(Organisation.merged_into_id).is_(None))
    )


def load_waiting(session: Session, *, args: PageArgs) -> Page[SupervisorRow]:
    """Return firms that wait for confirmation, those that have waited longest first."""
    waiting = (
        select(Supervisor, Organisation)
        .join(Organisation, col(Organisation.id) == Supervisor.organisation_id)
        .where(col(Organisation.confirmed_at).is_(None), col(Organisation.merged_into_id).is_(None))
    )
    total = session.exec(select(func.count()).select_from(waiting.subquery())).one()
    ordered = waiting.order_by(col(Organisation.created_at), col(Organisation.id))
    rows = session.exec(ordered.offset(args.offset).limit(args.per_page))
    return make_page([_row(firm, body) for firm, body in rows], total=total, args=args)


def _row(firm: Supervisor, body: Organisation) -> SupervisorRow:
    return SupervisorRow(
        id=firm.organisation_id,
        name=body.name,
        uscc=body.uscc or "",
        description=firm.description,
        created_at=body.created_at,
    )
