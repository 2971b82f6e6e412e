"""``marketplace library load`` on an empty database, and again."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlmodel import func, select

from marketplace.cli import root
from marketplace.core.db import Database
from marketplace.taxonomy.models import County, Scenario
from marketplace.taxonomy.queries import load_library


@pytest.fixture
def shell(database: Database, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", database.url)
    monkeypatch.setenv("DEMO_MODE", "1")
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    return CliRunner()


def test_library_load_fills_an_empty_database_once(database: Database, shell: CliRunner) -> None:
    first = shell.invoke(root, ["library", "load"])
    again = shell.invoke(root, ["library", "load"])

    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "已载入" in first.output
    assert "已经是这一版" in again.output
    with database.session() as session:
        assert session.exec(select(func.count()).select_from(County)).one() == 90
        assert session.exec(select(func.count()).select_from(Scenario)).one() == len(load_library(session).scenarios)
