"""Speed of walking the journal's chain: seconds of CPU for 10,000 rows; run by make bench."""

import time

import pytest

from marketplace.core import journal
from marketplace.core.actor import System
from marketplace.core.db import Database
from tests.fixtures.web import NOW

pytestmark = [pytest.mark.bench, pytest.mark.slow]

ROWS = 10_000
MOST_SECONDS = 2.0


def test_ten_thousand_rows_verify_in_two_seconds_of_cpu(database: Database) -> None:
    with database.transaction() as session:
        for number in range(ROWS):
            details = {"digest": "0" * 64, "number": number}
            journal.record(
                session, actor=System(name="bench"), action="noted", subject=f"thing:{number}", now=NOW, details=details
            )

    started = time.process_time()
    with database.session() as session:
        found = journal.verify(session)
    taken = time.process_time() - started
    print(f"{taken:.2f} s of CPU for {found.count:,} rows")

    assert found.is_intact
    assert found.count == ROWS
    assert taken <= MOST_SECONDS
