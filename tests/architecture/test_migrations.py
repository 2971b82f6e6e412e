"""Migrations: one head, up and down and up again, and equal to the models, on both databases."""

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from marketplace.core.db import Database
from marketplace.migrations.runner import alembic_config, current_revision, downgrade, head_revision, upgrade
from marketplace.tables import metadata


def test_migrations_have_one_head() -> None:
    assert len(ScriptDirectory.from_config(alembic_config()).get_heads()) == 1


def test_upgraded_database_matches_the_models(any_database: Database) -> None:
    with any_database.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata)

    assert differences == []


def test_downgrade_leaves_nothing_and_upgrade_brings_it_back(any_database: Database) -> None:
    downgrade(any_database.engine, revision="base")
    assert set(inspect(any_database.engine).get_table_names()) == {"alembic_version"}

    upgrade(any_database.engine)

    assert current_revision(any_database.engine) == head_revision()


@pytest.mark.parametrize("name", ["versions"])
def test_every_migration_says_what_it_is_for(name: str) -> None:
    folder = Path(str(alembic_config().get_main_option("script_location"))) / name

    silent = [path.name for path in folder.glob("*.py") if not path.read_text(encoding="utf-8").startswith('"""')]

    assert silent == []
