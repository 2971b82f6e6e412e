"""Keep answers of API requests for a day, so that a request sent twice does its work once.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kept_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("committed_at", UTCDateTime(), nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("etag", sa.String(length=80), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_kept_request_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kept_request")),
        sa.UniqueConstraint("user_id", "key", name=op.f("uq_kept_request_user_id_key")),
    )
    op.create_index(op.f("ix_kept_request_created_at"), "kept_request", ["created_at"])


def downgrade() -> None:
    op.drop_index(op.f("ix_kept_request_created_at"), table_name="kept_request")
    op.drop_table("kept_request")
