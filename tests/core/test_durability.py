"""The tests' own haste with the disk is not the product's."""

import subprocess
import sys
from pathlib import Path

ASK = """
import sys
from marketplace.core.db import Database
with Database(sys.argv[1]).engine.connect() as connection:
    print(connection.exec_driver_sql("PRAGMA synchronous").scalar(), end="")
"""
FULL = "2"


def test_a_commit_of_the_product_waits_for_the_disk(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'fresh.db'}"

    answer = subprocess.run([sys.executable, "-c", ASK, url], capture_output=True, text=True, check=True)

    assert answer.stdout == FULL
