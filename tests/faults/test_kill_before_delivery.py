"""A process that dies between commit and delivery loses nothing: the next worker delivers."""

import subprocess
import sys
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.settings import Settings
from tests.fixtures.web import NOW, make_member

KILLS = 20
ROOT = Path(__file__).parents[2]


def enqueue_and_kill(database: Database, *, user_id: int, subject: str) -> None:
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "tests.faults.enqueue_and_die",
            database.engine.url.render_as_string(hide_password=False),
            str(user_id),
            subject,
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == "committed\n"
        process.kill()


@pytest.mark.slow
def test_killed_processes_lose_no_mail(database: Database, settings: Settings) -> None:
    actor, _ = make_member(database, role=Role.OPERATOR)
    subjects = {f"第{number}封" for number in range(KILLS)}
    for subject in sorted(subjects):
        enqueue_and_kill(database, user_id=actor.user_id, subject=subject)

    done = run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    mails = [
        message_from_bytes(path.read_bytes(), policy=policy.default)
        for path in (settings.data_dir / "mail").glob("*.eml")
    ]
    assert done == KILLS
    assert {mail["Subject"] for mail in mails} == subjects
