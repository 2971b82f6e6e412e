"""Create the tables of the pilot-county programme: rounds, applications, pilots and their two years.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pilot_round",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("rules", sa.JSON(), nullable=False),
        sa.Column("rules_digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UTCDateTime(), nullable=True),
        sa.Column("proposal_note", sa.String(length=2000), nullable=False),
        sa.Column("listed_at", UTCDateTime(), nullable=True),
        sa.Column("listed_by_id", sa.Integer(), nullable=True),
        sa.Column("list_digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["listed_by_id"], ["user_account.id"], name=op.f("fk_pilot_round_listed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pilot_round_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_pilot_round_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_round")),
    )
    op.create_index(op.f("ix_pilot_round_organisation_id"), "pilot_round", ["organisation_id"], unique=False)
    op.create_table(
        "pilot_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("contact_name", sa.String(length=60), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=True),
        sa.Column("industry_name", sa.String(length=60), nullable=False),
        sa.Column("output_fen", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("finalised_at", UTCDateTime(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("receipt_number", sa.String(length=40), nullable=False),
        sa.Column("returned_at", UTCDateTime(), nullable=True),
        sa.Column("endorsed_at", UTCDateTime(), nullable=True),
        sa.Column("paper_copies", sa.Integer(), nullable=True),
        sa.Column("paper_received_on", sa.Date(), nullable=True),
        sa.Column("paper_received_by_id", sa.Integer(), nullable=True),
        sa.Column("screened_at", UTCDateTime(), nullable=True),
        sa.Column("is_qualified", sa.Boolean(), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("proposed_at", UTCDateTime(), nullable=True),
        sa.Column("dropped_at", UTCDateTime(), nullable=True),
        sa.Column("dropped_reason", sa.String(length=2000), nullable=False),
        sa.Column("listed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["catalog_no"], ["industry.catalog_no"], name=op.f("fk_pilot_application_catalog_no_industry")
        ),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_pilot_application_county_code_county")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pilot_application_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["paper_received_by_id"],
            ["user_account.id"],
            name=op.f("fk_pilot_application_paper_received_by_id_user_account"),
        ),
        sa.ForeignKeyConstraint(
            ["round_id"], ["pilot_round.id"], name=op.f("fk_pilot_application_round_id_pilot_round")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_pilot_application_submitted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_application")),
        sa.UniqueConstraint("round_id", "county_code", name=op.f("uq_pilot_application_round_id_county_code")),
    )
    op.create_index(op.f("ix_pilot_application_county_code"), "pilot_application", ["county_code"], unique=False)
    op.create_table(
        "pilot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("round_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=True),
        sa.Column("industry_name", sa.String(length=60), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("targets", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["pilot_application.id"], name=op.f("fk_pilot_application_id_pilot_application")
        ),
        sa.ForeignKeyConstraint(["catalog_no"], ["industry.catalog_no"], name=op.f("fk_pilot_catalog_no_industry")),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_pilot_county_code_county")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pilot_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["pilot_round.id"], name=op.f("fk_pilot_round_id_pilot_round")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot")),
        sa.UniqueConstraint("application_id", name=op.f("uq_pilot_application_id")),
    )
    op.create_index(op.f("ix_pilot_county_code"), "pilot", ["county_code"], unique=False)
    op.create_index(op.f("ix_pilot_round_id"), "pilot", ["round_id"], unique=False)
    op.create_table(
        "pilot_opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column(
            "level", sa.Enum("government", "city", name="opinionlevel", native_enum=False, length=40), nullable=False
        ),
        sa.Column(
            "decision", sa.Enum("agree", "return", name="opiniondecision", native_enum=False, length=40), nullable=False
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("given_by_id", sa.Integer(), nullable=True),
        sa.Column("given_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["pilot_application.id"], name=op.f("fk_pilot_opinion_application_id_pilot_application")
        ),
        sa.ForeignKeyConstraint(
            ["given_by_id"], ["user_account.id"], name=op.f("fk_pilot_opinion_given_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pilot_opinion_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_opinion")),
    )
    op.create_index(op.f("ix_pilot_opinion_application_id"), "pilot_opinion", ["application_id"], unique=False)
    op.create_table(
        "pilot_screening",
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("is_qualified", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"],
            ["pilot_application.id"],
            name=op.f("fk_pilot_screening_application_id_pilot_application"),
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_pilot_screening_decided_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("application_id", name=op.f("pk_pilot_screening")),
    )
    op.create_table(
        "industry_platform",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("internet", "brain", name="platformkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("operator", sa.String(length=200), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("online_on", sa.Date(), nullable=False),
        sa.Column("firms_connected", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_industry_platform_pilot_id_pilot")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_industry_platform_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_industry_platform")),
    )
    op.create_index(op.f("ix_industry_platform_pilot_id"), "industry_platform", ["pilot_id"], unique=False)
    op.create_table(
        "pilot_acceptance",
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=4000), nullable=False),
        sa.Column("copying", sa.String(length=2000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("requested_at", UTCDateTime(), nullable=False),
        sa.Column("requested_by_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_pilot_acceptance_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_acceptance_pilot_id_pilot")),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["user_account.id"], name=op.f("fk_pilot_acceptance_requested_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_pilot_acceptance_review_id_review")),
        sa.PrimaryKeyConstraint("pilot_id", name=op.f("pk_pilot_acceptance")),
    )
    op.create_table(
        "pilot_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("enterprises", "problems", "scenarios", name="editionkind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_edition_pilot_id_pilot")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_pilot_edition_published_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_edition")),
        sa.UniqueConstraint("pilot_id", "kind", "number", name=op.f("uq_pilot_edition_pilot_id_kind_number")),
    )
    op.create_index(op.f("ix_pilot_edition_digest"), "pilot_edition", ["digest"], unique=False)
    op.create_table(
        "pilot_practice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "contracting",
                "contract",
                "supervision",
                "third_party",
                "spreading",
                "other",
                name="practicekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_practice_pilot_id_pilot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_practice")),
    )
    op.create_index(op.f("ix_pilot_practice_pilot_id"), "pilot_practice", ["pilot_id"], unique=False)
    op.create_table(
        "pilot_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("quarter", sa.Integer(), nullable=False),
        sa.Column("done", sa.String(length=2000), nullable=False),
        sa.Column("troubles", sa.String(length=2000), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_report_pilot_id_pilot")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_pilot_report_submitted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_report")),
        sa.UniqueConstraint("pilot_id", "year", "quarter", name=op.f("uq_pilot_report_pilot_id_year_quarter")),
    )
    op.create_index(op.f("ix_pilot_report_digest"), "pilot_report", ["digest"], unique=False)
    op.create_table(
        "pilot_selection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("proposal", sa.String(length=500), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("is_selected", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("provider_id", sa.Integer(), nullable=True),
        sa.Column("finished_on", sa.Date(), nullable=True),
        sa.Column("level_before", sa.Integer(), nullable=True),
        sa.Column("level_after", sa.Integer(), nullable=True),
        sa.Column("output_fen", sa.BigInteger(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_pilot_selection_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_pilot_selection_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_selection_pilot_id_pilot")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_pilot_selection_proposed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_pilot_selection_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_selection")),
        sa.UniqueConstraint("pilot_id", "enterprise_id", name=op.f("uq_pilot_selection_pilot_id_enterprise_id")),
    )
    op.create_index(op.f("ix_pilot_selection_enterprise_id"), "pilot_selection", ["enterprise_id"], unique=False)
    op.create_table(
        "pilot_task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(length=200), nullable=False),
        sa.Column("owner", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_pilot_task_pilot_id_pilot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilot_task")),
        sa.UniqueConstraint("pilot_id", "position", name=op.f("uq_pilot_task_pilot_id_position")),
    )
    op.create_table(
        "recognition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("factory", "workshop", name="recognitionkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("enterprise", sa.String(length=200), nullable=False),
        sa.Column("recognised_on", sa.Date(), nullable=False),
        sa.Column("proof", sa.String(length=200), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_recognition_pilot_id_pilot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recognition")),
    )
    op.create_index(op.f("ix_recognition_pilot_id"), "recognition", ["pilot_id"], unique=False)
    op.create_table(
        "support_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pilot_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("finance", "talent", "security", "centre", name="measurekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("offered_by", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("stages", sa.JSON(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["pilot_id"], ["pilot.id"], name=op.f("fk_support_measure_pilot_id_pilot")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_measure")),
    )
    op.create_index(op.f("ix_support_measure_pilot_id"), "support_measure", ["pilot_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_support_measure_pilot_id"), table_name="support_measure")
    op.drop_table("support_measure")
    op.drop_index(op.f("ix_recognition_pilot_id"), table_name="recognition")
    op.drop_table("recognition")
    op.drop_table("pilot_task")
    op.drop_index(op.f("ix_pilot_selection_enterprise_id"), table_name="pilot_selection")
    op.drop_table("pilot_selection")
    op.drop_index(op.f("ix_pilot_report_digest"), table_name="pilot_report")
    op.drop_table("pilot_report")
    op.drop_index(op.f("ix_pilot_practice_pilot_id"), table_name="pilot_practice")
    op.drop_table("pilot_practice")
    op.drop_index(op.f("ix_pilot_edition_digest"), table_name="pilot_edition")
    op.drop_table("pilot_edition")
    op.drop_table("pilot_acceptance")
    op.drop_index(op.f("ix_industry_platform_pilot_id"), table_name="industry_platform")
    op.drop_table("industry_platform")
    op.drop_table("pilot_screening")
    op.drop_index(op.f("ix_pilot_opinion_application_id"), table_name="pilot_opinion")
    op.drop_table("pilot_opinion")
    op.drop_index(op.f("ix_pilot_round_id"), table_name="pilot")
    op.drop_index(op.f("ix_pilot_county_code"), table_name="pilot")
    op.drop_table("pilot")
    op.drop_index(op.f("ix_pilot_application_county_code"), table_name="pilot_application")
    op.drop_table("pilot_application")
    op.drop_index(op.f("ix_pilot_round_organisation_id"), table_name="pilot_round")
    op.drop_table("pilot_round")
