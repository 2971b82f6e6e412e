"""Keep what was counted of the programme's firms each night, and what of it everybody may see.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

COUNTS = ("firms", "assessed", "good_level", "contracted", "renovated", "selected", "samples", "copies")


def upgrade() -> None:
    op.create_table(
        "progress_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.Integer(), nullable=False) for name in COUNTS),
        sa.Column("spent_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("day", "county_code", "catalog_no", name=op.f("pk_progress_day")),
    )
    op.create_table(
        "progress_shown",
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "measure",
            sa.Enum(*COUNTS, "spent", name="measure", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("region_code", "catalog_no", "measure", name=op.f("pk_progress_shown")),
    )


def downgrade() -> None:
    op.drop_table("progress_shown")
    op.drop_table("progress_day")
