"""Run as a process: fork a child for each job that is asked for, so that each child starts without importing anew.

One line asks for one child: ``enqueue DATABASE USER SUBJECT`` commits a mail job, ``claim DATABASE FOLDER`` claims a
job, ``deliver DATABASE FOLDER`` claims and delivers one. The child then answers ``ready PID`` on standard output and
waits to be killed.
"""

import os
import shlex
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.orm import configure_mappers

import marketplace.tables  # noqa: F401 - foreign keys need every table
from marketplace.core import jobs
from marketplace.core.db import Database
from marketplace.notify.mailer import mail_errand
from marketplace.notify.services import queue_mail
from marketplace.settings import Settings

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
LONG = 600


def wait_to_be_killed() -> None:
    """Say that everything up to here is done."""
    os.write(sys.stdout.fileno(), f"ready {os.getpid()}\n".encode())
    time.sleep(LONG)


def enqueue(url: str, user_id: str, subject: str) -> None:
    """Commit a mail job, and die before anybody delivers it."""
    with Database(url).transaction() as session:
        queue_mail(session, user_id=int(user_id), subject=subject, body="正文", url="", now=NOW)
    wait_to_be_killed()


def claim(url: str, _folder: str) -> None:
    """Claim a job, and die before it is delivered."""
    with Database(url).transaction() as session:
        jobs.claim_next(session, now=NOW)
    wait_to_be_killed()


def deliver(url: str, folder: str) -> None:
    """Deliver a job, and die before it is marked as done."""
    database = Database(url)
    with database.transaction() as session:
        job = jobs.claim_next(session, now=NOW)
    assert job is not None
    errand = mail_errand(Settings(demo_mode=True, data_dir=Path(folder)))
    with database.session() as session:
        mail = errand.read(session, job.payload, NOW)
    assert mail is not None
    errand.send(mail, NOW)
    wait_to_be_killed()


TASKS: dict[str, Callable[..., None]] = {"enqueue": enqueue, "claim": claim, "deliver": deliver}


def main() -> None:
    configure_mappers()  # Once here instead of in every child.
    for line in sys.stdin:
        task, *arguments = shlex.split(line)
        if os.fork() == 0:
            TASKS[task](*arguments)
            os._exit(1)
        os.wait()


if __name__ == "__main__":
    main()
