"""Add sample enterprises and their copies; find enquiries by where they came from.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "sample",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("story", sa.String(length=2000), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=True),
        sa.Column(
            "size_band",
            sa.Enum("small", "middle", "large", "unknown", name="sizeband", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("kit", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
        sa.Column("marked_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["catalog_no"], ["industry.catalog_no"], name=op.f("fk_sample_catalog_no_industry")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_sample_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(
            ["marked_by_id"], ["user_account.id"], name=op.f("fk_sample_marked_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_sample_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sample")),
        sa.UniqueConstraint("project_id", name=op.f("uq_sample_project_id")),
    )
    op.create_index(op.f("ix_sample_catalog_no"), "sample", ["catalog_no"], unique=False)
    op.create_index(op.f("ix_sample_county_code"), "sample", ["county_code"], unique=False)
    op.create_index(op.f("ix_sample_enterprise_id"), "sample", ["enterprise_id"], unique=False)
    op.create_table(
        "replication",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sample_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("kept", sa.JSON(), nullable=False),
        sa.Column("deviations", sa.JSON(), nullable=False),
        sa.Column("adopted_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_replication_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["sample_id"], ["sample.id"], name=op.f("fk_replication_sample_id_sample")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication")),
        sa.UniqueConstraint("sample_id", "enterprise_id", name=op.f("uq_replication_sample_id_enterprise_id")),
    )
    op.create_index(op.f("ix_replication_enterprise_id"), "replication", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_enquiry_origin"), "enquiry", ["origin"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_enquiry_origin"), table_name="enquiry")
    op.drop_index(op.f("ix_replication_enterprise_id"), table_name="replication")
    op.drop_table("replication")
    op.drop_index(op.f("ix_sample_enterprise_id"), table_name="sample")
    op.drop_index(op.f("ix_sample_county_code"), table_name="sample")
    op.drop_index(op.f("ix_sample_catalog_no"), table_name="sample")
    op.drop_table("sample")
