"""Bureaus are added with the area that they are responsible for."""

import pytest

from marketplace.accounts.models import Organisation
from marketplace.bureaus.labels import BureauLevel
from marketplace.bureaus.models import Bureau
from marketplace.bureaus.services import create_bureau
from marketplace.core.actor import System
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from tests.fixtures.web import NOW

SYSTEM = System(name="test")


def test_county_bureau_stands_in_its_county_and_is_confirmed(database: Database) -> None:
    with database.transaction() as session:
        made = create_bureau(
            session, actor=SYSTEM, name="某区经信局", level=BureauLevel.COUNTY, area_prefix="330603", now=NOW
        )

    with database.session() as session:
        body = session.get_one(Organisation, made.organisation_id)
        assert (body.county_code, body.confirmed_at) == ("330603", NOW)
        assert session.get_one(Bureau, made.organisation_id).level is BureauLevel.COUNTY


@pytest.mark.parametrize(
    ("level", "prefix"), [(BureauLevel.COUNTY, "3306"), (BureauLevel.CITY, "330603"), (BureauLevel.PROVINCE, "浙江")]
)
def test_bureau_of_an_area_that_does_not_fit_its_level_is_refused(
    database: Database, level: BureauLevel, prefix: str
) -> None:
    with database.transaction() as session, pytest.raises(InvalidError):
        create_bureau(session, actor=SYSTEM, name="某局", level=level, area_prefix=prefix, now=NOW)
