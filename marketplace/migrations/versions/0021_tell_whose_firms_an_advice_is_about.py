"""Note with an advice on a call whether it is about the county's pilot enterprises or all firms of the industry.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("list_advice", sa.Column("is_of_pilots", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    op.drop_column("list_advice", "is_of_pilots")
