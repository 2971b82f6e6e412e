"""Let every form keep drafts: the drafts of starts move to a table for all, with what a form showed at first."""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

COLUMNS = "id, key, content, bases, pending, version, updated_at, expires_at"


def upgrade() -> None:
    _create("draft", more=True)
    op.execute(
        f"INSERT INTO draft ({COLUMNS}, stated, stated_version) SELECT {COLUMNS}, '{{}}', 0 FROM enterprise_draft"  # noqa: S608 - constants
    )
    _drop("enterprise_draft")
    _renumber("draft")


def downgrade() -> None:
    _create("enterprise_draft", more=False)
    op.execute(f"INSERT INTO enterprise_draft ({COLUMNS}) SELECT {COLUMNS} FROM draft")  # noqa: S608 - constants
    _drop("draft")
    _renumber("enterprise_draft")


def _create(table: str, *, more: bool) -> None:
    stated: list[sa.Column[object]] = [
        sa.Column[object]("stated", sa.JSON(), nullable=False),
        sa.Column[object]("stated_version", sa.Integer(), nullable=False),
    ]
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *(stated if more else []),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sa.UniqueConstraint("key", name=op.f(f"uq_{table}_key")),
    )
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.create_index(batch_op.f(f"ix_{table}_expires_at"), ["expires_at"], unique=False)


def _drop(table: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        batch_op.drop_index(batch_op.f(f"ix_{table}_expires_at"))
    op.drop_table(table)


def _renumber(table: str) -> None:
    # PostgreSQL numbers new rows by a sequence that knows nothing of copied ones.
    if op.get_bind().dialect.name == "postgresql":
        numbered = (
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), coalesce(max(id), 0) + 1, false) FROM {table}"  # noqa: S608 - constants
        )
        op.execute(numbered)
