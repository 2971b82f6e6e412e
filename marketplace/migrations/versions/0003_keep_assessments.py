"""Keep concluded assessments of enterprises with points and level."""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=20), nullable=False),
        sa.Column(
            "purpose", sa.Enum("self", "before", "after", name="purpose", native_enum=False, length=40), nullable=False
        ),
        sa.Column("options", sa.JSON(), nullable=False),
        sa.Column("depths", sa.JSON(), nullable=False),
        sa.Column("milli", sa.Integer(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("concluded_at", UTCDateTime(), nullable=False),
        sa.Column("concluded_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concluded_by_id"], ["user_account.id"], name=op.f("fk_assessment_concluded_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_assessment_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
    )
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_assessment_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_assessment_enterprise_id"), ["enterprise_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("assessment", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_assessment_enterprise_id"))
        batch_op.drop_index(batch_op.f("ix_assessment_digest"))
    op.drop_table("assessment")
