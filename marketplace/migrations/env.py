"""Alembic's entry: runs migrations on the connection or URL that ``runner`` hands over."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, create_engine
from sqlalchemy.pool import NullPool
from sqlmodel.sql.sqltypes import AutoString

from marketplace.core.columns import UTCDateTime
from marketplace.tables import metadata


def render_item(type_: str, item: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column type by a name that the migration template imports, and SQLModel's text as plain text."""
    if type_ != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "UTCDateTime()"
    return f"sa.String(length={item.length})" if isinstance(item, AutoString) else False


def run(connection: Connection) -> None:
    """Run the migrations in one transaction; SQLite alters tables by copying them."""
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
        render_item=render_item,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    engine = create_engine(context.config.get_main_option("sqlalchemy.url") or "", poolclass=NullPool)
    with engine.connect() as opened:
        run(opened)
        opened.commit()
