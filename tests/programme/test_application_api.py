"""A round by programs alone: the province sets it up, a county applies, its city agrees, the province decides."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.programme.labels import ApplicationPart
from marketplace.programme.office_api_schemas import RoundBody
from marketplace.programme.plan import PART_FIELDS
from tests.api.client import Answer, Problem, Upload
from tests.api.office import Office, offices
from tests.fixtures.web import NOW, make_member
from tests.fixtures.whole import whole
from tests.programme.judging import run_review
from tests.programme.world import AFTER, COUNTIES, PDF, Land, build_land, content, fill, hand_in, publish

CODE, OTHER = COUNTIES[:2]
CLEAR = datetime(2026, 12, 15, 2, 0, tzinfo=UTC)  # Five working days after the notice are over.
OPINION = {"text": "同意申报。", "signed_on": "2026-11-22"}
PAPER = {"paper_copies": 5, "paper_received_on": "2026-11-22"}
RULES: dict[str, Any] = {
    "title": "2027年度试点县（市、区）创建",
    "opens_on": "2026-11-01",
    "closes_on": "2026-11-25",
    "output_year": 2025,
    "places": 1,
    "tilt_mountain": 3,
    "tilt_island": 2,
    "criteria": [{"label": "细分行业基础", "points": 40, "minimum": 20}, {"label": "目标与任务", "points": 60}],
    "least_experts": 1,
    "notice_days": 5,
}
At = Callable[[Actor, datetime], Office]


@pytest.fixture
def land(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:2])


@pytest.fixture
def at(app: Flask, database: Database) -> At:
    """Let somebody's program ask at a moment."""
    make = offices(app, database)

    def ask(actor: Actor, now: datetime) -> Office:
        app.extensions["marketplace"].clock = lambda: now
        return make(actor, now=now - timedelta(hours=1))

    return ask


def refusal(office: Office, method: str, path: str, body: object = None) -> tuple[int, str]:
    """Return status and code of a write that is refused."""
    with pytest.raises(Problem) as refused:
        office.write(method, path, body)
    return refused.value.status, refused.value.code


def type_in(county: Office, started: Answer) -> Answer:
    """Fill every part, each under the state that the last answer told."""
    typed, seen = content(), started
    for part in ApplicationPart:
        fields = {name: typed[name] for name in PART_FIELDS[part]}
        body = {"content": fields, "version": seen.data["version"]}
        seen = county.write("PUT", f"/pilot-applications/{started.data['id']}/parts/{part}", body, seen=seen)
    return seen


def apply(county: Office, round_id: int) -> Answer:
    """Bring an application from its beginning to its receipt."""
    typed = type_in(county, county.write("POST", f"/rounds/{round_id}/applications"))
    mine = f"/pilot-applications/{typed.data['id']}"
    final = county.write("POST", f"{mine}/finalisation", {"version": typed.data["version"]}, seen=typed)
    page = {**OPINION, "page": Upload(name="盖章页.pdf", content=PDF)}
    sealed = county.write("POST", f"{mine}/government-opinion", page, seen=final)
    return county.write("POST", f"{mine}/submission", {"declared": True}, seen=sealed)


def yes_to_all(screening: Answer) -> dict[str, Any]:
    verdicts = [{"key": one["key"], "verdict": "yes", "note": "已核实"} for one in screening.data["conditions"]]
    return {"is_qualified": True, "reason": "材料齐全，符合条件。", "conditions": verdicts}


def test_round_runs_from_its_draft_to_the_published_list(land: Land, at: At) -> None:
    province = at(land.province, NOW)
    draft = province.write("POST", "/rounds", RULES)
    office = f"/rounds/{draft.data['id']}/office"
    changed = province.write("PUT", office, whole(RoundBody, **{**RULES, "notice_days": 6}, version=1), seen=draft)
    province.write("POST", f"{office}/publication", seen=changed)

    handed_in = apply(at(land.counties[CODE], NOW), draft.data["id"])
    mine = f"/pilot-applications/{handed_in.data['id']}"
    city = at(land.city_of(CODE), NOW)
    endorsed = city.write("POST", f"{mine}/city-opinion", {**OPINION, "decision": "agree"}, seen=city.read(mine))
    province.write("PUT", f"{mine}/screening/paper", PAPER)
    screening = province.read(f"{mine}/screening")
    province.write("PUT", f"{mine}/screening", yes_to_all(screening), seen=screening)

    province = at(land.province, AFTER)
    judging = province.write("POST", f"{office}/competition")
    early = refusal(province, "POST", f"{office}/proposal", {})
    expert, _ = make_member(land.database, role=Role.EXPERT)
    run_review(land, judging.data["review_id"], {CODE: 500}, experts=[expert], now=AFTER)
    ranking = province.read(f"{office}/ranking").data
    proposed = province.write("POST", f"{office}/proposal", {}, seen=province.read(office))
    running = refusal(province, "POST", f"{office}/list")
    listed = at(land.province, CLEAR).write("POST", f"{office}/list")

    assert (handed_in.data["state"], endorsed.data["state"]) == ("submitted", "endorsed")
    assert handed_in.data["receipt_number"].startswith("SB2026-")
    assert early[0] == running[0] == 409
    assert (ranking["inside"], ranking["tied"]) == ([handed_in.data["id"]], [])
    assert (proposed.data["state"], listed.data["state"]) == ("noticed", "listed")
    assert listed.data["list_digest"]
    assert at(land.counties[CODE], CLEAR).read(mine).data["state"] == "listed"


