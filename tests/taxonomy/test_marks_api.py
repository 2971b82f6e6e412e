"""A county's program marks scenarios for the county's firms of an industry."""

import pytest
from flask import Flask

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.api.client import Problem
from tests.api.office import Office, offices
from tests.fixtures.reference import store_reference
from tests.fixtures.web import make_member

AT = "/scenario-marks/13"


@pytest.fixture
def county(app: Flask, database: Database) -> Office:
    store_reference(database)
    actor, _ = make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603")
    return offices(app, database)(actor)


def test_marks_are_set_and_taken_away_and_the_others_stay(county: Office) -> None:
    before = county.read(AT)

    both = county.write("PATCH", AT, {"marks": {"mes": "N", "dye_sched": "X"}}, seen=before)
    after = county.write("PATCH", AT, {"marks": {"mes": None}}, seen=both)

    assert (before.data["marks"], both.data["marks"]) == ({}, {"dye_sched": "X", "mes": "N"})
    assert (
        county.read(AT).data == after.data == {"county_code": "330603", "catalog_no": 13, "marks": {"dye_sched": "X"}}
    )


def test_stale_state_unknown_code_and_unknown_industry_are_refused(county: Office) -> None:
    before = county.read(AT)
    county.write("PATCH", AT, {"marks": {"mes": "N"}})

    got = []
    for path, marks, seen in (
        (AT, {"mes": "X"}, before),
        (AT, {"no_such": "N"}, None),
        ("/scenario-marks/99", {}, None),
    ):
        with pytest.raises(Problem) as refused:
            county.write("PATCH", path, {"marks": marks}, seen=seen)
        got.append(refused.value.status)

    assert got == [412, 422, 404]
