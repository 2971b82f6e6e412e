"""Bring a database to the newest schema, from code rather than from Alembic's own command line."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine


def alembic_config() -> Config:
    """Return the configuration that finds the migrations inside the package."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    config.set_main_option("path_separator", "os")
    return config


def upgrade(engine: Engine, *, revision: str = "head") -> None:
    """Run every migration that the database lacks; each runs wholly or not at all."""
    config = alembic_config()
    with _writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def downgrade(engine: Engine, *, revision: str) -> None:
    """Take migrations back to a revision (``base`` for all)."""
    config = alembic_config()
    with _writing(engine).begin() as connection:
        config.attributes["connection"] = connection
        command.downgrade(config, revision)


def _writing(engine: Engine) -> Engine:
    # SQLite's lock is taken before the first look: one that reads first is refused at once when somebody writes meanwhile.
    return engine.execution_options(begin="IMMEDIATE")


def current_revision(engine: Engine) -> str | None:
    """Return the revision that a database stands at, None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head_revision() -> str:
    """Return the newest revision of the code."""
    head = ScriptDirectory.from_config(alembic_config()).get_current_head()
    return head or ""
