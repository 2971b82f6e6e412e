"""Create the tables of the first release.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

from marketplace.core.columns import UTCDateTime
from marketplace.core.journal import triggers_for

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "calendar_year",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("source", sa.String(length=200), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("year", name=op.f("pk_calendar_year")),
    )
    op.create_table(
        "candidate_set",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_candidate_set")),
    )
    op.create_table(
        "candidate_value",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_candidate_value")),
    )
    op.create_table(
        "change",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("recorded_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_change")),
    )
    op.create_table(
        "county",
        sa.Column("code", sa.String(length=6), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("city_code", sa.String(length=6), nullable=False),
        sa.Column("city", sa.String(length=40), nullable=False),
        sa.Column("mountain_from", sa.Date(), nullable=True),
        sa.Column("mountain_until", sa.Date(), nullable=True),
        sa.Column("island_from", sa.Date(), nullable=True),
        sa.Column("island_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_county")),
    )
    with op.batch_alter_table("county", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_county_city_code"), ["city_code"], unique=False)

    op.create_table(
        "enterprise_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("bases", sa.JSON(), nullable=False),
        sa.Column("pending", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enterprise_draft")),
        sa.UniqueConstraint("key", name=op.f("uq_enterprise_draft_key")),
    )
    with op.batch_alter_table("enterprise_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprise_draft_expires_at"), ["expires_at"], unique=False)

    op.create_table(
        "gbt_code",
        sa.Column("code", sa.String(length=5), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_gbt_code")),
    )
    op.create_table(
        "industry",
        sa.Column("catalog_no", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("level1", sa.String(length=40), nullable=False),
        sa.Column("level2", sa.String(length=60), nullable=False),
        sa.Column("gbt_prefixes", sa.JSON(), nullable=False),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("catalog_no", name=op.f("pk_industry")),
    )
    op.create_table(
        "job",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.JSON(), nullable=False),
        sa.Column("request_id", sa.String(length=64), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=False),
        sa.Column("claimed_until", UTCDateTime(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("done_at", UTCDateTime(), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job")),
    )
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_job_done_at"), ["done_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_job_due_at"), ["due_at"], unique=False)

    op.create_table(
        "journal_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("previous_digest", sa.String(length=64), nullable=False),
        sa.Column("event", sa.String(length=None), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_journal_entry")),
        sa.UniqueConstraint("digest", name=op.f("uq_journal_entry_digest")),
    )
    op.create_table(
        "knowledge_row",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "scene",
                "trade",
                "kinship",
                "vertical",
                "region",
                "phrase",
                "industry_words",
                name="knowledgekind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_knowledge_row")),
        sa.UniqueConstraint("kind", "position", name=op.f("uq_knowledge_row_kind_position")),
    )
    op.create_table(
        "library_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=60), nullable=False),
        sa.Column("loaded_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_library_edition")),
        sa.UniqueConstraint("edition", name=op.f("uq_library_edition_edition")),
    )
    op.create_table(
        "organisation",
        sa.Column("uscc", sa.String(length=18), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column(
            "origin",
            sa.Enum("imported", "registered", "reference", name="origin", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into_id"], ["organisation.id"], name=op.f("fk_organisation_merged_into_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("uscc", name=op.f("uq_organisation_uscc")),
    )
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_organisation_county_code"), ["county_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_organisation_name_key"), ["name_key"], unique=False)

    op.create_table(
        "published_head",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_published_head")),
    )
    op.create_table(
        "scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scene", sa.String(length=40), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("bound", sa.String(length=1), nullable=False),
        sa.Column("description", sa.String(length=300), nullable=False),
        sa.Column("trades", sa.JSON(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("vendor_words", sa.JSON(), nullable=False),
        sa.Column("objects", sa.JSON(), nullable=False),
        sa.Column("symptoms", sa.JSON(), nullable=False),
        sa.Column("parents", sa.JSON(), nullable=False),
        sa.Column("shared", sa.JSON(), nullable=False),
        sa.Column("retired", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario")),
        sa.UniqueConstraint("code", name=op.f("uq_scenario_code")),
    )
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_scenario_position"), ["position"], unique=False)
        batch_op.create_index(batch_op.f("ix_scenario_scene"), ["scene"], unique=False)

    op.create_table(
        "statistics_edition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("library_edition", sa.String(length=60), nullable=False),
        sa.Column("documents", sa.Integer(), nullable=False),
        sa.Column("fitted_at", UTCDateTime(), nullable=False),
        sa.Column("payload", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_statistics_edition")),
        sa.UniqueConstraint("edition", "library_edition", name=op.f("uq_statistics_edition_edition_library_edition")),
    )
    op.create_table(
        "user_account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=200), nullable=False),
        sa.Column("display_name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("failed_count", sa.Integer(), nullable=False),
        sa.Column("locked_until", UTCDateTime(), nullable=True),
        sa.Column("disabled_at", UTCDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_account")),
        sa.UniqueConstraint("email", name=op.f("uq_user_account_email")),
    )
    op.create_table(
        "bureau",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum("county", "city", "province", name="bureaulevel", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("area_prefix", sa.String(length=6), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_bureau_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_bureau")),
    )
    with op.batch_alter_table("bureau", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bureau_area_prefix"), ["area_prefix"], unique=False)

    op.create_table(
        "calendar_day",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("is_working", sa.Boolean(), nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["year"], ["calendar_year.year"], name=op.f("fk_calendar_day_year_calendar_year")),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_calendar_day")),
    )
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calendar_day_year"), ["year"], unique=False)

    op.create_table(
        "county_scenario",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.Enum("N", "X", name="needkind", native_enum=False, length=40), nullable=False),
        sa.Column("marked_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalog_no"], ["industry.catalog_no"], name=op.f("fk_county_scenario_catalog_no_industry")
        ),
        sa.ForeignKeyConstraint(["county_code"], ["county.code"], name=op.f("fk_county_scenario_county_code_county")),
        sa.ForeignKeyConstraint(
            ["scenario_code"], ["scenario.code"], name=op.f("fk_county_scenario_scenario_code_scenario")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_county_scenario")),
        sa.UniqueConstraint(
            "county_code",
            "catalog_no",
            "scenario_code",
            name=op.f("uq_county_scenario_county_code_catalog_no_scenario_code"),
        ),
    )
    op.create_table(
        "enterprise",
        sa.Column("catalog_no", sa.Integer(), nullable=True),
        sa.Column("gbt_code", sa.String(length=5), nullable=True),
        sa.Column("industry_text", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=10000), nullable=False),
        sa.Column("employees", sa.Integer(), nullable=True),
        sa.Column("revenue_fen", sa.BigInteger(), nullable=True),
        sa.Column("budget_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "deployment",
            sa.Enum("SaaS", "本地部署", "混合", "边缘", name="deployment", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("external_ref", sa.String(length=64), nullable=False),
        sa.Column("payment", sa.JSON(), nullable=False),
        sa.Column("must", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalog_no"], ["industry.catalog_no"], name=op.f("fk_enterprise_catalog_no_industry")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_enterprise_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_enterprise")),
    )
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_enterprise_external_ref"), ["external_ref"], unique=False)

    op.create_table(
        "expert_profile",
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=200), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("employer_name", sa.String(length=200), nullable=False),
        sa.Column("employer_uscc", sa.String(length=18), nullable=False),
        sa.Column("past_employers", sa.JSON(), nullable=False),
        sa.Column("holdings", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_expert_profile_user_id_user_account")),
        sa.PrimaryKeyConstraint("user_id", name=op.f("pk_expert_profile")),
    )
    op.create_table(
        "header_mapping",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("sheet", sa.String(length=60), nullable=False),
        sa.Column("header", sa.String(length=120), nullable=False),
        sa.Column("field", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_header_mapping_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_header_mapping")),
        sa.UniqueConstraint(
            "organisation_id", "sheet", "header", name=op.f("uq_header_mapping_organisation_id_sheet_header")
        ),
    )
    op.create_table(
        "import_batch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum("staged", "applied", "discarded", name="batchstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("file_names", sa.JSON(), nullable=False),
        sa.Column("files_digest", sa.String(length=64), nullable=False),
        sa.Column("staged", sa.JSON(), nullable=False),
        sa.Column("report", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("applied_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_import_batch_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_import_batch_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_batch")),
    )
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_batch_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "invitation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "enterprise",
                "provider",
                "county",
                "city",
                "province",
                "expert",
                "supervisor",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_prefix", sa.String(length=6), nullable=False),
        sa.Column("invited_by_id", sa.Integer(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("accepted_at", UTCDateTime(), nullable=True),
        sa.Column("accepted_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["accepted_by_id"], ["user_account.id"], name=op.f("fk_invitation_accepted_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["user_account.id"], name=op.f("fk_invitation_invited_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_invitation_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_invitation_token_digest")),
    )
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_invitation_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "issued_document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("kind_label", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("facts", sa.String(length=None), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("issued_by_id", sa.Integer(), nullable=True),
        sa.Column("issued_at", UTCDateTime(), nullable=False),
        sa.Column("superseded_by_id", sa.Integer(), nullable=True),
        sa.Column("superseded_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["issued_by_id"], ["user_account.id"], name=op.f("fk_issued_document_issued_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_issued_document_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"],
            ["issued_document.id"],
            name=op.f("fk_issued_document_superseded_by_id_issued_document"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_document")),
    )
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_document_digest"), ["digest"], unique=False)
        batch_op.create_index("ix_issued_document_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "enterprise",
                "provider",
                "county",
                "city",
                "province",
                "expert",
                "supervisor",
                "auditor",
                "operator",
                name="role",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("area_prefix", sa.String(length=6), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_membership_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "user_id", "organisation_id", "role", name=op.f("uq_membership_user_id_organisation_id_role")
        ),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_user_id"), ["user_id"], unique=False)

    op.create_table(
        "message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("subject", sa.String(length=120), nullable=False),
        sa.Column("body", sa.String(length=2000), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("read_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_message_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
    )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_user_id"), ["user_id"], unique=False)

    op.create_table(
        "password_reset",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("used_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_password_reset_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_password_reset_token_digest")),
    )
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_password_reset_user_id"), ["user_id"], unique=False)

    op.create_table(
        "provider",
        sa.Column(
            "kind",
            sa.Enum("总承包商", "SaaS服务商", "行业平台商", name="providerkindname", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("county", sa.String(length=200), nullable=False),
        sa.Column("city", sa.String(length=200), nullable=False),
        sa.Column("description", sa.String(length=10000), nullable=False),
        sa.Column("qualifications", sa.String(length=2000), nullable=False),
        sa.Column("service_center", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("external_ref", sa.String(length=64), nullable=False),
        sa.Column("regions", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_provider_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_provider")),
    )
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_external_ref"), ["external_ref"], unique=False)

    op.create_table(
        "public_notice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(length=40), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_url", sa.String(length=300), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("lead", sa.String(length=5000), nullable=False),
        sa.Column("items", sa.JSON(), nullable=False),
        sa.Column("facts", sa.String(length=None), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("answer_days", sa.Integer(), nullable=False),
        sa.Column("published_at", UTCDateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("ends_at", UTCDateTime(), nullable=False),
        sa.Column("ended_at", UTCDateTime(), nullable=True),
        sa.Column("settled_at", UTCDateTime(), nullable=True),
        sa.Column("replaced_at", UTCDateTime(), nullable=True),
        sa.Column("replaces_id", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_reason", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_public_notice_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user_account.id"], name=op.f("fk_public_notice_published_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["public_notice.id"], name=op.f("fk_public_notice_replaces_id_public_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_public_notice")),
        sa.UniqueConstraint("number", name=op.f("uq_public_notice_number")),
    )
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_public_notice_county_code"), ["county_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_notice_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_notice_ends_at"), ["ends_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_notice_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_public_notice_published_at"), ["published_at"], unique=False)
        batch_op.create_index("ix_public_notice_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "review",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("subject_url", sa.String(length=300), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("county_code", sa.String(length=6), nullable=False),
        sa.Column("scheme", sa.JSON(), nullable=False),
        sa.Column("scheme_digest", sa.String(length=64), nullable=False),
        sa.Column("least_members", sa.Integer(), nullable=False),
        sa.Column("due_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=True),
        sa.Column("started_at", UTCDateTime(), nullable=True),
        sa.Column("scored_at", UTCDateTime(), nullable=True),
        sa.Column("concluded_at", UTCDateTime(), nullable=True),
        sa.Column("concluded_by_id", sa.Integer(), nullable=True),
        sa.Column("cancelled_at", UTCDateTime(), nullable=True),
        sa.Column("cancelled_reason", sa.String(length=500), nullable=False),
        sa.Column("minutes", sa.String(length=10000), nullable=False),
        sa.Column("outcome_digest", sa.String(length=64), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["concluded_by_id"], ["user_account.id"], name=op.f("fk_review_concluded_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_review_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_review_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review")),
    )
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_review_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "saved_search",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("question", sa.JSON(), nullable=False),
        sa.Column("question_digest", sa.String(length=64), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("alerts", sa.Boolean(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("checked_at", UTCDateTime(), nullable=True),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_saved_search_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_search")),
        sa.UniqueConstraint("user_id", "question_digest", name=op.f("uq_saved_search_user_id_question_digest")),
    )
    op.create_table(
        "stored_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "file_type",
            sa.Enum("pdf", "png", "jpeg", "docx", "xlsx", "ofd", name="filetype", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("is_public", sa.Boolean(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("uploaded_by_id", sa.Integer(), nullable=True),
        sa.Column("scanned_by", sa.String(length=60), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_stored_file_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(
            ["uploaded_by_id"], ["user_account.id"], name=op.f("fk_stored_file_uploaded_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stored_file")),
    )
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_stored_file_digest"), ["digest"], unique=False)
        batch_op.create_index(batch_op.f("ix_stored_file_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_stored_file_subject", ["subject_kind", "subject_id"], unique=False)

    op.create_table(
        "supervisor",
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("description", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_supervisor_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_supervisor")),
    )
    op.create_table(
        "webhook_endpoint",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("kinds", sa.JSON(), nullable=False),
        sa.Column("secret", sa.String(length=64), nullable=False),
        sa.Column("cursor", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("disabled_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_webhook_endpoint_organisation_id_organisation")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_endpoint")),
    )
    with op.batch_alter_table("webhook_endpoint", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_endpoint_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "api_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("scopes", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("last_used_at", UTCDateTime(), nullable=True),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_api_token_membership_id_membership")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_api_token")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_api_token_token_digest")),
    )
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_token_membership_id"), ["membership_id"], unique=False)

    op.create_table(
        "auth_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("expires_at", UTCDateTime(), nullable=False),
        sa.Column("revoked_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["membership_id"], ["membership.id"], name=op.f("fk_auth_session_membership_id_membership")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_auth_session_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_auth_session")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_auth_session_token_digest")),
    )
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_auth_session_user_id"), ["user_id"], unique=False)

    op.create_table(
        "import_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("batch_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["batch_id"], ["import_batch.id"], name=op.f("fk_import_file_batch_id_import_batch"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_file")),
        sa.UniqueConstraint("batch_id", "position", name=op.f("uq_import_file_batch_id_position")),
    )
    op.create_table(
        "issued_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("document_id", sa.Integer(), nullable=False),
        sa.Column(
            "format", sa.Enum("docx", "pdf", "xlsx", name="format", native_enum=False, length=40), nullable=False
        ),
        sa.Column("file_digest", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document_id"], ["issued_document.id"], name=op.f("fk_issued_file_document_id_issued_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issued_file")),
        sa.UniqueConstraint("document_id", "format", name=op.f("uq_issued_file_document_id_format")),
    )
    with op.batch_alter_table("issued_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_issued_file_file_digest"), ["file_digest"], unique=False)

    op.create_table(
        "module",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("external_ref", sa.String(length=64), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_module_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module")),
        sa.UniqueConstraint("provider_id", "external_ref", name=op.f("uq_module_provider_id_external_ref")),
    )
    with op.batch_alter_table("module", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "notice_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("new_notice_id", sa.Integer(), nullable=True),
        sa.Column(
            "reason",
            sa.Enum("objection", "own_correction", "withdrawal", name="changereason", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("rationale", sa.String(length=2000), nullable=False),
        sa.Column("before", sa.String(length=None), nullable=False),
        sa.Column("after", sa.String(length=None), nullable=False),
        sa.Column("changes", sa.JSON(), nullable=False),
        sa.Column("objection_ids", sa.JSON(), nullable=False),
        sa.Column("decided_at", UTCDateTime(), nullable=False),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_notice_change_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["new_notice_id"], ["public_notice.id"], name=op.f("fk_notice_change_new_notice_id_public_notice")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["public_notice.id"], name=op.f("fk_notice_change_notice_id_public_notice")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_change")),
        sa.UniqueConstraint("notice_id", name=op.f("uq_notice_change_notice_id")),
    )
    op.create_table(
        "objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("item_key", sa.String(length=80), nullable=False),
        sa.Column(
            "ground",
            sa.Enum(
                "facts",
                "conditions",
                "conflict",
                "procedure",
                "scoring",
                "omitted",
                "other",
                name="ground",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "remedy",
            sa.Enum("remove", "add", "correct", "review_again", "explain", name="remedy", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("user_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("contact", sa.String(length=120), nullable=False),
        sa.Column("keep_secret", sa.Boolean(), nullable=False),
        sa.Column("token_digest", sa.String(length=64), nullable=False),
        sa.Column("filed_at", UTCDateTime(), nullable=False),
        sa.Column("answer_due_on", sa.Date(), nullable=False),
        sa.Column("repeats_id", sa.Integer(), nullable=True),
        sa.Column(
            "outcome",
            sa.Enum("upheld", "partly", "rejected", "repeated", name="outcome", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("summary", sa.String(length=1000), nullable=False),
        sa.Column("answer", sa.String(length=4000), nullable=False),
        sa.Column("answered_at", UTCDateTime(), nullable=True),
        sa.Column("answered_by_id", sa.Integer(), nullable=True),
        sa.Column("change_done_at", UTCDateTime(), nullable=True),
        sa.Column("withdrawn_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["user_account.id"], name=op.f("fk_objection_answered_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["notice_id"], ["public_notice.id"], name=op.f("fk_objection_notice_id_public_notice")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_objection_organisation_id_organisation")
        ),
        sa.ForeignKeyConstraint(["repeats_id"], ["objection.id"], name=op.f("fk_objection_repeats_id_objection")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_objection_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_objection")),
        sa.UniqueConstraint("notice_id", "position", name=op.f("uq_objection_notice_id_position")),
        sa.UniqueConstraint("token_digest", name=op.f("uq_objection_token_digest")),
    )
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_objection_user_id"), ["user_id"], unique=False)

    op.create_table(
        "panel_member",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), nullable=False),
        sa.Column("is_chair", sa.Boolean(), nullable=False),
        sa.Column("invited_at", UTCDateTime(), nullable=False),
        sa.Column("declared_at", UTCDateTime(), nullable=True),
        sa.Column("removed_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_panel_member_review_id_review")),
        sa.ForeignKeyConstraint(["user_id"], ["user_account.id"], name=op.f("fk_panel_member_user_id_user_account")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_member")),
        sa.UniqueConstraint("review_id", "user_id", name=op.f("uq_panel_member_review_id_user_id")),
    )
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_member_review_id"), ["review_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_member_user_id"), ["user_id"], unique=False)

    op.create_table(
        "partnership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Integer(), nullable=False),
        sa.Column("requested_at", UTCDateTime(), nullable=False),
        sa.Column("confirmed_at", UTCDateTime(), nullable=True),
        sa.Column("declined_at", UTCDateTime(), nullable=True),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["provider.organisation_id"], name=op.f("fk_partnership_partner_id_provider")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_partnership_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_partnership")),
        sa.UniqueConstraint("provider_id", "partner_id", name=op.f("uq_partnership_provider_id_partner_id")),
    )
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_partnership_partner_id"), ["partner_id"], unique=False)

    op.create_table(
        "problem",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("text", sa.String(length=10000), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_problem_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem")),
        sa.UniqueConstraint("enterprise_id", "position", name=op.f("uq_problem_enterprise_id_position")),
    )
    op.create_table(
        "provider_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("enterprise", sa.String(length=200), nullable=False),
        sa.Column("catalog_no", sa.Integer(), nullable=True),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("outcome", sa.String(length=10000), nullable=False),
        sa.ForeignKeyConstraint(
            ["catalog_no"], ["industry.catalog_no"], name=op.f("fk_provider_case_catalog_no_industry")
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_provider_case_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_provider_case")),
        sa.UniqueConstraint("provider_id", "position", name=op.f("uq_provider_case_provider_id_position")),
    )
    op.create_table(
        "provider_facet",
        sa.Column(
            "kind",
            sa.Enum(
                "industry",
                "region",
                "scenario",
                "payment",
                "deployment",
                name="facetkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_provider_facet_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("kind", "value", "provider_id", name=op.f("pk_provider_facet")),
    )
    with op.batch_alter_table("provider_facet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_provider_facet_provider_id"), ["provider_id"], unique=False)

    op.create_table(
        "ranking_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("share_digest", sa.String(length=64), nullable=True),
        sa.Column(
            "reason",
            sa.Enum("shortlisted", "shared", "printed", name="runreason", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("engine_version", sa.String(length=40), nullable=False),
        sa.Column("library_edition", sa.String(length=60), nullable=False),
        sa.Column("weights_edition", sa.String(length=60), nullable=False),
        sa.Column("statistics_edition", sa.String(length=64), nullable=False),
        sa.Column("candidates_digest", sa.String(length=64), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("inputs", sa.JSON(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("created_by_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidates_digest"], ["candidate_set.digest"], name=op.f("fk_ranking_run_candidates_digest_candidate_set")
        ),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["user_account.id"], name=op.f("fk_ranking_run_created_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_ranking_run_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ranking_run")),
        sa.UniqueConstraint("digest", name=op.f("uq_ranking_run_digest")),
        sa.UniqueConstraint("share_digest", name=op.f("uq_ranking_run_share_digest")),
    )
    with op.batch_alter_table("ranking_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_ranking_run_enterprise_id"), ["enterprise_id"], unique=False)

    op.create_table(
        "review_candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=5000), nullable=False),
        sa.Column("links", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("tilt", sa.Integer(), nullable=False),
        sa.Column("tilt_note", sa.String(length=200), nullable=False),
        sa.Column("consensus_scores", sa.JSON(), nullable=True),
        sa.Column("consensus_verdicts", sa.JSON(), nullable=True),
        sa.Column("consensus_note", sa.String(length=2000), nullable=False),
        sa.Column("consensus_at", UTCDateTime(), nullable=True),
        sa.Column("consensus_by_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["consensus_by_id"], ["user_account.id"], name=op.f("fk_review_candidate_consensus_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_review_candidate_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_candidate")),
        sa.UniqueConstraint("review_id", "key", name=op.f("uq_review_candidate_review_id_key")),
    )
    with op.batch_alter_table("review_candidate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_review_candidate_review_id"), ["review_id"], unique=False)

    op.create_table(
        "scenario_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("enterprise_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.Enum("N", "X", name="needkind", native_enum=False, length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["enterprise_id"], ["enterprise.organisation_id"], name=op.f("fk_scenario_need_enterprise_id_enterprise")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scenario_need")),
        sa.UniqueConstraint("enterprise_id", "position", name=op.f("uq_scenario_need_enterprise_id_position")),
    )
    op.create_table(
        "webhook_delivery",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("endpoint_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", sa.Integer(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("attempted_at", UTCDateTime(), nullable=True),
        sa.Column("delivered_at", UTCDateTime(), nullable=True),
        sa.Column("given_up_at", UTCDateTime(), nullable=True),
        sa.Column("last_status", sa.Integer(), nullable=True),
        sa.Column("last_error", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["endpoint_id"], ["webhook_endpoint.id"], name=op.f("fk_webhook_delivery_endpoint_id_webhook_endpoint")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_webhook_delivery")),
    )
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_webhook_delivery_endpoint_id"), ["endpoint_id"], unique=False)

    op.create_table(
        "module_facet",
        sa.Column(
            "kind",
            sa.Enum(
                "industry",
                "region",
                "scenario",
                "payment",
                "deployment",
                name="facetkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=120), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_facet_module_id_module")),
        sa.PrimaryKeyConstraint("kind", "value", "module_id", name=op.f("pk_module_facet")),
    )
    with op.batch_alter_table("module_facet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_facet_module_id"), ["module_id"], unique=False)

    op.create_table(
        "module_version",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=10000), nullable=False),
        sa.Column("price_fen", sa.BigInteger(), nullable=True),
        sa.Column(
            "deployment",
            sa.Enum("SaaS", "本地部署", "混合", "边缘", name="deployment", native_enum=False, length=40),
            nullable=True,
        ),
        sa.Column("days_to_live", sa.Integer(), nullable=True),
        sa.Column("price_note", sa.String(length=500), nullable=False),
        sa.Column("prerequisites", sa.String(length=1000), nullable=False),
        sa.Column("interfaces", sa.String(length=1000), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("module_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "in_review",
                "published",
                "rejected",
                "superseded",
                "retired",
                name="versionstate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("scenarios", sa.JSON(), nullable=False),
        sa.Column("industries", sa.JSON(), nullable=False),
        sa.Column("payment", sa.JSON(), nullable=False),
        sa.Column("created_at", UTCDateTime(), nullable=False),
        sa.Column("edit", sa.Integer(), nullable=False),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_by_id", sa.Integer(), nullable=True),
        sa.Column("decided_at", UTCDateTime(), nullable=True),
        sa.Column("decided_by_id", sa.Integer(), nullable=True),
        sa.Column("decision_reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["user_account.id"], name=op.f("fk_module_version_decided_by_id_user_account")
        ),
        sa.ForeignKeyConstraint(["module_id"], ["module.id"], name=op.f("fk_module_version_module_id_module")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["user_account.id"], name=op.f("fk_module_version_submitted_by_id_user_account")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_version")),
        sa.UniqueConstraint("module_id", "number", name=op.f("uq_module_version_module_id_number")),
    )
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_version_module_id"), ["module_id", "state"], unique=False)
        batch_op.create_index(
            "ix_module_version_waiting",
            ["submitted_at"],
            unique=False,
            sqlite_where=sa.text("state = 'in_review'"),
            postgresql_where=sa.text("state = 'in_review'"),
        )

    op.create_table(
        "need_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["need_id"], ["scenario_need.id"], name=op.f("fk_need_link_need_id_scenario_need"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["scenario_code"], ["scenario.code"], name=op.f("fk_need_link_scenario_code_scenario")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_need_link")),
        sa.UniqueConstraint("need_id", "scenario_code", name=op.f("uq_need_link_need_id_scenario_code")),
    )
    with op.batch_alter_table("need_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_need_link_scenario_code"), ["scenario_code"], unique=False)

    op.create_table(
        "panel_conflict",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "declared",
                "same_body",
                "credit_code",
                "partnership",
                "past_employment",
                "holding",
                "name",
                name="conflictkind",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("detail", sa.String(length=500), nullable=False),
        sa.Column("found_at", UTCDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["review_candidate.id"], name=op.f("fk_panel_conflict_candidate_id_review_candidate")
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["panel_member.id"], name=op.f("fk_panel_conflict_member_id_panel_member")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_panel_conflict")),
        sa.UniqueConstraint(
            "member_id",
            "candidate_id",
            "kind",
            "detail",
            name=op.f("uq_panel_conflict_member_id_candidate_id_kind_detail"),
        ),
    )
    with op.batch_alter_table("panel_conflict", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_panel_conflict_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_panel_conflict_member_id"), ["member_id"], unique=False)

    op.create_table(
        "problem_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("problem_id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["problem_id"], ["problem.id"], name=op.f("fk_problem_link_problem_id_problem"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["scenario_code"], ["scenario.code"], name=op.f("fk_problem_link_scenario_code_scenario")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_problem_link")),
        sa.UniqueConstraint("problem_id", "scenario_code", name=op.f("uq_problem_link_problem_id_scenario_code")),
    )
    with op.batch_alter_table("problem_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_problem_link_scenario_code"), ["scenario_code"], unique=False)

    op.create_table(
        "score_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("review_id", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Integer(), nullable=False),
        sa.Column("candidate_id", sa.Integer(), nullable=False),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("verdicts", sa.JSON(), nullable=False),
        sa.Column("notes", sa.JSON(), nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assigned_at", UTCDateTime(), nullable=False),
        sa.Column("saved_at", UTCDateTime(), nullable=True),
        sa.Column("submitted_at", UTCDateTime(), nullable=True),
        sa.Column("voided_at", UTCDateTime(), nullable=True),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["review_candidate.id"], name=op.f("fk_score_sheet_candidate_id_review_candidate")
        ),
        sa.ForeignKeyConstraint(["member_id"], ["panel_member.id"], name=op.f("fk_score_sheet_member_id_panel_member")),
        sa.ForeignKeyConstraint(["review_id"], ["review.id"], name=op.f("fk_score_sheet_review_id_review")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheet")),
        sa.UniqueConstraint("member_id", "candidate_id", name=op.f("uq_score_sheet_member_id_candidate_id")),
    )
    with op.batch_alter_table("score_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_score_sheet_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_score_sheet_review_id"), ["review_id"], unique=False)

    op.create_table(
        "module_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("scenario_code", sa.String(length=40), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_code"], ["scenario.code"], name=op.f("fk_module_link_scenario_code_scenario")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"],
            ["module_version.id"],
            name=op.f("fk_module_link_version_id_module_version"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_module_link")),
        sa.UniqueConstraint("version_id", "scenario_code", name=op.f("uq_module_link_version_id_scenario_code")),
    )
    with op.batch_alter_table("module_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_module_link_scenario_code"), ["scenario_code"], unique=False)
    for statement in triggers_for(op.get_bind().dialect.name):
        op.execute(statement)


def downgrade() -> None:
    with op.batch_alter_table("module_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_link_scenario_code"))

    op.drop_table("module_link")
    with op.batch_alter_table("score_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_score_sheet_review_id"))
        batch_op.drop_index(batch_op.f("ix_score_sheet_candidate_id"))

    op.drop_table("score_sheet")
    with op.batch_alter_table("problem_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_problem_link_scenario_code"))

    op.drop_table("problem_link")
    with op.batch_alter_table("panel_conflict", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_conflict_member_id"))
        batch_op.drop_index(batch_op.f("ix_panel_conflict_candidate_id"))

    op.drop_table("panel_conflict")
    with op.batch_alter_table("need_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_need_link_scenario_code"))

    op.drop_table("need_link")
    with op.batch_alter_table("module_version", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_module_version_waiting",
            sqlite_where=sa.text("state = 'in_review'"),
            postgresql_where=sa.text("state = 'in_review'"),
        )
        batch_op.drop_index(batch_op.f("ix_module_version_module_id"))

    op.drop_table("module_version")
    with op.batch_alter_table("module_facet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_facet_module_id"))

    op.drop_table("module_facet")
    with op.batch_alter_table("webhook_delivery", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_delivery_endpoint_id"))

    op.drop_table("webhook_delivery")
    op.drop_table("scenario_need")
    with op.batch_alter_table("review_candidate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_review_candidate_review_id"))

    op.drop_table("review_candidate")
    with op.batch_alter_table("ranking_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_ranking_run_enterprise_id"))

    op.drop_table("ranking_run")
    with op.batch_alter_table("provider_facet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_facet_provider_id"))

    op.drop_table("provider_facet")
    op.drop_table("provider_case")
    op.drop_table("problem")
    with op.batch_alter_table("partnership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_partnership_partner_id"))

    op.drop_table("partnership")
    with op.batch_alter_table("panel_member", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_panel_member_user_id"))
        batch_op.drop_index(batch_op.f("ix_panel_member_review_id"))

    op.drop_table("panel_member")
    with op.batch_alter_table("objection", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_objection_user_id"))

    op.drop_table("objection")
    op.drop_table("notice_change")
    with op.batch_alter_table("module", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_module_provider_id"))

    op.drop_table("module")
    with op.batch_alter_table("issued_file", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_issued_file_file_digest"))

    op.drop_table("issued_file")
    op.drop_table("import_file")
    with op.batch_alter_table("auth_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_auth_session_user_id"))

    op.drop_table("auth_session")
    with op.batch_alter_table("api_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_token_membership_id"))

    op.drop_table("api_token")
    with op.batch_alter_table("webhook_endpoint", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_webhook_endpoint_organisation_id"))

    op.drop_table("webhook_endpoint")
    op.drop_table("supervisor")
    with op.batch_alter_table("stored_file", schema=None) as batch_op:
        batch_op.drop_index("ix_stored_file_subject")
        batch_op.drop_index(batch_op.f("ix_stored_file_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_stored_file_digest"))

    op.drop_table("stored_file")
    op.drop_table("saved_search")
    with op.batch_alter_table("review", schema=None) as batch_op:
        batch_op.drop_index("ix_review_subject")
        batch_op.drop_index(batch_op.f("ix_review_organisation_id"))

    op.drop_table("review")
    with op.batch_alter_table("public_notice", schema=None) as batch_op:
        batch_op.drop_index("ix_public_notice_subject")
        batch_op.drop_index(batch_op.f("ix_public_notice_published_at"))
        batch_op.drop_index(batch_op.f("ix_public_notice_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_public_notice_ends_at"))
        batch_op.drop_index(batch_op.f("ix_public_notice_digest"))
        batch_op.drop_index(batch_op.f("ix_public_notice_county_code"))

    op.drop_table("public_notice")
    with op.batch_alter_table("provider", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_provider_external_ref"))

    op.drop_table("provider")
    with op.batch_alter_table("password_reset", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_password_reset_user_id"))

    op.drop_table("password_reset")
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_message_user_id"))

    op.drop_table("message")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_user_id"))
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))

    op.drop_table("membership")
    with op.batch_alter_table("issued_document", schema=None) as batch_op:
        batch_op.drop_index("ix_issued_document_subject")
        batch_op.drop_index(batch_op.f("ix_issued_document_digest"))

    op.drop_table("issued_document")
    with op.batch_alter_table("invitation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_invitation_organisation_id"))

    op.drop_table("invitation")
    with op.batch_alter_table("import_batch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_batch_organisation_id"))

    op.drop_table("import_batch")
    op.drop_table("header_mapping")
    op.drop_table("expert_profile")
    with op.batch_alter_table("enterprise", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprise_external_ref"))

    op.drop_table("enterprise")
    op.drop_table("county_scenario")
    with op.batch_alter_table("calendar_day", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calendar_day_year"))

    op.drop_table("calendar_day")
    with op.batch_alter_table("bureau", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_bureau_area_prefix"))

    op.drop_table("bureau")
    op.drop_table("user_account")
    op.drop_table("statistics_edition")
    with op.batch_alter_table("scenario", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_scenario_scene"))
        batch_op.drop_index(batch_op.f("ix_scenario_position"))

    op.drop_table("scenario")
    op.drop_table("published_head")
    with op.batch_alter_table("organisation", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_organisation_name_key"))
        batch_op.drop_index(batch_op.f("ix_organisation_county_code"))

    op.drop_table("organisation")
    op.drop_table("library_edition")
    op.drop_table("knowledge_row")
    op.drop_table("journal_entry")
    with op.batch_alter_table("job", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_job_due_at"))
        batch_op.drop_index(batch_op.f("ix_job_done_at"))

    op.drop_table("job")
    op.drop_table("industry")
    op.drop_table("gbt_code")
    with op.batch_alter_table("enterprise_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_enterprise_draft_expires_at"))

    op.drop_table("enterprise_draft")
    with op.batch_alter_table("county", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_county_city_code"))

    op.drop_table("county")
    op.drop_table("change")
    op.drop_table("candidate_value")
    op.drop_table("candidate_set")
    op.drop_table("calendar_year")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION IF EXISTS journal_entry_refuse()")
