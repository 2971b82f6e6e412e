"""Database rows and exchange rows of enterprises are one thing in two shapes."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from marketplace.core.db import Database
from marketplace.core.errors import InvalidError, NotFoundError, VersionMovedError
from marketplace.enterprises.bulk import NewEnterprise, insert_enterprises
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.enterprises.services import create_enterprise, update_enterprise
from marketplace.exchange.labels import Deployment, Must, NeedKind, Payment
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, PreferencesRow, ProblemRow, ScenarioRow
from tests.enterprises.conftest import SYSTEM
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, StatementCount

FULL = EnterpriseRow(
    ref="S-001",
    name="虚构印染有限公司",
    uscc="91339999MA2ABCDE10",
    county="柯桥区",
    city="绍兴市",
    industry=IndustryRef(gbt_code="C1713"),
    description="三十口缸\n做棉布染色",
    employees=260,
    revenue_wan=12345.678901,
    problems=(
        ProblemRow(text="排缸全靠老师傅", priority=1, links=("dye_sched",)),
        ProblemRow(text="水电不知道谁用的", priority=3),
    ),
    scenarios=(ScenarioRow(name="能耗监测", kind=NeedKind.INDIVIDUAL, links=("energy_meter", "mes")),),
    preferences=PreferencesRow(
        payment=(Payment.BY_USE, Payment.ONE_OFF), budget_wan=12.5, deployment=Deployment.LOCAL, must=(Must.REGION,)
    ),
)
EMPTY = EnterpriseRow(ref="S-002", name="只有名字的厂")


def stored_row(database: Database, enterprise_id: int) -> EnterpriseRow:
    with database.session() as session:
        return load_enterprise_rows(session, ids=[enterprise_id])[0]


def test_full_row_comes_back_equal_on_both_databases(any_database: Database) -> None:
    store_reference(any_database)
    with any_database.transaction() as session:
        made = create_enterprise(session, actor=SYSTEM, row=FULL, county_code="330603", now=NOW)

    assert stored_row(any_database, made.organisation_id) == FULL


def test_rows_written_in_bulk_come_back_equal_and_in_order_on_both_databases(any_database: Database) -> None:
    store_reference(any_database)
    with any_database.transaction() as session:
        new = [NewEnterprise(row=FULL, county_code="330603"), NewEnterprise(row=EMPTY)]
        ids = insert_enterprises(session, new=new, confirmed=True, now=NOW)

    with any_database.session() as session:
        assert load_enterprise_rows(session, ids=ids) == [FULL, EMPTY]


def test_row_without_a_number_of_its_sender_gets_one(stored: Database) -> None:
    with stored.transaction() as session:
        made = create_enterprise(session, actor=SYSTEM, row=EnterpriseRow(ref="", name="某厂"), county_code="", now=NOW)

    assert stored_row(stored, made.organisation_id).ref == f"E{made.organisation_id}"


@pytest.mark.parametrize("count", [1, 20])
def test_rows_of_many_enterprises_take_three_statements(
    stored: Database, count_queries: Callable[[], AbstractContextManager[StatementCount]], count: int
) -> None:
    with stored.transaction() as session:
        new = [NewEnterprise(row=EnterpriseRow(ref=f"S{n}", name=f"厂{n}"), county_code="330603") for n in range(count)]
        ids = insert_enterprises(session, new=new, confirmed=True, now=NOW)

    with stored.session() as session, count_queries() as statements:
        load_enterprise_rows(session, ids=ids)

    assert statements() == 3


def test_update_replaces_lists_and_keeps_name_and_code(stored: Database) -> None:
    with stored.transaction() as session:
        made = create_enterprise(session, actor=SYSTEM, row=FULL, county_code="330603", now=NOW)
        changed = EnterpriseRow(ref="x", name="别的名字", problems=(ProblemRow(text="新的难题"),))
        update_enterprise(
            session, actor=SYSTEM, enterprise_id=made.organisation_id, row=changed, seen_version=1, now=NOW
        )

    after = stored_row(stored, made.organisation_id)
    assert after.problems == (ProblemRow(text="新的难题"),)
    assert (after.name, after.uscc, after.scenarios) == ("虚构印染有限公司", "91339999MA2ABCDE10", ())


def test_update_of_a_version_that_moved_is_refused(stored: Database) -> None:
    with stored.transaction() as session:
        made = create_enterprise(session, actor=SYSTEM, row=FULL, county_code="330603", now=NOW)

    with stored.transaction() as session, pytest.raises(VersionMovedError):
        update_enterprise(session, actor=SYSTEM, enterprise_id=made.organisation_id, row=FULL, seen_version=7, now=NOW)


def test_update_of_what_is_no_enterprise_is_not_found(stored: Database) -> None:
    with stored.transaction() as session, pytest.raises(NotFoundError):
        update_enterprise(session, actor=SYSTEM, enterprise_id=999, row=FULL, now=NOW)


def test_link_to_an_unknown_scenario_is_refused_by_name(stored: Database) -> None:
    row = EnterpriseRow(ref="", name="某厂", problems=(ProblemRow(text="难", links=("nothing",)),))
    with stored.transaction() as session, pytest.raises(InvalidError) as refused:
        create_enterprise(session, actor=SYSTEM, row=row, county_code="", now=NOW)

    assert refused.value.fields == {"links": ["场景库里没有编码“nothing”，请从列出的场景里选。"]}


def test_same_name_with_another_credit_code_is_another_enterprise(stored: Database) -> None:
    other = EnterpriseRow(ref="", name=FULL.name, uscc="91339999MA2ABCDE29")
    with stored.transaction() as session:
        first = create_enterprise(session, actor=SYSTEM, row=FULL, county_code="330603", now=NOW)
        second = create_enterprise(session, actor=SYSTEM, row=other, county_code="330603", now=NOW)

    assert first.organisation_id != second.organisation_id


def test_same_name_without_a_credit_code_is_refused_as_a_duplicate(stored: Database) -> None:
    with stored.transaction() as session:
        create_enterprise(session, actor=SYSTEM, row=FULL, county_code="330603", now=NOW)

    with stored.transaction() as session, pytest.raises(InvalidError, match="有内容需要修改") as refused:
        create_enterprise(session, actor=SYSTEM, row=EnterpriseRow(ref="", name="虚构印染"), county_code="", now=NOW)

    assert "已有名称相同的单位" in refused.value.fields["name"][0]
