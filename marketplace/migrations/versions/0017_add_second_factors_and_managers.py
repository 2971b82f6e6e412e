"""Add second factors, recovery codes, identities of other issuers, managers of bodies, and what a session knows of its sign-in.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

# The first person of a body who still acts for it looks after its people.
FIRST_PERSON = """
INSERT INTO organisation_manager (organisation_id, user_id, since)
SELECT organisation_id, user_id, created_at FROM membership WHERE id IN (
  SELECT MIN(id) FROM membership WHERE ended_at IS NULL GROUP BY organisation_id)
"""


def upgrade() -> None:
    op.create_table(
        "second_factor",
        sa.Column("user_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_secret", sa.String(length=300), nullable=False),
        sa.Column("enrolled_at", UTCDateTime(), nullable=False),
        sa.Column("last_step", sa.Integer(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_second_factor_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_second_factor")),
    )
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_recovery_code_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_recovery_code_code_digest")),
    )
    op.create_index(op.f("ix_recovery_code_user_id"), "recovery_code", ["user_id"])
    op.create_table(
        "organisation_manager",
        sa.Column("organisation_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("since", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_organisation_manager_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_organisation_manager_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_organisation_manager")),
    )
    op.create_index(op.f("ix_organisation_manager_user_id"), "organisation_manager", ["user_id"])
    op.execute(FIRST_PERSON)
    op.create_table(
        "user_identity",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.String(length=200), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=False),
        sa.Column("linked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_user_identity_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_identity")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_user_identity_issuer_subject")),
    )
    op.create_index(op.f("ix_user_identity_user_id"), "user_identity", ["user_id"])
    stages = sa.Enum("open", "code", "enrol", name="sessionstage", native_enum=False, length=40)
    op.add_column("auth_session", sa.Column("stage", stages, nullable=False, server_default="open"))
    op.add_column("auth_session", sa.Column("proven_at", UTCDateTime(), nullable=True))
    op.add_column("auth_session", sa.Column("device", sa.String(length=60), nullable=False, server_default=""))


def downgrade() -> None:
    for name in ("device", "proven_at", "stage"):
        op.drop_column("auth_session", name)
    op.drop_index(op.f("ix_user_identity_user_id"), table_name="user_identity")
    op.drop_table("user_identity")
    op.drop_index(op.f("ix_organisation_manager_user_id"), table_name="organisation_manager")
    op.drop_table("organisation_manager")
    op.drop_index(op.f("ix_recovery_code_user_id"), table_name="recovery_code")
    op.drop_table("recovery_code")
    op.drop_table("second_factor")
