"""Writes of bureaus."""

from datetime import datetime

from sqlmodel import Session

from marketplace.accounts.labels import Origin
from marketplace.accounts.organisations import create_organisation
from marketplace.bureaus.labels import BureauLevel
from marketplace.bureaus.models import Bureau
from marketplace.core.actor import Actor, System
from marketplace.core.errors import InvalidError

PREFIX_LENGTHS: dict[BureauLevel, int] = {BureauLevel.PROVINCE: 2, BureauLevel.CITY: 4, BureauLevel.COUNTY: 6}


def create_bureau(
    session: Session, *, actor: Actor | System, name: str, level: BureauLevel, area_prefix: str, now: datetime
) -> Bureau:
    """Add a bureau with its body, confirmed; ``area_prefix`` is 33, four digits of a city or six of a county.

    Raises InvalidError when the prefix does not fit the level, or when a body of that name is there.
    """
    wanted = PREFIX_LENGTHS[level]
    if not (area_prefix.isascii() and area_prefix.isdigit() and len(area_prefix) == wanted):
        raise InvalidError(fields={"area_prefix": [f"这一级主管部门的区划代码应是 {wanted} 位数字。"]})
    body = create_organisation(
        session,
        actor=actor,
        name=name,
        county_code=area_prefix if level is BureauLevel.COUNTY else "",
        origin=Origin.REFERENCE,
        confirmed=True,
        now=now,
    )
    bureau = Bureau(organisation_id=body.id or 0, level=level, area_prefix=area_prefix)
    session.add(bureau)
    return bureau
