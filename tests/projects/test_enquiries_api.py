"""Enquiries by programs: what is sealed on the pages is sealed here, and the choice makes the same project."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.projects.kept import course_at
from tests.projects.world import Course

MakePerson = Callable[..., Person]
LINE = {"need_key": "p1", "module_name": "智能排缸", "payment": "一次性付费", "price_fen": 20_000_000, "days": 40}
OTHER_LINE = {**LINE, "module_name": "能耗监测平台", "price_fen": 18_500_000}
CHOICE = {"reason": "价格合适，看过同行案例。"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An enquiry to two providers, and how each side's program sends requests."""

    course: Course
    plant: Person
    provider: Person
    rival: Person

    def send(self, who: Person, method: str, path: str = "", **body: Any) -> TestResponse:
        """Send a request about the enquiry."""
        address = f"/api/v1/enquiries/{self.course.enquiry_id}{path}"
        return who.client.open(address, method=method, json=body or None, headers={"Sec-Fetch-Site": "same-origin"})

    def quote(self, who: Person, line: dict[str, Any], **more: Any) -> TestResponse:
        """Hand in a quotation of one line."""
        return self.send(who, "PUT", "/quotation", lines=[line], warranty_months=12, **{"note": "", **more})


@pytest.fixture
def asked(database: Database, tmp_path: Path, person: MakePerson) -> Asked:
    course = course_at(database, tmp_path, "asked")
    plant = person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id)
    provider = person(Role.PROVIDER, organisation_id=course.provider.organisation_id)
    return Asked(
        course=course,
        plant=plant,
        provider=provider,
        rival=person(Role.PROVIDER, organisation_id=course.rival.organisation_id),
    )


def test_quotations_are_sealed_until_the_last_answer_and_the_choice_makes_a_project(asked: Asked) -> None:
    first = asked.quote(asked.provider, LINE)
    sealed = asked.send(asked.plant, "GET", "/quotations")
    warned = asked.quote(asked.rival, OTHER_LINE)
    asked.quote(asked.rival, OTHER_LINE, knows_last=True)
    opened = asked.send(asked.plant, "GET", "/quotations").get_json()["items"]
    version = asked.send(asked.plant, "GET").get_json()["version"]
    chosen = asked.send(asked.plant, "POST", "/choice", provider_id=opened[1]["provider_id"], version=version, **CHOICE)

    assert (first.status_code, first.get_json()["total_fen"]) == (200, 20_000_000)
    assert (sealed.status_code, sealed.get_json()["code"]) == (409, "sealed")
    assert (warned.status_code, warned.get_json()["code"]) == (409, "consent_missing")
    assert list(warned.get_json()["errors"]) == ["knows_last"]
    assert [(one["total_fen"], one["lines"][0]["module_name"]) for one in opened] == [
        (20_000_000, "智能排缸"),
        (18_500_000, "能耗监测平台"),
    ]
    assert (chosen.status_code, chosen.get_json()["price_fen"]) == (201, 18_500_000)


def test_provider_reads_of_the_others_neither_names_nor_quotations_nor_who_was_chosen(asked: Asked) -> None:
    asked.quote(asked.provider, LINE)
    asked.quote(asked.rival, OTHER_LINE, knows_last=True)
    version = asked.send(asked.plant, "GET").get_json()["version"]
    asked.send(
        asked.plant, "POST", "/choice", provider_id=asked.course.rival.organisation_id, version=version, **CHOICE
    )

    seen = asked.send(asked.provider, "GET").get_json()

    assert [one["provider_id"] for one in seen["asked"]] == [asked.course.provider.organisation_id]
    assert (seen["chosen_provider_id"], seen["project_id"], seen["chosen_reason"]) == (None, None, CHOICE["reason"])
    assert asked.send(asked.provider, "GET", "/quotations").status_code == 403


def test_provider_reads_its_own_quotation_back_and_nobody_elses(asked: Asked) -> None:
    before = asked.send(asked.provider, "GET", "/quotation")
    written = asked.quote(asked.provider, LINE).get_json()

    assert (before.status_code, asked.send(asked.rival, "GET", "/quotation").status_code) == (404, 404)
    assert asked.send(asked.provider, "GET", "/quotation").get_json() == written
    assert asked.send(asked.plant, "GET", "/quotation").status_code == 403


def test_question_is_answered_once_for_all_and_unnamed(asked: Asked) -> None:
    put = asked.send(asked.provider, "POST", "/questions", text="现有几口染缸？").get_json()["questions"][0]
    path = f"/questions/{put['id']}/answer"

    answered = asked.send(asked.plant, "PUT", path, text="一共三十口。")
    again = asked.send(asked.plant, "PUT", path, text="四十口。")

    read = asked.send(asked.rival, "GET").get_json()["questions"][0]
    assert (answered.status_code, again.status_code) == (200, 409)
    assert (read["text"], read["answer"]) == ("现有几口染缸？", "一共三十口。")
    assert "provider_id" not in read


def test_enquiry_with_faults_is_refused_field_by_field_and_sends_nothing(asked: Asked) -> None:
    body = {"title": "能耗改造询价", "providers": [10**9], "needs": ["p99"], "due_on": "2020-01-01"}

    answer = asked.plant.client.post("/api/v1/enquiries", json=body, headers={"Sec-Fetch-Site": "same-origin"})

    assert (answer.status_code, set(answer.get_json()["errors"])) == (422, {"providers", "needs", "due_on"})
    assert "p99" in answer.get_json()["errors"]["needs"][0]
    assert answer.get_json()["errors"]["providers"] == [f"没有编号是 {10**9} 的服务商。请核对编号。"]
    assert len(asked.plant.client.get("/api/v1/enquiries").get_json()["items"]) == 1
