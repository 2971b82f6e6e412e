"""Let each county set within how many months acceptance is applied for, and how many days there are to mend.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "acceptance_terms",
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("within_months", sa.Integer(), nullable=False),
        sa.Column("redo_days", sa.Integer(), nullable=False),
        sa.Column("set_at", UTCDateTime(), nullable=False),
        sa.Column("set_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["user_account.id"], name=op.f("fk_acceptance_terms_set_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("county_code", name=op.f("pk_acceptance_terms")),
    )


def downgrade() -> None:
    op.drop_table("acceptance_terms")
