"""When two bodies become one, what the merged enterprise said is not lost."""

from collections.abc import Callable

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.enterprises.merging import follow_merge
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow, ProblemRow
from tests.enterprises.conftest import MakeEnterprise
from tests.fixtures.web import NOW, Person, make_member


def merge(database: Database, *, kept_id: int, merged_id: int) -> EnterpriseRow:
    actor, _ = make_member(database, role=Role.OPERATOR)
    with database.transaction() as session:
        follow_merge(session, actor=actor, kept_id=kept_id, merged_id=merged_id, now=NOW)
    with database.session() as session:
        return load_enterprise_rows(session, ids=[kept_id])[0]


def test_merge_fills_what_the_kept_enterprise_left_out(stored: Database, enterprise: MakeEnterprise) -> None:
    kept = enterprise(problems=(), description="自己的简介")
    merged = enterprise(problems=(ProblemRow(text="排缸全靠老师傅", links=("dye_sched",)),), description="别的")

    row = merge(stored, kept_id=kept, merged_id=merged)

    assert row.problems == (ProblemRow(text="排缸全靠老师傅", links=("dye_sched",)),)
    assert row.description == "自己的简介"


def test_merge_keeps_the_kept_enterprises_own_list(stored: Database, enterprise: MakeEnterprise) -> None:
    kept, merged = enterprise(), enterprise(problems=(ProblemRow(text="别的难题"),))

    assert merge(stored, kept_id=kept, merged_id=merged).problems == (ProblemRow(text="排缸全靠老师傅"),)


def test_merge_into_a_body_that_was_no_enterprise_makes_it_one(
    stored: Database, enterprise: MakeEnterprise, person: Callable[..., Person]
) -> None:
    body = person(Role.PROVIDER).actor.organisation_id

    assert merge(stored, kept_id=body, merged_id=enterprise()).problems == (ProblemRow(text="排缸全靠老师傅"),)
