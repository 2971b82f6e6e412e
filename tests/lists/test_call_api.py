"""Calls for contractors as programs read them: what was published, and nothing of who applied."""

from flask.testing import FlaskClient

from marketplace.core.db import Database
from marketplace.lists.calls import save_call, withdraw_call
from tests.fixtures.web import NOW
from tests.lists.world import call_in, make_people, open_call


def test_published_call_is_told_with_criteria_and_declarations(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    call = open_call(database, people=people)

    told = client.get(f"/api/v1/calls/{call.id}").json
    listed = client.get("/api/v1/calls").json

    assert (told["title"], told["state"], told["closes_on"]) == ("示范县数字化总承包商征集", "open", "2026-11-23")
    assert sum(one["points"] for one in told["criteria"]) == 100
    assert {one["wanted"] for one in told["questions"]} == {"yes", "no"}
    assert told["digest"] == call.digest
    assert listed == {"items": [told], "next": None}


def test_call_that_is_being_drafted_does_not_exist(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    with database.transaction() as session:
        draft = save_call(session, actor=people.drafter, entered=call_in(), now=NOW)

    assert client.get(f"/api/v1/calls/{draft.id}").status_code == 404
    assert client.get("/api/v1/calls").json["items"] == []


def test_cancelled_call_leaves_the_list_and_keeps_its_reason(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    call = open_call(database, people=people)
    with database.transaction() as session:
        withdraw_call(session, actor=people.drafter, call_id=call.id or 0, reason="条件有误，另行征集。", now=NOW)

    told = client.get(f"/api/v1/calls/{call.id}").json

    assert (told["state"], told["withdrawn_reason"]) == ("withdrawn", "条件有误，另行征集。")
    assert client.get("/api/v1/calls").json["items"] == []
