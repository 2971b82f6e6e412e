"""A migration whose process is killed in the middle leaves the old schema whole; run again, it arrives."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import MetaData

from marketplace.core.db import Database
from marketplace.migrations.runner import current_revision, downgrade, head_revision, upgrade

ROOT = Path(__file__).parents[2]
BEFORE = "0011"
DIE = """
import os, sys
from sqlalchemy import event
from marketplace.core.db import Database
from marketplace.migrations.runner import upgrade
database, left = Database(sys.argv[1]), [int(sys.argv[2])]
@event.listens_for(database.engine, "after_cursor_execute")
def count(_connection, _cursor, statement, *_rest):
    left[0] -= statement.startswith(("CREATE", "ALTER", "INSERT", "UPDATE", "DROP"))
    if left[0] == 0:
        os._exit(9)
upgrade(database.engine)
"""


def schema(database: Database) -> list[str]:
    found = MetaData()
    found.reflect(database.engine)
    return sorted(f"{table.name}.{column.name} {column.type}" for table in found.tables.values() for column in table.c)


@pytest.mark.parametrize("statements", [1, 7, 20])
def test_killed_migration_changes_nothing_and_can_be_run_again(any_database: Database, statements: int) -> None:
    whole = schema(any_database)
    downgrade(any_database.engine, revision=BEFORE)
    before = schema(any_database)
    any_database.dispose()

    url = any_database.engine.url.render_as_string(hide_password=False)
    killed = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", DIE, url, str(statements)],
        cwd=ROOT,
        env={**os.environ},
        check=False,
    )

    assert killed.returncode == 9
    assert current_revision(any_database.engine) == BEFORE
    assert schema(any_database) == before
    upgrade(any_database.engine)
    assert current_revision(any_database.engine) == head_revision()
    assert schema(any_database) == whole
