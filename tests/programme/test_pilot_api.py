"""A bureau's program does the work of a pilot county: from the first firm to the acceptance that is decided."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.programme.models import Pilot
from marketplace.programme.pilot_api_schemas import FirmProgressBody
from tests.api.client import Problem
from tests.api.office import MakeOffice, Office, offices
from tests.fixtures.web import make_member
from tests.fixtures.whole import whole
from tests.programme.piloting import CODE, NEAR_END, add_firm, experts_pass, start_pilot
from tests.programme.world import COUNTIES, Land, build_land

DAYS = {"starts_on": "2026-12-01", "ends_on": "2027-05-31"}
ASKED = {"summary": "两年来完成了申报的目标。" * 6, "copying": "先做样板，再按样板批量推广到全行业。" * 2}
PANEL = {"criteria": [{"label": "目标完成", "points": 100, "minimum": 60}], "least_experts": 1}
PRACTICE = {"kind": "contract", "title": "合同样板", "text": "先做样板，再按样板批量推广到全行业。" * 2}


@pytest.fixture
def land(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:2])


@pytest.fixture
def pilot(land: Land) -> Pilot:
    return start_pilot(land)


@pytest.fixture
def office(app: Flask, database: Database) -> MakeOffice:
    return offices(app, database)


@pytest.fixture
def county(office: MakeOffice, land: Land) -> Office:
    return office(land.counties[CODE])


def refusal(office: Office, method: str, path: str, body: object = None) -> tuple[int, str]:
    """Return status and code of a write that is refused."""
    with pytest.raises(Problem) as refused:
        office.write(method, path, body)
    return refused.value.status, refused.value.code


def test_firm_is_proposed_selected_published_and_followed(land: Land, pilot: Pilot, county: Office) -> None:
    at = f"/pilots/{pilot.id}/enterprises"
    firm = {"enterprise_id": add_firm(land.database, 1), "proposal": "骨干企业，改造意愿强。"}

    proposed = county.write("POST", at, firm)
    mine = f"{at}/{proposed.data['id']}"
    decided = county.write(
        "PUT",
        f"{mine}/decision",
        {"is_selected": True, "reason": "符合选定条件。", "version": 1, **DAYS},
        seen=proposed,
    )
    edition = county.write("POST", f"/pilots/{pilot.id}/editions", {"kind": "enterprises"})
    figures = {"finished_on": "2026-11-20", "level_before": 1, "level_after": 2, "output_wan": 1250.5}
    done = whole(FirmProgressBody, **figures, version=2)
    county.write("PUT", f"{mine}/progress", done, seen=decided)

    told = county.read(mine).data
    assert (told["is_selected"], told["level_after"], told["output_wan"], told["version"]) == (True, 2, 1250.5, 3)
    assert [row["id"] for row in county.rows(at)] == [told["id"]]
    assert edition.data["rows"][0]["name"] == told["name"]
    assert county.read(f"/pilots/{pilot.id}/editions/{edition.data['id']}").data == edition.data
    assert refusal(county, "POST", at, firm) == (409, "already_exists")
    assert refusal(county, "POST", f"/pilots/{pilot.id}/editions", {"kind": "enterprises"}) == (409, "already_done")


def test_decision_over_what_somebody_else_decided_meanwhile_is_refused(
    land: Land, pilot: Pilot, county: Office
) -> None:
    at = f"/pilots/{pilot.id}/enterprises"
    proposed = county.write("POST", at, {"enterprise_id": add_firm(land.database, 1), "proposal": "骨干企业"})
    address = f"{at}/{proposed.data['id']}/decision"
    no = {"is_selected": False, "reason": "暂不具备条件", "version": 1}
    county.write("PUT", address, no, seen=proposed)

    with pytest.raises(Problem) as stale:
        county.write("PUT", address, no, seen=proposed)

    assert (stale.value.status, stale.value.code) == (412, "precondition_failed")
    assert refusal(county, "PUT", address, no) == (409, "version_moved")
    early = whole(FirmProgressBody, version=2)
    assert refusal(county, "PUT", address.replace("decision", "progress"), early) == (409, "not_ready")


def test_industry_list_is_drafted_from_three_firms_and_published(land: Land, pilot: Pilot, county: Office) -> None:
    for number in range(3):
        add_firm(land.database, number, problems=("dye_sched",))
    draft = county.read(f"/pilots/{pilot.id}/edition-drafts/problems").data

    rows = [{"code": draft["rows"][0]["code"], "text": "排缸靠人记，换单就乱。"}]
    made = county.write("POST", f"/pilots/{pilot.id}/editions", {"kind": "problems", "rows": rows}).data

    assert [(row["code"], row["firms"], row["text"]) for row in made["rows"]] == [
        ("dye_sched", 3, "排缸靠人记，换单就乱。")
    ]
    assert (made["kind"], made["number"]) == ("problems", 1)
    wrong = {"kind": "enterprises", "rows": rows}
    assert refusal(county, "POST", f"/pilots/{pilot.id}/editions", wrong) == (422, "invalid")


def test_tasks_are_marked_and_reports_handed_in(pilot: Pilot, county: Office) -> None:
    task = county.rows(f"/pilots/{pilot.id}/tasks")[0]
    address = f"/pilots/{pilot.id}/tasks/{task['id']}"

    early = county.read(f"/pilots/{pilot.id}/warnings").data["items"]
    done = county.write("PUT", address, {"is_done": True}, seen=county.read(address))
    in_time = county.read(f"/pilots/{pilot.id}/warnings").data["items"]
    undone = county.write("PUT", address, {"is_done": False}, seen=done)
    report = {"quarter": "2026-4", "done": "选定试点企业，编制清单，启动改造。"}
    made = county.write("POST", f"/pilots/{pilot.id}/reports", report).data

    assert early[0]["kind"] == "task_late"
    assert early[1:] == in_time
    assert (done.data["done_on"], undone.data["done_on"]) == ("2026-11-22", None)
    assert county.read(f"/pilots/{pilot.id}/reports/{made['id']}").data == made
    assert county.rows(f"/pilots/{pilot.id}/reports") == [made]
    assert refusal(county, "POST", f"/pilots/{pilot.id}/reports", report) == (409, "already_exists")


def test_record_is_kept_read_and_taken_back(pilot: Pilot, county: Office) -> None:
    at = f"/pilots/{pilot.id}/practices"

    kept = county.write("POST", at, PRACTICE)
    one = f"{at}/{kept.data['id']}"
    county.write("DELETE", one, seen=county.read(one))

    assert kept.data["title"] == "合同样板"
    assert county.rows(at) == []
    assert refusal(county, "DELETE", one) == (404, "not_found")
    assert refusal(county, "POST", at, {**PRACTICE, "text": "短"}) == (422, "invalid")


def test_others_read_and_nobody_else_writes(land: Land, pilot: Pilot, office: MakeOffice, county: Office) -> None:
    county.write("POST", f"/pilots/{pilot.id}/practices", PRACTICE)
    city, neighbour = office(land.city_of(CODE)), office(land.counties[COUNTIES[1]])

    assert len(city.rows(f"/pilots/{pilot.id}/practices")) == 1
    assert refusal(city, "POST", f"/pilots/{pilot.id}/practices", PRACTICE) == (403, "forbidden")
    assert refusal(neighbour, "POST", f"/pilots/{pilot.id}/practices", PRACTICE) == (404, "not_found")


def test_acceptance_runs_from_the_request_to_the_decision(
    app: Flask, land: Land, pilot: Pilot, office: MakeOffice, county: Office
) -> None:
    at = f"/pilots/{pilot.id}/acceptance"
    too_early = refusal(county, "PUT", at, ASKED)
    app.extensions["marketplace"].clock = lambda: NEAR_END
    province = office(land.province, now=NEAR_END - timedelta(hours=1))
    county = office(land.counties[CODE], now=NEAR_END - timedelta(hours=1))

    asked = county.write("PUT", at, ASKED)
    county.write("PUT", at, {**ASKED, "summary": ASKED["summary"] + "已核对。"}, seen=asked)
    panel = province.write("POST", f"{at}/panel", PANEL, seen=province.read(at))
    early = refusal(province, "POST", f"{at}/decision", {"is_passed": True, "reason": "达到目标。"})
    expert, _ = make_member(land.database, role=Role.EXPERT)
    experts_pass(land, panel.data["review_id"], expert=expert, now=NEAR_END)
    decided = province.write("POST", f"{at}/decision", {"is_passed": True, "reason": "达到目标。"}, seen=panel)

    assert (too_early, early) == ((409, "too_early"), (409, "not_ready"))
    assert (decided.data["is_passed"], decided.data["reason"]) == (True, "达到目标。")
    assert county.read(at).data == decided.data
    assert refusal(county, "PUT", at, ASKED) == (409, "wrong_state")
    assert refusal(county, "POST", f"{at}/decision", {"is_passed": True, "reason": "达到目标。"}) == (403, "forbidden")
