"""Desks: whatever door stands on a role's desk opens for that role."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.portal.desks import desk_for
from tests.fixtures.web import Person
from tests.recommendations.market import store_market

AREAS = {Role.COUNTY: "330603", Role.CITY: "3306", Role.PROVINCE: "33", Role.AUDITOR: "33"}
# Doors of an enterprise and a provider lead to their own registered body; journeys walk through them.
ROLES = [role for role in Role if role is not Role.ENTERPRISE]


@pytest.mark.parametrize("role", ROLES)
def test_every_door_of_a_desk_opens(database: Database, person: Callable[..., Person], role: Role) -> None:
    market = store_market(database)
    body = market.dyeing_software if role is Role.PROVIDER else None
    area = AREAS.get(role, "")
    county = area if role is Role.COUNTY else ""
    who = person(role, area_prefix=area, county_code=county, organisation_id=body)
    with database.session() as session:
        doors = [url for _, _, url in desk_for(session, actor=who.actor).doors]

    answers = {url: who.client.get(url).status_code for url in doors}

    assert answers == dict.fromkeys(doors, 200)
    assert len(doors) >= 3
