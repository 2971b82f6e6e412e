"""Keep the reminders that counties send to enterprises which have yet to answer."""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enterprise_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("gaps", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("sent_at", UTCDateTime(), nullable=False),
        sa.Column("sent_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"],
            ["enterprise.organisation_id"],
            name=op.f("fk_enterprise_reminder_enterprise_id_enterprise"),
        ),
        sa.ForeignKeyConstraint(
            ["sent_by_id"], ["user_account.id"], name=op.f("fk_enterprise_reminder_sent_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_reminder")),
    )
    with op.batch_alter_table("enterprise_reminder", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprise_reminder_enterprise_id"), ["enterprise_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("enterprise_reminder", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprise_reminder_enterprise_id"))
    op.drop_table("enterprise_reminder")
