"""A county's program shows an accepted project as a sample and takes it down again."""

from pathlib import Path

import pytest
from flask import Flask

from marketplace.core.db import Database
from tests.api.client import Problem, Upload
from tests.api.project_client import Form
from tests.api.project_sides import Sides, sides_of
from tests.api.test_project_work import refusal
from tests.permissions.rows_samples import PNG, STORY
from tests.projects.kept import course_at
from tests.projects.world import PDF

TOLD = {"title": "染缸自动排产", "story": STORY, "has_agreed": "true"}
PHOTOS = [Upload(name="a.png", content=PNG), Upload(name="b.png", content=PNG + b"b")]


@pytest.fixture
def sides(app: Flask, database: Database, tmp_path: Path) -> Sides:
    return sides_of(app, course_at(database, tmp_path, "accepted"))


def test_sample_is_shown_with_its_photos_read_by_anybody_and_withdrawn(sides: Sides) -> None:
    officer = sides.officer
    made = officer.send_to("POST", "/sample", Form(texts=TOLD, files={"photos": PHOTOS}))
    seen = officer._call("GET", f"/samples/{made['id']}")
    with pytest.raises(Problem) as stale:
        officer._call("POST", f"/samples/{made['id']}/withdrawal", body={"reason": "先核实。"}, etag='"another"')
    gone = officer._call(
        "POST", f"/samples/{made['id']}/withdrawal", body={"reason": "先核实。"}, etag=seen.headers["ETag"]
    )

    assert seen.data == made
    assert (len(made["photos"]), made["kit"]["price_fen"]) == (2, 20_000_000)
    assert (stale.value.status, gone.status) == (412, 204)
    with pytest.raises(Problem) as hidden:
        sides.plant._call("GET", f"/samples/{made['id']}")
    assert hidden.value.status == 404


def test_sample_is_made_once_with_the_plants_word_and_of_pictures_only(sides: Sides) -> None:
    officer, bare = sides.officer, Form(texts=TOLD)
    unasked = refusal(officer, "POST", "/sample", Form(texts={**TOLD, "has_agreed": "false"}))
    paper = Form(texts=TOLD, files={"photos": [Upload(name="a.pdf", content=PDF)]})

    with pytest.raises(Problem) as wrong:
        officer.send_to("POST", "/sample", paper)
    made = officer.send_to("POST", "/sample", bare)

    assert unasked == (422, "invalid")
    assert list(wrong.value.errors) == ["photos"]
    assert made["photos"] == []
    assert refusal(officer, "POST", "/sample", bare) == (409, "already_exists")
    assert refusal(sides.plant, "POST", "/sample", bare)[0] == 403


def test_project_that_is_no_sample_has_none_to_read(sides: Sides) -> None:
    with pytest.raises(Problem) as found:
        sides.officer.read("/sample")

    assert found.value.status == 404
