"""Rounds as programs read them: published ones with their sealed rules, never a draft or who applied."""

from pathlib import Path

import pytest
from flask.testing import FlaskClient

from marketplace.core.db import Database
from marketplace.programme.services.rounds import create_round
from tests.fixtures.web import NOW
from tests.programme.world import COUNTIES, Land, build_land, hand_in, publish, round_in


@pytest.fixture
def land(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:2])


def test_published_round_is_told_with_its_sealed_rules(client: FlaskClient, land: Land) -> None:
    found = publish(land)

    told = client.get(f"/api/v1/rounds/{found.id}").json
    listed = client.get("/api/v1/rounds").json

    assert (told["title"], told["rules_digest"], told["pilots"]) == (found.title, found.rules_digest, [])
    assert sum(one["points"] for one in told["rules"]["criteria"]) == 100
    assert [one["id"] for one in listed["items"]] == [found.id]
    assert listed["next"] is None


def test_round_tells_nobody_who_handed_in_what(client: FlaskClient, land: Land) -> None:
    found = publish(land)
    before = client.get(f"/api/v1/rounds/{found.id}").text
    hand_in(land, found, COUNTIES[0])

    assert client.get(f"/api/v1/rounds/{found.id}").text == before


def test_round_that_is_being_drafted_does_not_exist(client: FlaskClient, land: Land) -> None:
    with land.database.transaction() as session:
        draft = create_round(session, actor=land.province, entered=round_in(), now=NOW)
        draft_id = draft.id

    assert client.get(f"/api/v1/rounds/{draft_id}").status_code == 404
    assert client.get("/api/v1/rounds").json["items"] == []
