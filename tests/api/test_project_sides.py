"""What sides settle between them through their programs: supervisor, changes, readings, an early end."""

from pathlib import Path

import pytest
from flask import Flask

from marketplace.core.db import Database
from tests.api.client import Problem
from tests.api.project_sides import Sides, sides_of
from tests.api.test_project_work import STARS, refusal
from tests.projects.kept import course_at

METER = {"kind": "by_use", "name": "报工终端", "unit": "台时", "price": 0.33}
REASON = {"reason": "方向变了，先不做。"}


@pytest.fixture
def sides(app: Flask, database: Database, tmp_path: Path) -> Sides:
    return sides_of(app, course_at(database, tmp_path, "running"))


def test_delay_that_was_agreed_moves_what_follows(sides: Sides) -> None:
    first, second, _ = sides.plant.project()["milestones"]
    body = {"kind": "delay", "milestone_id": first["id"], "days": 7, "reason": "设备晚到一周，后面顺延。"}
    proposed = sides.provider.send_to("POST", "/changes", body)["items"][0]
    path = f"/changes/{proposed['id']}/answer"

    own = refusal(sides.provider, "PUT", path, {"agrees": True})
    agreed = sides.plant.send_to("PUT", path, {"agrees": True})["items"][0]
    again = refusal(sides.plant, "PUT", path, {"agrees": False, "answer": "不同意。"})

    assert (own, again) == ((403, "forbidden"), (409, "already_done"))
    assert agreed["is_agreed"] is True
    moved = sides.plant.project()["milestones"]
    assert [moved[0]["due_on"] > first["due_on"], moved[1]["due_on"] > second["due_on"]] == [True, True]
    assert sides.officer.read("/changes")["items"] == [agreed]


def test_change_over_a_list_that_has_grown_is_refused(sides: Sides) -> None:
    body = {"kind": "price", "amount": 2, "is_less": True, "reason": "少接两台染缸，价款减少。"}
    proposed = sides.plant.send_to("POST", "/changes", body)["items"][0]

    with pytest.raises(Problem) as refused:
        sides.plant.send_to("POST", "/changes", body, etag='"another"')

    assert (refused.value.status, refused.value.code) == (412, "precondition_failed")
    assert sides.provider.read("/changes")["items"] == [proposed]
    assert proposed["amount_fen"] == -2_000_000


def test_readings_come_to_a_sheet_and_one_that_falls_is_refused(sides: Sides) -> None:
    meter = sides.plant.send_to("POST", "/meters", METER)
    path = f"/meters/{meter['id']}"
    early = refusal(sides.plant, "POST", f"{path}/sheet", {})
    for day, value in (("2026-11-01", 0), ("2026-11-10", 1.5), ("2026-11-20", 3)):
        sides.provider.send_to("POST", f"{path}/readings", {"read_on": day, "value": value})

    falls = refusal(sides.provider, "POST", f"{path}/readings", {"read_on": "2026-11-21", "value": 2.9})
    issued = sides.plant.send_to("POST", f"{path}/sheet", {})

    assert (early, falls) == ((409, "not_ready"), (422, "invalid"))
    assert (meter["price_fen"], meter["total_fen"]) == (33, 0)
    assert [one["value_milli"] for one in sides.officer.read(f"{path}/readings")["items"]] == [0, 1_500, 3_000]
    assert ([one["amount_fen"] for one in issued["lines"]], issued["total_fen"]) == ([50, 49], 99)
    assert issued["document"]["urls"] != []
    assert [one["total_fen"] for one in sides.supervisor.read("/meters")["items"]] == [99]
    assert refusal(sides.provider, "POST", "/meters", METER)[0] == 403


def test_project_that_is_ended_tells_why_and_is_neither_ended_again_nor_rated(sides: Sides) -> None:
    by_provider = refusal(sides.provider, "POST", "/termination", REASON)
    ended = sides.plant.send_to("POST", "/termination", REASON)

    assert by_provider[0] == 403
    assert (ended["state"], ended["ended_reason"]) == ("ended", REASON["reason"])
    assert refusal(sides.plant, "POST", "/termination", REASON) == (409, "wrong_state")
    assert refusal(sides.plant, "POST", "/rating", STARS) == (409, "wrong_state")
    assert sides.provider.project()["ended_at"] is not None


def test_supervisor_is_asked_and_answers_once_and_one_that_declines_sees_it_no_more(
    app: Flask, database: Database, tmp_path: Path
) -> None:
    sides = sides_of(app, course_at(database, tmp_path, "chosen"))
    [firm] = [one["id"] for one in sides.plant._call("GET", "/supervisors").data["items"]]

    declined = sides.supervisor.send_to("PUT", "/supervisor/answer", {"agrees": False})
    gone = refusal(sides.supervisor, "PUT", "/supervisor/answer", {"agrees": True})
    asked = sides.plant.send_to("PUT", "/supervisor", {"supervisor_id": firm})
    agreed = sides.supervisor.send_to("PUT", "/supervisor/answer", {"agrees": True})

    assert (declined["supervisor_id"], gone) == (None, (404, "not_found"))
    assert (asked["supervisor_id"], asked["agreed_at"]) == (firm, None)
    assert agreed["agreed_at"] is not None
    assert sides.provider.read("/supervisor") == agreed
    assert refusal(sides.plant, "PUT", "/supervisor", {"supervisor_id": firm}) == (409, "already_exists")


def test_county_sets_the_days_of_its_acceptances_over_what_it_read(sides: Sides) -> None:
    client = sides.officer
    before = client._call("GET", "/acceptance-terms")
    body = {"within_months": 3, "redo_days": 30, "version": before.data["version"]}

    after = client._call("PUT", "/acceptance-terms", body=body, etag=before.headers["ETag"]).data
    with pytest.raises(Problem) as stale:
        client._call("PUT", "/acceptance-terms", body=body)

    assert after == {"within_months": 3, "redo_days": 30, "version": before.data["version"] + 1}
    assert (stale.value.status, stale.value.code) == (409, "version_moved")
