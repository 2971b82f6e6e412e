"""Commands for the schema."""

import click

from marketplace.core.db import Database
from marketplace.settings import Settings


@click.group("db", help="数据库结构。")
def db_group() -> None:
    """Group the schema commands."""


@db_group.command("upgrade", help="把数据库升级到最新结构。")
def db_upgrade() -> None:
    """Run the migrations that the database lacks."""
    from marketplace.migrations.runner import current_revision, head_revision, upgrade

    settings = Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    database = Database(settings.effective_database_url)
    before = current_revision(database.engine)
    upgrade(database.engine)
    click.echo(f"数据库结构：{before or '空'} → {head_revision()}")
