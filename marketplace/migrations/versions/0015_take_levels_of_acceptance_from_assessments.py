"""Let an application for acceptance name the assessments before and after the work.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None
COLUMNS = ("before_assessment_id", "after_assessment_id")


def upgrade() -> None:
    with op.batch_alter_table("acceptance") as batch:
        for name in COLUMNS:
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(op.f(f"fk_acceptance_{name}_assessment"), "assessment", [name], ["id"])


def downgrade() -> None:
    with op.batch_alter_table("acceptance") as batch:
        for name in COLUMNS:
            batch.drop_constraint(op.f(f"fk_acceptance_{name}_assessment"), type_="foreignkey")
            batch.drop_column(name)
