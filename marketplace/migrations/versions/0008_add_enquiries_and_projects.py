"""Add enquiries, quotations, contracts, milestones, settlement, acceptance and ratings.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enquiry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("run_digest", sa.String(length=64), nullable=False),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("chosen_at", UTCDateTime(), nullable=True),
        sa.Column("chosen_provider_id", sa.Integer(), nullable=True),
        sa.Column("chosen_reason", sa.String(length=500), nullable=False),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["chosen_provider_id"], ["provider.organisation_id"], name=op.f("fk_enquiry_chosen_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_enquiry_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_enquiry_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["supervisor.organisation_id"], name=op.f("fk_enquiry_supervisor_id_supervisor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry")),
    )
    op.create_index(op.f("ix_enquiry_county_code"), "enquiry", ["county_code"], unique=False)
    op.create_index(op.f("ix_enquiry_enterprise_id"), "enquiry", ["enterprise_id"], unique=False)
    op.create_table(
        "outcome_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shortlisted",
                "asked",
                "declined",
                "quoted",
                "chosen",
                "not_chosen",
                "signed",
                "accepted",
                "rated",
                name="eventkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("run_digest", sa.String(length=64), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_outcome_event_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_outcome_event_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcome_event")),
    )
    op.create_index(op.f("ix_outcome_event_provider_id"), "outcome_event", ["provider_id"], unique=False)
    op.create_table(
        "asked_provider",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("declined_at", UTCDateTime(), nullable=True),
        sa.Column("declined_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_asked_provider_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_asked_provider_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asked_provider")),
        sa.UniqueConstraint("enquiry_id", "provider_id", name=op.f("uq_asked_provider_enquiry_id_provider_id")),
    )
    op.create_index(op.f("ix_asked_provider_provider_id"), "asked_provider", ["provider_id"], unique=False)
    op.create_table(
        "enquiry_question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("asked_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_enquiry_question_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_enquiry_question_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enquiry_question")),
    )
    op.create_index(op.f("ix_enquiry_question_enquiry_id"), "enquiry_question", ["enquiry_id"], unique=False)
    op.create_table(
        "project",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("needs", sa.JSON(), nullable=False),
        sa.Column("lines", sa.JSON(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=True),
        sa.Column("supervisor_agreed_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("signed_at", UTCDateTime(), nullable=True),
        sa.Column("running_at", UTCDateTime(), nullable=True),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.Column("failed_at", UTCDateTime(), nullable=True),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("ended_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_project_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_project_enterprise_id_enterprise")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_project_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["supervisor_id"], ["supervisor.organisation_id"], name=op.f("fk_project_supervisor_id_supervisor")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project")),
        sa.UniqueConstraint("enquiry_id", name=op.f("uq_project_enquiry_id")),
    )
    op.create_index(op.f("ix_project_county_code"), "project", ["county_code"], unique=False)
    op.create_index(op.f("ix_project_enterprise_id"), "project", ["enterprise_id"], unique=False)
    op.create_index(op.f("ix_project_provider_id"), "project", ["provider_id"], unique=False)
    op.create_index(op.f("ix_project_supervisor_id"), "project", ["supervisor_id"], unique=False)
    op.create_table(
        "quotation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enquiry_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("warranty_months", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["enquiry_id"], ["enquiry.id"], name=op.f("fk_quotation_enquiry_id_enquiry")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_quotation_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation")),
        sa.UniqueConstraint("enquiry_id", "provider_id", name=op.f("uq_quotation_enquiry_id_provider_id")),
    )
    op.create_index(op.f("ix_quotation_provider_id"), "quotation", ["provider_id"], unique=False)
    op.create_table(
        "acceptance",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("papers", sa.JSON(), nullable=False),
        sa.Column("level_before", sa.Integer(), nullable=False),
        sa.Column("level_after", sa.Integer(), nullable=False),
        sa.Column("summary", sa.String(length=3000), nullable=False),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.Column("supervisor_opinion", sa.String(length=2000), nullable=False),
        sa.Column("supervisor_agrees", sa.Boolean(), nullable=True),
        sa.Column("supervised_at", UTCDateTime(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column(
            "decision", sa.Enum("passed", "failed", name="decision", native_enum=False, length=40), nullable=True
        ),
        sa.Column("opinion", sa.String(length=2000), nullable=False),
        sa.Column("redo_by", sa.Date(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_acceptance_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_acceptance_project_id_project")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_acceptance_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance")),
        sa.UniqueConstraint("project_id", "number", name=op.f("uq_acceptance_project_id_number")),
    )
    op.create_table(
        "contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("model_edition", sa.String(length=40), nullable=False),
        sa.Column("choices", sa.JSON(), nullable=False),
        sa.Column("terms", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("drafted_at", UTCDateTime(), nullable=False),
        sa.Column("signed_digest", sa.String(length=64), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("differences", sa.JSON(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_contract_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contract")),
        sa.UniqueConstraint("project_id", name=op.f("uq_contract_project_id")),
    )
    op.create_table(
        "meter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("by_use", "by_effect", name="meterkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("output_unit", sa.String(length=20), nullable=False),
        sa.Column("baseline_milli", sa.BigInteger(), nullable=False),
        sa.Column("value_fen", sa.BigInteger(), nullable=False),
        sa.Column("share_permille", sa.Integer(), nullable=False),
        sa.Column("better", sa.Enum("lower", "higher", name="better", native_enum=False, length=40), nullable=False),
        sa.Column("cap_fen", sa.BigInteger(), nullable=True),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_meter_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter")),
    )
    op.create_index(op.f("ix_meter_project_id"), "meter", ["project_id"], unique=False)
    op.create_table(
        "milestone",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("payment_fen", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned",
                "handed_in",
                "supervised",
                "returned",
                "done",
                name="milestonestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("moved_at", UTCDateTime(), nullable=True),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_milestone_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_milestone")),
        sa.UniqueConstraint("project_id", "position", name=op.f("uq_milestone_project_id_position")),
    )
    op.create_table(
        "partner_annex",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("need_keys", sa.JSON(), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["provider.organisation_id"], name=op.f("fk_partner_annex_partner_id_provider")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_partner_annex_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partner_annex")),
        sa.UniqueConstraint("project_id", "partner_id", name=op.f("uq_partner_annex_project_id_partner_id")),
    )
    op.create_table(
        "quotation_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("quotation_id", sa.Integer(), nullable=False),
        sa.Column("need_key", sa.String(length=20), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=True),
        sa.Column("module_name", sa.String(length=200), nullable=False),
        sa.Column(
            "payment",
            sa.Enum("一次性付费", "按使用付费", "按效果付费", name="payment", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("price_fen", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=40), nullable=False),
        sa.Column("unit_price_fen", sa.BigInteger(), nullable=True),
        sa.Column("share_permille", sa.Integer(), nullable=True),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("guarantee", sa.String(length=500), nullable=False),
        sa.Column("plant_gives", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_quotation_line_module_id_module")),
        sa.ForeignKeyConstraint(
            ["quotation_id"],
            ["quotation.id"],
            name=op.f("fk_quotation_line_quotation_id_quotation"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quotation_line")),
        sa.UniqueConstraint("quotation_id", "need_key", name=op.f("uq_quotation_line_quotation_id_need_key")),
    )
    op.create_table(
        "rating",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.Column("as_promised", sa.Integer(), nullable=False),
        sa.Column("service", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("rated_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=1000), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_rating_project_id_project")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_rating_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("project_id", name=op.f("uq_rating_project_id")),
    )
    op.create_index(op.f("ix_rating_provider_id"), "rating", ["provider_id"], unique=False)
    op.create_table(
        "acceptance_paper",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_acceptance_paper_acceptance_id_acceptance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acceptance_paper")),
        sa.UniqueConstraint("acceptance_id", "key", name=op.f("uq_acceptance_paper_acceptance_id_key")),
    )
    op.create_table(
        "change_order",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column(
            "kind", sa.Enum("delay", "scope", "price", name="changekind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("is_agreed", sa.Boolean(), nullable=False),
        sa.Column("answer", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_change_order_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_change_order_project_id_project")),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["organisation.id"], name=op.f("fk_change_order_proposed_by_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_order")),
    )
    op.create_index(op.f("ix_change_order_project_id"), "change_order", ["project_id"], unique=False)
    op.create_table(
        "meter_reading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meter_id", sa.Integer(), nullable=False),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("value_milli", sa.BigInteger(), nullable=False),
        sa.Column("output_milli", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.String(length=300), nullable=False),
        sa.Column("entered_by_id", sa.Integer(), nullable=False),
        sa.Column("entered_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entered_by_id"], ["organisation.id"], name=op.f("fk_meter_reading_entered_by_id_organisation")
        ),
        sa.ForeignKeyConstraint(["meter_id"], ["meter.id"], name=op.f("fk_meter_reading_meter_id_meter")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meter_reading")),
        sa.UniqueConstraint("meter_id", "read_on", name=op.f("uq_meter_reading_meter_id_read_on")),
    )
    op.create_table(
        "project_effect",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("acceptance_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=False),
        sa.Column("before_milli", sa.BigInteger(), nullable=False),
        sa.Column("after_milli", sa.BigInteger(), nullable=False),
        sa.Column("better", sa.Enum("lower", "higher", name="better", native_enum=False, length=40), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("added_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["acceptance_id"], ["acceptance.id"], name=op.f("fk_project_effect_acceptance_id_acceptance")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_effect")),
        sa.UniqueConstraint("acceptance_id", "name", name=op.f("uq_project_effect_acceptance_id_name")),
    )
    op.create_table(
        "project_event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("text", sa.String(length=1500), nullable=False),
        sa.Column("happened_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_project_event_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_project_event_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_project_event_project_id_project")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_project_event")),
    )
    op.create_index(op.f("ix_project_event_project_id"), "project_event", ["project_id"], unique=False)
    op.create_table(
        "supervision_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("project_id", sa.Integer(), nullable=False),
        sa.Column("supervisor_id", sa.Integer(), nullable=False),
        sa.Column("milestone_id", sa.Integer(), nullable=True),
        sa.Column("visited_on", sa.Date(), nullable=False),
        sa.Column(
            "verdict",
            sa.Enum("in_order", "remarks", "stop", name="supervisionverdict", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("findings", sa.String(length=3000), nullable=False),
        sa.Column("filed_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["milestone_id"], ["milestone.id"], name=op.f("fk_supervision_report_milestone_id_milestone")
        ),
        sa.ForeignKeyConstraint(["project_id"], ["project.id"], name=op.f("fk_supervision_report_project_id_project")),
        sa.ForeignKeyConstraint(
            ["supervisor_id"],
            ["supervisor.organisation_id"],
            name=op.f("fk_supervision_report_supervisor_id_supervisor"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supervision_report")),
    )
    op.create_index(op.f("ix_supervision_report_project_id"), "supervision_report", ["project_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_supervision_report_project_id"), table_name="supervision_report")
    op.drop_table("supervision_report")
    op.drop_index(op.f("ix_project_event_project_id"), table_name="project_event")
    op.drop_table("project_event")
    op.drop_table("project_effect")
    op.drop_table("meter_reading")
    op.drop_index(op.f("ix_change_order_project_id"), table_name="change_order")
    op.drop_table("change_order")
    op.drop_table("acceptance_paper")
    op.drop_index(op.f("ix_rating_provider_id"), table_name="rating")
    op.drop_table("rating")
    op.drop_table("quotation_line")
    op.drop_table("partner_annex")
    op.drop_table("milestone")
    op.drop_index(op.f("ix_meter_project_id"), table_name="meter")
    op.drop_table("meter")
    op.drop_table("contract")
    op.drop_table("acceptance")
    op.drop_index(op.f("ix_quotation_provider_id"), table_name="quotation")
    op.drop_table("quotation")
    op.drop_index(op.f("ix_project_supervisor_id"), table_name="project")
    op.drop_index(op.f("ix_project_provider_id"), table_name="project")
    op.drop_index(op.f("ix_project_enterprise_id"), table_name="project")
    op.drop_index(op.f("ix_project_county_code"), table_name="project")
    op.drop_table("project")
    op.drop_index(op.f("ix_enquiry_question_enquiry_id"), table_name="enquiry_question")
    op.drop_table("enquiry_question")
    op.drop_index(op.f("ix_asked_provider_provider_id"), table_name="asked_provider")
    op.drop_table("asked_provider")
    op.drop_index(op.f("ix_outcome_event_provider_id"), table_name="outcome_event")
    op.drop_table("outcome_event")
    op.drop_index(op.f("ix_enquiry_enterprise_id"), table_name="enquiry")
    op.drop_index(op.f("ix_enquiry_county_code"), table_name="enquiry")
    op.drop_table("enquiry")
