"""A plant's program adopts a sample and records where its copy came to differ."""

from collections.abc import Callable
from pathlib import Path

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.fixtures.web import Person
from tests.projects.kept import course_at
from tests.projects.world import Course
from tests.samples.test_samples import mark, second_plant

MakePerson = Callable[..., Person]


@pytest.fixture
def course(database: Database, tmp_path: Path) -> Course:
    return course_at(database, tmp_path, "accepted")


def test_sample_is_adopted_once_and_deviations_are_kept(course: Course, person: MakePerson) -> None:
    sample_id, other = mark(course), second_plant(course.database)
    plant = person(Role.ENTERPRISE, organisation_id=other.organisation_id).client
    kit = plant.get(f"/api/v1/samples/{sample_id}").json["kit"]
    body = {"kept": [kit["modules"][0]["key"]], "otherwise": "先做一个车间"}

    made = plant.post(f"/api/v1/samples/{sample_id}/replications", json=body)
    again = plant.post(f"/api/v1/samples/{sample_id}/replications", json=body)
    address = f"/api/v1/replications/{made.json['id']}"
    noted = plant.post(f"{address}/deviations", json={"text": "多接了两台染缸。", "version": 1})

    assert (made.status_code, made.json["kept"], again.status_code) == (201, body["kept"], 409)
    assert noted.json["deviations"][-1]["text"] == "多接了两台染缸。"
    assert plant.get(address).json == noted.json


def test_copy_of_another_plant_does_not_exist(course: Course, person: MakePerson) -> None:
    sample_id, other = mark(course), second_plant(course.database)
    plant = person(Role.ENTERPRISE, organisation_id=other.organisation_id).client
    key = plant.get(f"/api/v1/samples/{sample_id}").json["kit"]["modules"][0]["key"]
    made = plant.post(f"/api/v1/samples/{sample_id}/replications", json={"kept": [key]}).json
    stranger = person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client

    assert stranger.get(f"/api/v1/replications/{made['id']}").status_code == 404
    assert (
        stranger.post(
            f"/api/v1/replications/{made['id']}/deviations", json={"text": "不是我的。", "version": 1}
        ).status_code
        == 404
    )


def test_unknown_part_of_a_kit_is_refused(course: Course, person: MakePerson) -> None:
    sample_id, other = mark(course), second_plant(course.database)
    plant = person(Role.ENTERPRISE, organisation_id=other.organisation_id).client

    refused = plant.post(f"/api/v1/samples/{sample_id}/replications", json={"kept": ["p99"]})

    assert (refused.status_code, list(refused.json["errors"])) == (422, ["kept"])
