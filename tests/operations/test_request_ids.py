"""One id through a request, the jobs that it leaves behind and the jobs of those: all are found by it in the logs."""

from collections.abc import Callable

import structlog
from flask.testing import FlaskClient
from sqlmodel import col, select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.jobs import Job
from marketplace.core.logs import bound_request_id
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.settings import Settings
from tests.fixtures.web import NOW, Person

ID = {"X-Request-Id": "0f3a-of-the-proxy"}


def kept_ids(database: Database) -> dict[str, str]:
    with database.session() as session:
        return {job.kind: job.request_id for job in session.exec(select(Job).order_by(col(Job.id)))}


def test_id_of_a_request_is_in_the_log_lines_of_its_jobs_and_of_theirs(
    client: FlaskClient, database: Database, settings: Settings, person: Callable[..., Person]
) -> None:
    someone = person(Role.PROVIDER)

    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        client.post("/password/forgot", data={"email": someone.email}, headers=ID)
        run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    found = [line for line in logged if line.get("request_id") == ID["X-Request-Id"]]
    assert [(line["event"], line.get("kind")) for line in found] == [
        ("request", None),
        ("job_ended", "password_reset"),
        ("job_ended", "mail"),
    ]
    assert kept_ids(database) == {"password_reset": ID["X-Request-Id"], "mail": ID["X-Request-Id"]}


def test_jobs_of_two_requests_keep_each_its_own_id(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    someone = person(Role.PROVIDER)

    ids = [client.post("/password/forgot", data={"email": someone.email}).headers["X-Request-Id"] for _ in range(2)]

    with database.session() as session:
        assert [job.request_id for job in session.exec(select(Job).order_by(col(Job.id)))] == ids
    assert len(set(ids)) == 2


def test_id_of_a_failed_job_is_in_its_log_line_and_ends_with_the_job(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    someone = person(Role.PROVIDER)
    client.post("/password/forgot", data={"email": someone.email}, headers=ID)
    structlog.contextvars.clear_contextvars()

    with structlog.testing.capture_logs(processors=[structlog.contextvars.merge_contextvars]) as logged:
        run_due_jobs(database, {}, clock=lambda: NOW)

    assert [(line["event"], line["request_id"]) for line in logged] == [("job_failed", ID["X-Request-Id"])]
    assert bound_request_id() == ""
