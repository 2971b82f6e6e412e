"""From the start of the work to its rating: each side's own program, by the description alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from marketplace.assessments.labels import Purpose
from marketplace.core.db import Database
from tests.api.client import Problem, Upload
from tests.api.project_client import Form
from tests.api.project_sides import Sides, sides_of
from tests.fixtures.web import NOW
from tests.projects.kept import course_at
from tests.projects.world import PDF, TODAY, add_assessment

PICTURE = Upload(name="现场.pdf", content=PDF)
EFFECT = {"name": "插单重排用时", "unit": "分钟", "before": 120, "after": 5, "better": "lower", "proof": "总结第三页"}
SUMMARY = "三个里程碑都已完成，排缸场景每天在用，工人已经培训。"
OPINION = "现场看过，与材料一致，同意验收。"
STARS = {"stars": 5, "on_time": 4, "as_promised": 5, "service": 5, "text": "插单重排真的快了。"}


class Walk:
    """A project's sides with what they do again and again."""

    def __init__(self, sides: Sides) -> None:
        self.sides = sides

    def milestones(self) -> list[dict[str, Any]]:
        return list(self.sides.plant.project()["milestones"])

    def move(self, who: str, milestone_id: int, target: str, *, files: bool = False) -> Any:
        client = getattr(self.sides, who)
        seen = client.read(f"/milestones/{milestone_id}/evidence")["milestone"]["version"]
        texts = {"target": target, "note": "已经做完，见附件", "version": str(seen)}
        if files:
            form = Form(texts=texts, files={"files": [PICTURE]})
            return client.send_to("POST", f"/milestones/{milestone_id}/evidence", form)
        return client.send_to("POST", f"/milestones/{milestone_id}/moves", {**texts, "version": seen})

    def deliver(self) -> None:
        for one in self.milestones():
            self.move("provider", one["id"], "handed_in", files=True)
            self.move("supervisor", one["id"], "supervised", files=True)
            self.move("plant", one["id"], "done")

    def apply(self) -> Any:
        plant = self.sides.plant
        told = plant.send_to("PUT", "/acceptance", {"summary": SUMMARY})
        for paper in told["papers"]:
            form = Form(texts={"key": paper["key"], "note": "12"}, files={"files": [PICTURE]})
            plant.send_to("POST", "/acceptance/papers", form)
        plant.send_to("POST", "/acceptance/effects", EFFECT)
        return plant.send_to("POST", "/acceptance/application", {})

    def decide(self, decision: str, **more: Any) -> Any:
        officer = self.sides.officer
        seen = officer.read("/acceptance")["version"]
        body = {"decision": decision, "opinion": "材料看过，场景也看过。", "version": seen, **more}
        return officer.send_to("PUT", "/acceptance/decision", body)


@pytest.fixture
def walk(app: Flask, database: Database, tmp_path: Path) -> Walk:
    course = course_at(database, tmp_path, "running")
    add_assessment(course, Purpose.BEFORE, level=1, when=NOW - timedelta(days=1))
    add_assessment(course, Purpose.AFTER, level=2, when=NOW + timedelta(minutes=1))
    return Walk(sides_of(app, course))


def refusal(client: Any, method: str, path: str, body: Any) -> tuple[int, str]:
    with pytest.raises(Problem) as found:
        client.send_to(method, path, body)
    return found.value.status, found.value.code


def test_work_is_handed_in_checked_accepted_and_rated_without_a_page(walk: Walk) -> None:
    sides = walk.sides
    walk.deliver()
    report = {"visited_on": TODAY.isoformat(), "verdict": "in_order", "findings": "三个里程碑都看过现场。"}
    filed = sides.supervisor.send_to("POST", "/reports/illustrated", Form(texts=report, files={"files": [PICTURE]}))
    applied = walk.apply()
    heard = sides.supervisor.send_to("PUT", "/acceptance/opinion", {"agrees": True, "opinion": OPINION})
    decided = walk.decide("passed")
    rated = sides.plant.send_to("POST", "/rating", STARS)
    answered = sides.provider.send_to("PUT", "/rating/answer", {"answer": "谢谢，质保期里继续上门。"})

    assert [one["name"] for one in filed["items"][0]["files"]] == ["现场.pdf"]
    assert {one["note"] for one in applied["papers"]} == {"12"}
    assert (applied["missing"], applied["level_before"], applied["level_after"]) == ([], 1, 2)
    assert applied["effects"][0]["before_milli"] == 120_000
    assert (heard["supervisor_agrees"], decided["decision"]) == (True, "passed")
    assert (rated["stars"], rated["answered_at"]) == (5, None)
    assert sides.officer.read("/rating") == answered
    assert sides.plant.project()["state"] == "accepted"


