"""One person per role, each acting for an invented body; the sign-ins are printed and meant for the demonstration."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.accounts.labels import Origin
from marketplace.accounts.models import Membership, Organisation, User
from marketplace.accounts.organisations import create_organisation
from marketplace.accounts.queries import find_by_name
from marketplace.accounts.services import add_membership, create_user
from marketplace.bureaus.labels import BureauLevel
from marketplace.bureaus.services import create_bureau
from marketplace.core.actor import ROLE_LABELS, Actor, Role, System
from marketplace.supervisors.models import Supervisor
from seed.demo.province import CITY_NAME, CITY_PREFIX, COUNTY_CODE, COUNTY_NAME, PROVINCE_PREFIX
from seed.demo.text_table import aligned

PASSWORD = "shifan-339999"  # noqa: S105 - printed on purpose; the demonstration refuses to load anywhere else


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who signs in: ``body`` is the registered name of the organisation that the person acts for.

    ``login`` is the e-mail address before the at sign, the role's name when it is empty.
    """

    role: Role
    name: str
    body: str
    area_prefix: str = ""
    login: str = ""

    @property
    def email(self) -> str:
        return address_of(self.login or self.role.value)


def address_of(login: str) -> str:
    """Return an e-mail address that no mail can ever reach."""
    return f"{login}@demo.invalid"


OFFICIALS = (
    Person(role=Role.COUNTY, name="县经信专员", body=f"{COUNTY_NAME}经济和信息化局", area_prefix=COUNTY_CODE),
    Person(
        role=Role.COUNTY,
        name="县经信科长",
        body=f"{COUNTY_NAME}经济和信息化局",
        area_prefix=COUNTY_CODE,
        login="county2",
    ),
    Person(role=Role.CITY, name="市经信专员", body=f"{CITY_NAME}经济和信息化局", area_prefix=CITY_PREFIX),
    Person(role=Role.PROVINCE, name="省级专员", body="全省数字化改造工作专班（演示）", area_prefix=PROVINCE_PREFIX),
    Person(role=Role.EXPERT, name="评审专家甲", body="数字化改造专家组（演示）"),
    Person(role=Role.SUPERVISOR, name="监理工程师甲", body=f"{COUNTY_NAME}衡准工程监理有限公司"),
    Person(role=Role.AUDITOR, name="审计员甲", body="专项资金审计组（演示）"),
    Person(role=Role.OPERATOR, name="平台管理员", body="平台运营中心（演示）"),
    # What needs two people among operators needs a second one.
    Person(role=Role.OPERATOR, name="平台复核员", body="平台运营中心（演示）", login="operator2"),
)
# These two act for the first firm of each workbook.
OWNER = Person(role=Role.ENTERPRISE, name="厂长", body="示范县榉辰门业有限公司")
VENDOR = Person(role=Role.PROVIDER, name="产品经理", body="示范县樘樘数字科技有限公司")
PEOPLE = (OWNER, VENDOR, *OFFICIALS)
_LEVELS = {Role.COUNTY: BureauLevel.COUNTY, Role.CITY: BureauLevel.CITY, Role.PROVINCE: BureauLevel.PROVINCE}
SYSTEM = System(name="demo")


def sign_ins_text(*, base_url: str) -> str:
    """Return every role's address to sign in with, and the one password."""
    rows = [[[ROLE_LABELS[person.role]], [person.email], [person.body]] for person in PEOPLE]
    table = aligned(("身份", "邮箱", "单位"), rows)
    return "\n".join([f"登录 {base_url}/sign-in ，密码都是 {PASSWORD}", *table])


def ensure_people(session: Session, *, people: tuple[Person, ...], now: datetime) -> None:
    """Add whoever isn't there yet, with the body where it is missing."""
    for person in people:
        if session.exec(select(User.id).where(User.email == person.email)).first() is None:
            _add(session, person, now=now)


def load_actor(session: Session, *, role: Role, login: str = "") -> Actor:
    """Return a person of the demonstration as an actor, by login or role; raises NoResultFound before it was added.

    Whoever tries the product may have joined further bodies since: the first is that of the demonstration.
    """
    membership = session.exec(
        select(Membership)
        .join(User)
        .where(User.email == address_of(login or role.value), Membership.role == role)
        .order_by(col(Membership.id))
        .limit(1)
    ).one()
    return Actor(
        user_id=membership.user_id,
        role=role,
        organisation_id=membership.organisation_id,
        area_prefix=membership.area_prefix,
    )


def _add(session: Session, person: Person, *, now: datetime) -> None:
    user = create_user(session, email=person.email, display_name=person.name, password=PASSWORD, now=now, actor=SYSTEM)
    add_membership(
        session,
        user_id=user.id or 0,
        organisation_id=_ensure_body(session, person, now=now),
        role=person.role,
        area_prefix=person.area_prefix,
        now=now,
        actor=SYSTEM,
    )


def _ensure_body(session: Session, person: Person, *, now: datetime) -> int:
    known = find_by_name(session, name=person.body)
    if known:
        return known[0].id or 0
    level = _LEVELS.get(person.role)
    if level is not None:
        bureau = create_bureau(
            session, actor=SYSTEM, name=person.body, level=level, area_prefix=person.area_prefix, now=now
        )
        return bureau.organisation_id
    body = _create_body(session, person, now=now)
    if person.role is Role.SUPERVISOR:
        session.add(Supervisor(organisation_id=body.id or 0, description="负责示范县改造项目的过程监理和验收见证。"))
    return body.id or 0


def _create_body(session: Session, person: Person, *, now: datetime) -> Organisation:
    return create_organisation(
        session,
        actor=SYSTEM,
        name=person.body,
        county_code=COUNTY_CODE if person.role is Role.SUPERVISOR else "",
        origin=Origin.REFERENCE,
        confirmed=True,
        now=now,
    )
