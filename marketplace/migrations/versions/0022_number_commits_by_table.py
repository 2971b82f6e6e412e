"""Note for each table the number of the last commit that wrote to it, for pages that are kept until then.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_commit",
        sa.Column("name", sa.String(length=63), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_table_commit")),
    )


def downgrade() -> None:
    op.drop_table("table_commit")
