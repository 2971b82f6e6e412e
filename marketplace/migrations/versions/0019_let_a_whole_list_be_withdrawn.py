"""Let a change concern a whole recommended list, so that it can be withdrawn: such a change names no provider.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("list_change") as table:
        table.alter_column("provider_id", existing_type=sa.Integer(), nullable=True)


def downgrade() -> None:
    # What concerned a whole list has no place in the older table; the editions that say so stay.
    op.execute("DELETE FROM list_change WHERE provider_id IS NULL")
    with op.batch_alter_table("list_change") as table:
        table.alter_column("provider_id", existing_type=sa.Integer(), nullable=False)
