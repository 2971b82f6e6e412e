"""An enterprise registers itself: body, statement, person and membership in one transaction."""

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts import services as accounts
from marketplace.accounts.models import Membership
from marketplace.accounts.queries import find_by_uscc
from marketplace.core.actor import Actor, Role, System
from marketplace.core.errors import InvalidError, MarketplaceError
from marketplace.enterprises.services import create_enterprise
from marketplace.exchange.rows import EnterpriseRow
from marketplace.notify.services import notify_users
from marketplace.taxonomy.queries import county_names, load_county

REGISTRATION = System(name="registration")
NO_COUNTY = "没有这个县（市、区），请从列表里选。"


def register_enterprise(
    session: Session,
    *,
    row: EnterpriseRow,
    county_code: str,
    email: str,
    display_name: str,
    password: str,
    now: datetime,
) -> tuple[int, str]:
    """Return the new enterprise's id and the secret token of a session for its first person.

    The body waits for its county's confirmation. Raises InvalidError for a body or an address that is already there.
    """
    load_county(session, code=county_code)
    enterprise = create_enterprise(session, actor=REGISTRATION, row=row, county_code=county_code, now=now)
    user = accounts.create_user(
        session, email=email, display_name=display_name, password=password, now=now, actor=REGISTRATION
    )
    token = _join(session, user_id=user.id or 0, enterprise_id=enterprise.organisation_id, now=now)
    _tell_county(session, county_code=county_code, name=row.name, now=now)
    return enterprise.organisation_id, token


def register_another(session: Session, *, actor: Actor, row: EnterpriseRow, county_code: str, now: datetime) -> int:
    """Return the id of an enterprise that somebody with an account registers and acts for from then on.

    Raises InvalidError for a body that is already there or a county that does not exist.
    """
    if county_code not in county_names(session):
        raise InvalidError(fields={"county_code": [NO_COUNTY]})
    made = create_enterprise(session, actor=actor, row=row, county_code=county_code, now=now)
    accounts.add_membership(
        session,
        user_id=actor.user_id,
        organisation_id=made.organisation_id,
        role=Role.ENTERPRISE,
        now=now,
        actor=actor,
    )
    _tell_county(session, county_code=county_code, name=row.name, now=now)
    return made.organisation_id


def resume_registration(
    session: Session, *, uscc: str, email: str, password: str, now: datetime
) -> tuple[int, str] | None:
    """Return id and session of a person who sent the same registration before; None for anybody else.

    A form that is sent twice must not answer its second copy with "already registered".
    """
    body = find_by_uscc(session, uscc=uscc)
    if body is None or body.id is None:
        return None
    try:
        user = accounts.check_password(session, email=email, password=password, now=now)
    except MarketplaceError:
        return None
    if user is None or user.id is None:
        return None
    membership = session.exec(
        select(Membership).where(
            Membership.user_id == user.id,
            Membership.organisation_id == body.id,
            Membership.role == Role.ENTERPRISE,
            col(Membership.ended_at).is_(None),
        )
    ).first()
    if membership is None:
        return None
    return body.id, accounts.open_session(session, user_id=user.id, membership_id=membership.id, now=now)


def _join(session: Session, *, user_id: int, enterprise_id: int, now: datetime) -> str:
    membership = accounts.add_membership(
        session, user_id=user_id, organisation_id=enterprise_id, role=Role.ENTERPRISE, now=now, actor=REGISTRATION
    )
    return accounts.open_session(session, user_id=user_id, membership_id=membership.id, now=now)


def _tell_county(session: Session, *, county_code: str, name: str, now: datetime) -> None:
    officers = session.exec(
        select(Membership.user_id).where(
            Membership.role == Role.COUNTY, Membership.area_prefix == county_code, col(Membership.ended_at).is_(None)
        )
    ).all()
    notify_users(
        session,
        user_ids=officers,
        subject="有企业自行登记，等您确认",
        body=f"“{name}”登记到您的辖区，请核对后确认。",
        url="/county/enterprises?state=waiting",
        now=now,
    )
