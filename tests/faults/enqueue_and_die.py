"""Run as a process: commit a mail job, say so, then wait to be killed before anything is delivered."""

import sys
import time
from datetime import UTC, datetime

import marketplace.tables  # noqa: F401 - foreign keys need every table
from marketplace.core.db import Database
from marketplace.notify.services import queue_mail

NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


def main(url: str, user_id: int, subject: str) -> None:
    with Database(url).transaction() as session:
        queue_mail(
            session, user_id=user_id, subject=subject, body="正文", url="", now=datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
        )
    sys.stdout.write("committed\n")
    sys.stdout.flush()
    time.sleep(60)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3])
