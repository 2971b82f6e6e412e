"""Figures for Prometheus: who reads them, what they count, and what they never say."""

import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.jobs import enqueue
from marketplace.settings import Settings
from marketplace.web.metrics import FOLDER_VARIABLE, prepare_folder
from tests.fixtures.web import NOW, Person

ROOT = Path(__file__).parents[2]
TWO_PROCESSES = """
import os, sys
from pathlib import Path
from marketplace.app import create_app
from marketplace.settings import Settings
app = create_app(Settings(demo_mode=True, data_dir=Path(sys.argv[1]), secure_cookies=False))
for _ in range(2):
    if os.fork() == 0:
        [app.test_client().get("/healthz") for _ in range(3)]
        os._exit(0)
    os.wait()
answer = app.test_client().get("/metrics").text
print(answer)
"""


def test_this_machine_reads_counts_by_route_and_never_by_address(client: FlaskClient) -> None:
    client.get("/providers/12345")
    client.get("/no-such-page/secret-words?q=person@example.invalid")

    answer = client.get("/metrics")

    assert answer.mimetype == "text/plain"
    assert 'route="/providers/<int:provider_id>",status="404"' in answer.text
    assert 'method="(none)",route="(none)",status="404"' in answer.text
    assert not re.search("12345|secret-words|person@", answer.text)


@pytest.mark.parametrize(
    ("address", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("127.0.0.1", {"X-Forwarded-For": "203.0.113.9"}, 404),
        ("127.0.0.1", {"Forwarded": "for=203.0.113.9"}, 404),
        ("203.0.113.9", {}, 404),
        ("203.0.113.9", {"Authorization": "Bearer another"}, 404),
        ("203.0.113.9", {"Authorization": "Bearer token-of-the-watch"}, 200),
    ],
)
def test_figures_are_for_this_machine_or_the_token(
    database: Database, tmp_path: Path, address: str, headers: dict[str, str], status: int
) -> None:
    from marketplace.app import create_app

    settings = Settings(demo_mode=True, data_dir=tmp_path, metrics_token="token-of-the-watch", rate_limits=False)
    app = create_app(settings, database=database, clock=lambda: NOW)

    answer = app.test_client().get("/metrics", headers=headers, environ_base={"REMOTE_ADDR": address})

    assert answer.status_code == status


def test_without_a_token_an_empty_one_opens_nothing(app: Flask) -> None:
    answer = app.test_client().get(
        "/metrics", headers={"Authorization": "Bearer "}, environ_base={"REMOTE_ADDR": "203.0.113.9"}
    )

    assert answer.status_code == 404


def test_jobs_that_wait_and_the_journal_are_told(
    client: FlaskClient, database: Database, person: Callable[..., Person]
) -> None:
    person(Role.OPERATOR)
    with database.transaction() as session:
        enqueue(session, kind="mail", payload={}, now=NOW)

    text = client.get("/metrics").text

    assert "marketplace_jobs_due 1.0" in text
    assert "marketplace_jobs_given_up 0.0" in text
    assert re.search(r"marketplace_journal_entries [1-9]", text)
    assert "marketplace_index_lag_changes -1.0" in text
    assert "marketplace_webhook_lag_changes 0.0" in text


def test_processes_count_together_and_a_database_that_is_away_is_a_figure(tmp_path: Path) -> None:
    folder = tmp_path / "metrics"
    folder.mkdir()

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", TWO_PROCESSES, str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, FOLDER_VARIABLE: str(folder), "LOG_LEVEL": "ERROR"},
    )

    assert re.search(r'requests_total\{method="GET",route="/healthz",status="200"\} 6\.0', done.stdout)
    assert "marketplace_database_up 0.0" in done.stdout


def test_folder_of_counts_begins_empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, "")
    (tmp_path / "metrics").mkdir()
    (tmp_path / "metrics" / "counter_1.db").write_bytes(b"old")

    prepare_folder(tmp_path)

    assert os.environ[FOLDER_VARIABLE] == str(tmp_path / "metrics")
    assert list((tmp_path / "metrics").iterdir()) == []