def test_evidence_of_a_milestone_is_read_by_every_side(walk: Walk) -> None:
    first = walk.milestones()[0]["id"]
    walk.move("provider", first, "handed_in", files=True)

    read = walk.sides.officer.read(f"/milestones/{first}/evidence")

    assert read["milestone"]["state"] == "handed_in"
    assert [one["name"] for one in read["steps"][0]["files"]] == ["现场.pdf"]
    assert len(read["steps"][0]["files"][0]["digest"]) == 64


def test_milestone_is_not_confirmed_by_the_wrong_side_nor_twice_nor_without_files(walk: Walk) -> None:
    first = walk.milestones()[0]
    path, seen = f"/milestones/{first['id']}/evidence", str(first["version"])
    texts = {"target": "handed_in", "note": "已经做完，见附件", "version": seen}
    form = Form(texts=texts, files={"files": [PICTURE]})

    by_plant = refusal(walk.sides.plant, "POST", path, form)
    bare = refusal(walk.sides.provider, "POST", path, Form(texts=texts))
    by_rival = refusal(walk.sides.rival, "POST", path, form)
    walk.sides.provider.send_to("POST", path, form)
    again = refusal(walk.sides.provider, "POST", path, form)

    assert (by_plant, bare, by_rival) == ((409, "wrong_state"), (422, "invalid"), (404, "not_found"))
    assert again == (409, "version_moved")


def test_application_that_failed_is_mended_and_followed_by_the_next(walk: Walk) -> None:
    walk.deliver()
    walk.apply()
    walk.sides.supervisor.send_to(
        "PUT", "/acceptance/opinion", {"agrees": False, "opinion": "终端还没有装齐，请补装后再申请。"}
    )
    seen = walk.sides.officer.read("/acceptance")["version"]
    body = {"decision": "passed", "opinion": "材料看过，场景也看过。", "version": seen}

    against = refusal(walk.sides.officer, "PUT", "/acceptance/decision", body)
    failed = walk.decide("failed", redo_by=(TODAY + timedelta(days=30)).isoformat())
    second = walk.sides.plant.send_to("PUT", "/acceptance", {"summary": SUMMARY})

    assert against == (422, "invalid")
    assert (failed["decision"], failed["number"]) == ("failed", 1)
    assert (second["number"], second["decision"], len(second["missing"])) == (2, None, len(second["papers"]))


def test_application_tells_what_is_missing_and_only_the_plant_hands_it_in(walk: Walk) -> None:
    early = refusal(walk.sides.plant, "PUT", "/acceptance", {"summary": SUMMARY})
    walk.deliver()
    walk.sides.plant.send_to("PUT", "/acceptance", {"summary": SUMMARY})

    assert early == (409, "not_ready")
    assert refusal(walk.sides.plant, "POST", "/acceptance/application", {}) == (422, "invalid")
    assert refusal(walk.sides.provider, "POST", "/acceptance/application", {})[0] == 403
    assert refusal(walk.sides.plant, "PUT", "/acceptance/decision", {})[0] == 403
    assert refusal(walk.sides.provider, "POST", "/acceptance/effects", EFFECT)[0] == 403


def test_experts_are_asked_once_and_hold_the_decision(walk: Walk) -> None:
    walk.deliver()
    walk.apply()
    walk.sides.supervisor.send_to("PUT", "/acceptance/opinion", {"agrees": True, "opinion": OPINION})

    asked = walk.sides.officer.send_to("POST", "/acceptance/review", {})
    again = walk.sides.officer.send_to("POST", "/acceptance/review", {})
    body = {"decision": "passed", "opinion": "材料看过，场景也看过。", "version": again["version"]}

    assert asked["review_id"] == again["review_id"] is not None
    assert again["experts"] == []
    assert refusal(walk.sides.officer, "PUT", "/acceptance/decision", body) == (409, "conflict")
