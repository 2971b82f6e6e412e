"""Keep with a provider how often it was rated after acceptance, and its stars in all.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None
SUMS = {"rated_cases": "COUNT(*)", "rated_stars": "COALESCE(SUM(stars), 0)"}


def upgrade() -> None:
    for name, figure in SUMS.items():
        op.add_column("provider", sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
        told = f"SELECT {figure} FROM rating WHERE rating.provider_id = provider.organisation_id"  # noqa: S608 - our own words
        op.execute(f"UPDATE provider SET {name} = ({told})")  # noqa: S608 - as above


def downgrade() -> None:
    for name in reversed(SUMS):
        op.drop_column("provider", name)
