"""A process that dies between commit and delivery loses nothing: the next worker delivers."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.jobs import CLAIM_SECONDS
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.settings import Settings
from tests.fixtures.web import NOW, make_member

KILLS = 20
ROOT = Path(__file__).parents[2]
LATER = NOW + timedelta(seconds=CLAIM_SECONDS + 1)
Kill = Callable[..., None]


@pytest.fixture(scope="module")
def kill() -> Iterator[Kill]:
    """Return a function that lets a process of its own do a task, and kills it when it says that it is done."""
    nursery = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.nursery"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with nursery:
        asked, answered = nursery.stdin, nursery.stdout
        assert asked is not None
        assert answered is not None

        def do(task: str, *arguments: object) -> None:
            print(shlex.join([task, *map(str, arguments)]), file=asked, flush=True)
            word, pid = answered.readline().split()
            assert word == "ready"
            os.kill(int(pid), signal.SIGKILL)

        yield do
        asked.close()


def url_of(database: Database) -> str:
    return database.engine.url.render_as_string(hide_password=False)


def subjects_sent(settings: Settings) -> list[str]:
    files = (settings.data_dir / "mail").glob("*.eml")
    return sorted(message_from_bytes(path.read_bytes(), policy=policy.default)["Subject"] for path in files)


def test_processes_killed_after_their_commit_lose_no_mail(
    any_database: Database, settings: Settings, kill: Kill
) -> None:
    actor, _ = make_member(any_database, role=Role.OPERATOR)
    subjects = sorted(f"第{number}封" for number in range(KILLS))
    for subject in subjects:
        kill("enqueue", url_of(any_database), actor.user_id, subject)

    done = run_due_jobs(any_database, job_handlers(settings), clock=lambda: NOW)

    assert done == KILLS
    assert subjects_sent(settings) == subjects


def test_workers_killed_with_a_claim_leave_their_jobs_to_the_next(
    any_database: Database, settings: Settings, kill: Kill
) -> None:
    actor, _ = make_member(any_database, role=Role.OPERATOR)
    for _ in range(3):
        kill("enqueue", url_of(any_database), actor.user_id, "一封")
        kill("claim", url_of(any_database), settings.data_dir)

    assert run_due_jobs(any_database, job_handlers(settings), clock=lambda: NOW) == 0
    assert run_due_jobs(any_database, job_handlers(settings), clock=lambda: LATER) == 3
    assert subjects_sent(settings) == ["一封"] * 3


def test_worker_killed_after_delivery_may_send_twice_and_never_not_at_all(
    any_database: Database, settings: Settings, kill: Kill
) -> None:
    actor, _ = make_member(any_database, role=Role.OPERATOR)
    kill("enqueue", url_of(any_database), actor.user_id, "一封")
    kill("deliver", url_of(any_database), settings.data_dir)

    assert run_due_jobs(any_database, job_handlers(settings), clock=lambda: LATER) == 1
    assert subjects_sent(settings) == ["一封", "一封"]
