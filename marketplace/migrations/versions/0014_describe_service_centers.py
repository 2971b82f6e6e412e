"""Describe the service centers that providers lead: place, services and the county that they belong to.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None
COLUMNS = (("center_place", 200), ("center_services", 2000), ("center_county_code", 6))


def upgrade() -> None:
    for name, length in COLUMNS:
        op.add_column("provider", sa.Column(name, sa.String(length=length), nullable=False, server_default=""))


def downgrade() -> None:
    for name, _ in reversed(COLUMNS):
        op.drop_column("provider", name)
