"""A project at work for programs: contract, milestones, supervision and acceptance, as each side may read and do."""

from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.projects.kept import course_at
from tests.projects.world import Course

MakePerson = Callable[..., Person]
At = Callable[[str], Course]
REPORT = {"visited_on": "2026-11-22", "verdict": "in_order", "findings": "现场看过，设备已经装好，运行正常。"}


@pytest.fixture
def at(database: Database, tmp_path: Path) -> At:
    return lambda stage: course_at(database, tmp_path, stage)


def person_of(person: MakePerson, actor: Actor) -> Person:
    return person(actor.role, organisation_id=actor.organisation_id, area_prefix=actor.area_prefix)


def path_of(course: Course, path: str = "") -> str:
    return f"/api/v1/projects/{course.project_id}{path}"


def test_contract_tells_what_was_signed_and_what_is_paid_when(at: At, person: MakePerson) -> None:
    course = at("running")

    read = person_of(person, course.plant).client.get(path_of(course, "/contract"))

    assert read.status_code == 200
    assert len(read.json["signed_digest"]) == 64
    assert sum(one["payment_fen"] for one in read.json["milestones"]) > 0
    assert "project_contract" in {one["kind"] for one in read.json["documents"]}
    assert "choices" not in read.json


def test_contract_that_was_not_drafted_and_one_of_strangers_are_not_found(at: At, person: MakePerson) -> None:
    course = at("chosen")
    stranger = person(Role.ENTERPRISE)

    assert person_of(person, course.plant).client.get(path_of(course, "/contract")).status_code == 404
    assert stranger.client.get(path_of(course, "/contract")).status_code == 404
    assert stranger.client.get(path_of(course, "/reports")).status_code == 404
    assert stranger.client.get(path_of(course, "/acceptance")).status_code == 404


def test_milestone_is_confirmed_once_over_the_version_that_was_read(at: At, person: MakePerson) -> None:
    course = at("supervised")
    plant = person_of(person, course.plant).client
    first = next(one for one in plant.get(path_of(course)).json["milestones"] if one["state"] == "supervised")
    address = path_of(course, f"/milestones/{first['id']}/moves")
    body = {"target": "done", "note": "确认完成", "version": first["version"]}

    unmatched = plant.post(address, json=body, headers={"If-Match": '"another"'})
    moved = plant.post(address, json=body)
    again = plant.post(address, json=body)

    assert unmatched.status_code == 412
    assert next(one["state"] for one in moved.json["milestones"] if one["id"] == first["id"]) == "done"
    assert (again.status_code, again.json["code"]) == (409, "version_moved")


def test_milestone_is_not_handed_in_without_its_files(at: At, person: MakePerson) -> None:
    course = at("running")
    provider = person_of(person, course.provider).client
    first = provider.get(path_of(course)).json["milestones"][0]
    body = {"target": "handed_in", "note": "已经做完", "version": first["version"]}

    refused = provider.post(path_of(course, f"/milestones/{first['id']}/moves"), json=body)

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["target"])
    assert provider.get(path_of(course)).json["milestones"][0]["state"] == first["state"]


def test_supervisor_files_a_report_that_both_sides_read(at: At, person: MakePerson) -> None:
    course = at("running")

    filed = person_of(person, course.supervisor).client.post(path_of(course, "/reports"), json=REPORT)
    read = person_of(person, course.plant).client.get(path_of(course, "/reports")).json["items"]

    assert filed.status_code == 201
    assert [(one["verdict"], one["findings"]) for one in read] == [("in_order", REPORT["findings"])]


def test_acceptance_tells_papers_effects_and_what_is_missing(at: At, person: MakePerson) -> None:
    prepared, complete = (_acceptance(at(stage), person) for stage in ("prepared", "complete"))

    assert len(prepared["missing"]) == len(prepared["papers"]) > 0
    assert complete["missing"] == []
    assert all(one["files"][0]["url"].startswith("/files/") for one in complete["papers"])
    assert len(complete["effects"]) > 0
    assert complete["decision"] is None


def _acceptance(course: Course, person: MakePerson) -> dict[str, list[dict[str, list[dict[str, str]]]]]:
    found: dict[str, list[dict[str, list[dict[str, str]]]]] = (
        person_of(person, course.plant).client.get(path_of(course, "/acceptance")).json
    )
    return found
