"""Two writes at once on PostgreSQL: the second waits for the first, then finds that it had read an older state."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session
from werkzeug.test import TestResponse

from marketplace.accounts.services import create_api_token
from marketplace.app import create_app
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from marketplace.projects.access import load_milestones
from marketplace.projects.labels import MilestoneState
from marketplace.projects.schemas import MoveIn
from marketplace.projects.services.delivery import answer_invitation, move_milestone
from marketplace.samples.models import Replication
from marketplace.samples.schemas import DeviationIn
from marketplace.samples.services import note_deviation
from marketplace.settings import Settings
from tests.fixtures.web import NOW
from tests.projects.kept import course_at
from tests.projects.world import Course
from tests.samples.test_samples import mark, second_plant

PATIENCE = 20  # Seconds until the second must have come to the lock.
NOTE = "现场看过，属实"


class Other:
    """The program that comes second."""

    def __init__(self, database: Database, folder: Path, actor: Actor) -> None:
        self.database = database
        settings = Settings(demo_mode=True, data_dir=folder, secure_cookies=False, rate_limits=False)
        self.app = create_app(settings, database=database, clock=lambda: NOW)
        with database.transaction() as session:
            _, self.token = create_api_token(session, actor=actor, name="程序", scopes=["write"], days=1, now=NOW)

    def send(self, method: str, path: str, body: dict[str, Any]) -> TestResponse:
        headers = {"Authorization": f"Bearer {self.token}"}
        return self.app.test_client().open(f"/api/v1{path}", method=method, json=body, headers=headers)

    def wait_at_the_lock(self) -> None:
        """Wait until a statement of this database waits for a lock."""
        waiting = text(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        until = monotonic() + PATIENCE
        with self.database.session() as session:
            while not session.connection().execute(waiting).scalar():
                session.rollback()
                assert monotonic() < until, "nobody waits"
                sleep(0.02)


@pytest.fixture
def pool() -> Iterator[ThreadPoolExecutor]:
    with ThreadPoolExecutor(max_workers=1) as made:
        yield made


def first_milestone(session: Session, course: Course) -> tuple[int, int]:
    found = load_milestones(session, project_id=course.project_id)[0]
    return found.id or 0, found.version


def test_milestone_that_another_has_just_checked_is_not_returned(
    postgres_database: Database, tmp_path: Path, pool: ThreadPoolExecutor
) -> None:
    course = course_at(postgres_database, tmp_path, "handed_in")
    other = Other(postgres_database, tmp_path / "other", course.supervisor)
    with postgres_database.session() as session:
        milestone_id, seen = first_milestone(session, course)
    path = f"/projects/{course.project_id}/milestones/{milestone_id}/moves"
    entered = MoveIn(target=MilestoneState.SUPERVISED, note=NOTE, version=seen)

    with postgres_database.transaction() as session:
        move_milestone(
            session,
            actor=course.supervisor,
            project_id=course.project_id,
            milestone_id=milestone_id,
            entered=entered,
            now=NOW,
        )
        session.flush()  # The row is held until the transaction ends.
        second = pool.submit(other.send, "POST", path, {"target": "returned", "note": NOTE, "version": seen})
        other.wait_at_the_lock()
    answer = second.result()

    assert (answer.status_code, answer.get_json()["code"]) == (409, "version_moved")


def test_supervision_that_was_just_declined_is_not_taken_on(
    postgres_database: Database, tmp_path: Path, pool: ThreadPoolExecutor
) -> None:
    course = course_at(postgres_database, tmp_path, "chosen")
    other = Other(postgres_database, tmp_path / "other", course.supervisor)

    with postgres_database.transaction() as session:
        answer_invitation(session, actor=course.supervisor, project_id=course.project_id, agrees=False, now=NOW)
        session.flush()  # The row is held until the transaction ends.
        path = f"/projects/{course.project_id}/supervisor/answer"
        second = pool.submit(other.send, "PUT", path, {"agrees": True})
        other.wait_at_the_lock()

    assert second.result().status_code == 404


def test_deviation_over_one_that_was_just_noted_is_refused(
    postgres_database: Database, tmp_path: Path, pool: ThreadPoolExecutor
) -> None:
    course = course_at(postgres_database, tmp_path, "accepted")
    sample_id, plant = mark(course), second_plant(postgres_database)
    other = Other(postgres_database, tmp_path / "other", plant)
    with postgres_database.transaction() as session:
        made = Replication(
            sample_id=sample_id, enterprise_id=plant.organisation_id, county_code="330603", kept=["p1"], adopted_at=NOW
        )
        session.add(made)
        session.flush()
        copy_id = made.id or 0

    with postgres_database.transaction() as session:
        entered = DeviationIn(text="先做一个车间。", version=1)
        note_deviation(session, actor=plant, replication_id=copy_id, entered=entered, now=NOW)
        session.flush()  # The row is held until the transaction ends.
        path = f"/replications/{copy_id}/deviations"
        second = pool.submit(other.send, "POST", path, {"text": "多接了两台染缸。", "version": 1})
        other.wait_at_the_lock()
    answer = second.result()

    assert (answer.status_code, answer.get_json()["code"]) == (409, "version_moved")
