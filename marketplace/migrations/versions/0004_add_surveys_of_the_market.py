"""Add surveys of the market: demand, places, counts that may be shown, concentration, and positions of providers.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "market_survey",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started_at", UTCDateTime(), nullable=False),
        sa.Column("finished_at", UTCDateTime(), nullable=True),
        sa.Column("reached_id", sa.Integer(), nullable=False),
        sa.Column("enterprises", sa.Integer(), nullable=False),
        sa.Column("providers", sa.Integer(), nullable=False),
        sa.Column("engine_version", sa.String(length=40), nullable=False),
        sa.Column("weights_edition", sa.String(length=60), nullable=False),
        sa.Column("library_edition", sa.String(length=60), nullable=False),
        sa.Column("statistics_edition", sa.String(length=64), nullable=False),
        sa.Column("index_digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_market_survey")),
    )
    op.create_index(op.f("ix_market_survey_finished_at"), "market_survey", ["finished_at"])
    op.create_table(
        "demand_row",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=False),
        sa.Column("solved", sa.Boolean(), nullable=False),
        _of_survey("demand_row"),
        _of_enterprise("demand_row"),
        sa.PrimaryKeyConstraint("survey_id", "enterprise_id", "scenario_code", name=op.f("pk_demand_row")),
    )
    op.create_index(op.f("ix_demand_row_scenario_code"), "demand_row", ["scenario_code"])
    op.create_table(
        "exposure_row",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=False),
        _of_survey("exposure_row"),
        _of_enterprise("exposure_row"),
        _of_provider("exposure_row"),
        sa.PrimaryKeyConstraint("survey_id", "enterprise_id", "place", name=op.f("pk_exposure_row")),
    )
    op.create_index(op.f("ix_exposure_row_provider_id"), "exposure_row", ["provider_id", "survey_id"])
    op.create_table(
        "demand_count",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("region_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("unsolved", sa.Integer(), nullable=False),
        sa.Column("shown", sa.Boolean(), nullable=False),
        _of_survey("demand_count"),
        sa.PrimaryKeyConstraint(
            "survey_id", "scenario_code", "region_code", "catalog_no", name=op.f("pk_demand_count")
        ),
    )
    op.create_index(op.f("ix_demand_count_survey_id"), "demand_count", ["survey_id", "region_code", "catalog_no"])
    op.create_table(
        "concentration",
        sa.Column("survey_id", sa.Integer(), nullable=False),
        sa.Column("scope", sa.Enum("region", "industry", name="scope", native_enum=False, length=40), nullable=False),
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("enterprises", sa.Integer(), nullable=False),
        sa.Column("providers", sa.Integer(), nullable=False),
        sa.Column("appearances", sa.Integer(), nullable=False),
        sa.Column("first_three_ratio", sa.Float(), nullable=False),
        sa.Column("gini", sa.Float(), nullable=False),
        _of_survey("concentration"),
        sa.PrimaryKeyConstraint("survey_id", "scope", "code", name=op.f("pk_concentration")),
    )
    op.create_table(
        "provider_position",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("computed_at", UTCDateTime(), nullable=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        _of_provider("provider_position"),
        sa.PrimaryKeyConstraint("provider_id", name=op.f("pk_provider_position")),
    )


def _of_survey(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["survey_id"], ["market_survey.id"], name=op.f(f"fk_{table}_survey_id_market_survey"), ondelete="CASCADE"
    )


def _of_enterprise(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["enterprise_id"], ["enterprise.organisation_id"], name=op.f(f"fk_{table}_enterprise_id_enterprise")
    )


def _of_provider(table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["provider_id"], ["provider.organisation_id"], name=op.f(f"fk_{table}_provider_id_provider")
    )


def downgrade() -> None:
    for table in (
        "provider_position",
        "concentration",
        "demand_count",
        "exposure_row",
        "demand_row",
        "market_survey",
    ):
        op.drop_table(table)