def test_round_is_amended_while_it_is_noticed(land: Land, at: At) -> None:
    found = publish(land, places=1, least_experts=1)
    rows = {code: apply(at(land.counties[code], NOW), found.id or 0).data["id"] for code in (CODE, OTHER)}
    province = at(land.province, NOW)
    for code, application_id in rows.items():
        mine = f"/pilot-applications/{application_id}"
        at(land.city_of(code), NOW).write("POST", f"{mine}/city-opinion", {**OPINION, "decision": "agree"})
        province.write("PUT", f"{mine}/screening", yes_to_all(province.read(f"{mine}/screening")))
    province, office = at(land.province, AFTER), f"/rounds/{found.id}/office"
    review = province.write("POST", f"{office}/competition").data["review_id"]
    expert, _ = make_member(land.database, role=Role.EXPERT)
    run_review(land, review, {CODE: 550, OTHER: 300}, experts=[expert], now=AFTER)
    proposed = province.write("POST", f"{office}/proposal")

    change = {"application_id": rows[CODE], "rationale": "产值不实，不符合条件的要求。", "takes_next": True}
    province.write("POST", f"{office}/amendment", change, seen=proposed)

    states = {row["id"]: row["state"] for row in province.rows(f"/rounds/{found.id}/applications")}
    assert states == {rows[CODE]: "unlisted", rows[OTHER]: "proposed"}


def test_application_that_is_not_whole_says_what_is_missing_by_field(land: Land, at: At) -> None:
    found, county = publish(land), at(land.counties[CODE], NOW)
    started = county.write("POST", f"/rounds/{found.id}/applications")
    again = county.write("POST", f"/rounds/{found.id}/applications")
    mine = f"/pilot-applications/{started.data['id']}"

    with pytest.raises(Problem) as refused:
        county.write("POST", f"{mine}/finalisation", {"version": 1})

    assert again.data == started.data
    assert (refused.value.status, refused.value.code) == (422, "invalid")
    assert refused.value.errors == county.read(mine).data["defects"]
    strange = {"content": {"basis": "不在这一部分"}, "version": 1}
    assert refusal(county, "PUT", f"{mine}/parts/form", strange) == (422, "invalid")


def test_application_is_reopened_returned_and_handed_in_again(land: Land, at: At) -> None:
    found, county = publish(land), at(land.counties[CODE], NOW)
    row = fill(land, found, CODE)
    mine = f"/pilot-applications/{row.id}"
    final = county.write("POST", f"{mine}/finalisation", {"version": 5})
    county.write("POST", f"{mine}/reopening", seen=final)
    with pytest.raises(Problem) as stale:
        county.write("POST", f"{mine}/reopening", seen=final)
    county.write("POST", f"{mine}/finalisation", {"version": 5})
    unsealed = refusal(county, "POST", f"{mine}/submission", {"declared": True})
    county.write("POST", f"{mine}/government-opinion", {**OPINION, "page": Upload(name="盖章页.pdf", content=PDF)})
    undeclared = refusal(county, "POST", f"{mine}/submission", {"declared": False})
    county.write("POST", f"{mine}/submission", {"declared": True})

    why = {"decision": "return", "text": "产值口径不对，请按统计口径改写。", "signed_on": "2026-11-22"}
    returned = at(land.city_of(CODE), NOW).write("POST", f"{mine}/city-opinion", why).data

    assert (stale.value.status, stale.value.code) == (412, "precondition_failed")
    assert (unsealed, undeclared) == ((409, "pilot.no_opinion"), (422, "invalid"))
    assert (returned["state"], returned["opinions"][0]["text"]) == ("returned", why["text"])
    assert [len(one["pages"]) for one in returned["opinions"]] == [0, 1]


def test_others_neither_read_nor_write_what_is_not_theirs(land: Land, at: At) -> None:
    found = publish(land)
    row = hand_in(land, found, CODE)
    mine = f"/pilot-applications/{row.id}"
    neighbour, city = at(land.counties[OTHER], NOW), at(land.city_of(CODE), NOW)

    with pytest.raises(Problem) as hidden:
        neighbour.read(mine)

    assert hidden.value.status == 404
    assert refusal(neighbour, "POST", f"{mine}/reopening") == (404, "not_found")
    assert refusal(city, "POST", f"{mine}/reopening") == (403, "forbidden")
    assert refusal(city, "POST", "/rounds", RULES) == (403, "forbidden")
    assert [one["id"] for one in city.rows(f"/rounds/{found.id}/applications")] == [row.id]
    assert city.read(mine).data["contact_name"] == "示例联系人"
    assert (
        refusal(at(land.province, NOW), "PUT", f"/rounds/{found.id}/office", whole(RoundBody, **RULES, version=1))[0]
        == 409
    )
