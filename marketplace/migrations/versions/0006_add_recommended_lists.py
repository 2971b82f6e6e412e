"""Add recommended lists: calls, applications, drafts, editions, changes, appeals, and the marks on providers.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime
from marketplace.lists.models import triggers_for

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recommended_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=60), nullable=False),
        sa.Column(
            "provider_kind",
            sa.Enum("总承包商", "SaaS服务商", "行业平台商", name="providerkindname", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_recommended_list_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommended_list")),
        sa.UniqueConstraint(
            "county_code",
            "catalog_no",
            "provider_kind",
            name=op.f("uq_recommended_list_county_code_catalog_no_provider_kind"),
        ),
    )
    op.create_index(op.f("ix_recommended_list_county_code"), "recommended_list", ["county_code"], unique=False)
    op.create_index(op.f("ix_recommended_list_organisation_id"), "recommended_list", ["organisation_id"], unique=False)
    op.create_table(
        "list_appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind", sa.Enum("appeal", "complaint", name="appealkind", native_enum=False, length=40), nullable=False
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("filed_at", UTCDateTime(), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("is_upheld", sa.Boolean(), nullable=True),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_list_appeal_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_appeal_list_id_recommended_list")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_list_appeal_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_list_appeal_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_list_appeal_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_appeal")),
    )
    op.create_index(op.f("ix_list_appeal_list_id"), "list_appeal", ["list_id"], unique=False)
    op.create_index(op.f("ix_list_appeal_provider_id"), "list_appeal", ["provider_id"], unique=False)
    op.create_table(
        "list_call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("guide", sa.String(length=5000), nullable=False),
        sa.Column("places", sa.Integer(), nullable=False),
        sa.Column("valid_months", sa.Integer(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("least_members", sa.Integer(), nullable=False),
        sa.Column("scheme", sa.JSON(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("deadline_at", UTCDateTime(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("opened_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_list_call_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_call_list_id_recommended_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_call")),
    )
    op.create_index(op.f("ix_list_call_list_id"), "list_call", ["list_id"], unique=False)
    op.create_table(
        "list_subscription",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_subscription_list_id_recommended_list")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("fk_list_subscription_user_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_subscription")),
        sa.UniqueConstraint("list_id", "user_id", name=op.f("uq_list_subscription_list_id_user_id")),
    )
    op.create_index(op.f("ix_list_subscription_user_id"), "list_subscription", ["user_id"], unique=False)
    op.create_table(
        "provider_listing",
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("county", sa.String(length=40), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=False),
        sa.Column("industry", sa.String(length=60), nullable=False),
        sa.Column("edition_digest", sa.String(length=64), nullable=False),
        sa.Column("listed_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_provider_listing_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("provider_id", "list_id", name=op.f("pk_provider_listing")),
    )
    op.create_index(op.f("ix_provider_listing_county_code"), "provider_listing", ["county_code"], unique=False)
    op.create_table(
        "list_advice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("firms", sa.Integer(), nullable=False),
        sa.Column("rows", sa.JSON(), nullable=False),
        sa.Column("runs", sa.JSON(), nullable=False),
        sa.Column("computed_at", UTCDateTime(), nullable=False),
        sa.Column("computed_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["list_call.id"], name=op.f("fk_list_advice_call_id_list_call")),
        sa.ForeignKeyConstraint(
            ["computed_by_id"], ["user_account.id"], name=op.f("fk_list_advice_computed_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_advice")),
    )
    op.create_index(op.f("ix_list_advice_call_id"), "list_advice", ["call_id"], unique=False)
    op.create_table(
        "list_application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("statements", sa.JSON(), nullable=False),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("reused_from_id", sa.Integer(), nullable=True),
        sa.Column("saved_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "screening",
            sa.Enum("pass", "fail", "discretionary", name="verdict", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("screening_reason", sa.String(length=1000), nullable=False),
        sa.Column("screened_at", UTCDateTime(), nullable=True),
        sa.Column("screened_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["list_call.id"], name=op.f("fk_list_application_call_id_list_call")),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_list_application_provider_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["reused_from_id"],
            ["list_application.id"],
            name=op.f("fk_list_application_reused_from_id_list_application"),
        ),
        sa.ForeignKeyConstraint(
            ["screened_by_id"], ["user_account.id"], name=op.f("fk_list_application_screened_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_list_application_submitted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_application")),
        sa.UniqueConstraint("call_id", "provider_id", name=op.f("uq_list_application_call_id_provider_id")),
        sa.UniqueConstraint("number", name=op.f("uq_list_application_number")),
    )
    op.create_index(op.f("ix_list_application_call_id"), "list_application", ["call_id"], unique=False)
    op.create_index(op.f("ix_list_application_digest"), "list_application", ["digest"], unique=False)
    op.create_index(op.f("ix_list_application_provider_id"), "list_application", ["provider_id"], unique=False)
    op.create_table(
        "list_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=True),
        sa.Column("review_id", sa.Integer(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum("review", "import", "recognition", name="basis", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("source", sa.String(length=300), nullable=False),
        sa.Column("entries", sa.JSON(), nullable=False),
        sa.Column("omitted", sa.JSON(), nullable=False),
        sa.Column("drafter_ids", sa.JSON(), nullable=False),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("returned_reason", sa.String(length=500), nullable=False),
        sa.Column("noticed_at", UTCDateTime(), nullable=True),
        sa.Column("noticed_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision", sa.String(length=2000), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=True),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("amended_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["list_call.id"], name=op.f("fk_list_draft_call_id_list_call")),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_list_draft_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_draft_list_id_recommended_list")
        ),
        sa.ForeignKeyConstraint(
            ["noticed_by_id"], ["user_account.id"], name=op.f("fk_list_draft_noticed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_list_draft_published_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_list_draft_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_draft")),
    )
    op.create_index(op.f("ix_list_draft_list_id"), "list_draft", ["list_id"], unique=False)
    op.create_table(
        "list_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=40), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=True),
        sa.Column("facts", sa.String(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["draft_id"], ["list_draft.id"], name=op.f("fk_list_edition_draft_id_list_draft")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_edition_list_id_recommended_list")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_list_edition_published_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_edition")),
        sa.UniqueConstraint("digest", name=op.f("uq_list_edition_digest")),
        sa.UniqueConstraint("list_id", "number", name=op.f("uq_list_edition_list_id_number")),
    )
    op.create_index(op.f("ix_list_edition_list_id"), "list_edition", ["list_id"], unique=False)
    op.create_index(op.f("ix_list_edition_published_at"), "list_edition", ["published_at"], unique=False)
    op.create_table(
        "list_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("suspend", "reinstate", "remove", "renew", name="changekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "false_material",
                "service",
                "qualification",
                "discredited",
                "voluntary",
                "rectified",
                "rule_met",
                "expired",
                "other",
                name="reason",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("rationale", sa.String(length=1000), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("proposed_at", UTCDateTime(), nullable=False),
        sa.Column("proposed_by_id", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("confirmed_by_id", sa.Integer(), nullable=True),
        sa.Column("refused_at", UTCDateTime(), nullable=True),
        sa.Column("edition_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["confirmed_by_id"], ["user_account.id"], name=op.f("fk_list_change_confirmed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["list_edition.id"], name=op.f("fk_list_change_edition_id_list_edition")
        ),
        sa.ForeignKeyConstraint(
            ["list_id"], ["recommended_list.id"], name=op.f("fk_list_change_list_id_recommended_list")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_id"], ["user_account.id"], name=op.f("fk_list_change_proposed_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_list_change_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_change")),
    )
    op.create_index(op.f("ix_list_change_list_id"), "list_change", ["list_id"], unique=False)
    op.create_table(
        "list_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("listed", "suspended", "lapsed", "removed", name="entrystate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("admitted_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=False),
        sa.Column("suspended_until", sa.Date(), nullable=True),
        sa.Column("reminded_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["list_edition.id"], name=op.f("fk_list_entry_edition_id_list_edition")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_list_entry_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_list_entry")),
        sa.UniqueConstraint("edition_id", "provider_id", name=op.f("uq_list_entry_edition_id_provider_id")),
    )
    op.create_index(op.f("ix_list_entry_edition_id"), "list_entry", ["edition_id"], unique=False)
    op.create_index(op.f("ix_list_entry_provider_id"), "list_entry", ["provider_id"], unique=False)
    for statement in triggers_for(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    op.drop_index(op.f("ix_list_entry_provider_id"), table_name="list_entry")
    op.drop_index(op.f("ix_list_entry_edition_id"), table_name="list_entry")
    op.drop_table("list_entry")
    op.drop_index(op.f("ix_list_change_list_id"), table_name="list_change")
    op.drop_table("list_change")
    op.drop_index(op.f("ix_list_edition_published_at"), table_name="list_edition")
    op.drop_index(op.f("ix_list_edition_list_id"), table_name="list_edition")
    op.drop_table("list_edition")
    op.drop_index(op.f("ix_list_draft_list_id"), table_name="list_draft")
    op.drop_table("list_draft")
    op.drop_index(op.f("ix_list_application_provider_id"), table_name="list_application")
    op.drop_index(op.f("ix_list_application_digest"), table_name="list_application")
    op.drop_index(op.f("ix_list_application_call_id"), table_name="list_application")
    op.drop_table("list_application")
    op.drop_index(op.f("ix_list_advice_call_id"), table_name="list_advice")
    op.drop_table("list_advice")
    op.drop_index(op.f("ix_provider_listing_county_code"), table_name="provider_listing")
    op.drop_table("provider_listing")
    op.drop_index(op.f("ix_list_subscription_user_id"), table_name="list_subscription")
    op.drop_table("list_subscription")
    op.drop_index(op.f("ix_list_call_list_id"), table_name="list_call")
    op.drop_table("list_call")
    op.drop_index(op.f("ix_list_appeal_provider_id"), table_name="list_appeal")
    op.drop_index(op.f("ix_list_appeal_list_id"), table_name="list_appeal")
    op.drop_table("list_appeal")
    op.drop_index(op.f("ix_recommended_list_organisation_id"), table_name="recommended_list")
    op.drop_index(op.f("ix_recommended_list_county_code"), table_name="recommended_list")
    op.drop_table("recommended_list")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION list_edition_refuse()")
