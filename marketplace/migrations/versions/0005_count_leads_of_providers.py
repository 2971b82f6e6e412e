"""Count leads of providers: which providers a kept run shows and which the enterprise picked, old runs too.

Revision ID: 0005
Revises: 0004
"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    mention = op.create_table(
        "run_mention",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("provider_id", sa.Integer(), nullable=False),
        sa.Column("chosen", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["ranking_run.id"], name=op.f("fk_run_mention_run_id_ranking_run"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["provider_id"], ["provider.organisation_id"], name=op.f("fk_run_mention_provider_id_provider")
        ),
        sa.PrimaryKeyConstraint("run_id", "provider_id", name=op.f("pk_run_mention")),
    )
    op.create_index(op.f("ix_run_mention_provider_id"), "run_mention", ["provider_id"])
    runs = op.get_bind().execute(sa.text("SELECT id, inputs, answer FROM ranking_run ORDER BY id")).all()
    rows = [row for run_id, inputs, answer in runs for row in _mentions(run_id, _read(inputs), _read(answer))]
    if rows:
        op.bulk_insert(mention, rows)


def _read(value: Any) -> dict[str, Any]:
    # SQLite gives the text of a JSON column, PostgreSQL the value.
    found: dict[str, Any] = json.loads(value) if isinstance(value, str) else value
    return found


def _mentions(run_id: int, inputs: dict[str, Any], answer: dict[str, Any]) -> list[dict[str, Any]]:
    chosen = {int(one) for one in inputs.get("chosen", [])}
    shown = {int(place["provider_id"]) for place in answer.get("places", [])}
    return [{"run_id": run_id, "provider_id": one, "chosen": one in chosen} for one in sorted(shown | chosen)]


def downgrade() -> None:
    op.drop_table("run_mention")
