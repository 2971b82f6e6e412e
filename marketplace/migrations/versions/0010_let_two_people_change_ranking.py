"""Let two people change the weights and the words of the library: proposals with their decisions."""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def _state() -> sa.Column[str]:
    states = sa.Enum(
        "proposed", "approved", "rejected", "withdrawn", name="proposalstate", native_enum=False, length=40
    )
    return sa.Column("state", states, nullable=False)


def upgrade() -> None:
    op.create_table(
        "weight_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=20), nullable=False),
        sa.Column("weights", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        _state(),
        sa.Column("decision", sa.String(length=2000), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_weight_edition_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_weight_edition_proposed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_weight_edition")),
        sa.UniqueConstraint("version", name=op.f("uq_weight_edition_version")),
    )
    op.create_table(
        "library_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("base_edition", sa.String(length=60), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("after", sa.JSON(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        _state(),
        sa.Column("preview", sa.JSON(), nullable=True),
        sa.Column("previewed_at", UTCDateTime(), nullable=True),
        sa.Column("decision", sa.String(length=2000), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_code"], ["scenario.code"], name=op.f("fk_library_change_scenario_code_scenario")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_change")),
    )
    with op.batch_alter_table("library_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_library_change_scenario_code"), ["scenario_code"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("library_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_library_change_scenario_code"))
    op.drop_table("library_change")
    op.drop_table("weight_edition")
