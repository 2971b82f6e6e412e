"""Reads of enterprises say the same on both databases."""

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.enterprises.bulk import NewEnterprise, insert_enterprises
from marketplace.enterprises.queries import list_enterprises, load_visible_after
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, ProblemRow
from marketplace.web.pages import PageArgs
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW

CITY = Actor(user_id=1, role=Role.CITY, organisation_id=1, area_prefix="3306")
FIRMS = (
    ("柯桥印染厂", "330603", IndustryRef(gbt_code="C1713")),
    ("诸暨袜厂", "330681", IndustryRef(catalog_no=13)),
    ("义乌压铸厂", "330782", IndustryRef(text="压铸件")),
)


def fill(database: Database) -> None:
    store_reference(database)
    new = [
        NewEnterprise(
            row=EnterpriseRow(ref=name, name=name, industry=industry, problems=(ProblemRow(text="难"),)),
            county_code=county_code,
        )
        for name, county_code, industry in FIRMS
    ]
    with database.transaction() as session:
        insert_enterprises(session, new=new, confirmed=False, now=NOW)


def test_list_of_a_city_names_industry_and_counts_rows_on_both_databases(any_database: Database) -> None:
    fill(any_database)

    with any_database.session() as session:
        page = list_enterprises(session, actor=CITY, args=PageArgs())

    assert [(row.name, row.county, row.industry, row.problem_count) for row in page.items] == [
        ("柯桥印染厂", "绍兴市柯桥区", "棉印染精加工", 1),
        ("诸暨袜厂", "绍兴市诸暨市", "棉纺织及印染精加工", 1),
    ]


def test_list_filtered_by_signs_of_patterns_finds_nothing_on_both_databases(any_database: Database) -> None:
    fill(any_database)

    with any_database.session() as session:
        page = list_enterprises(session, actor=CITY, q="%", state="waiting", args=PageArgs())

    assert page.total == 0


def test_enterprises_beyond_a_cursor_are_those_of_the_area_on_both_databases(any_database: Database) -> None:
    fill(any_database)

    with any_database.session() as session:
        first = load_visible_after(session, actor=CITY, after_id=0, limit=1)
        rest = load_visible_after(session, actor=CITY, after_id=first[0].enterprise_id, limit=10)

    assert [one.row.name for one in first + rest] == ["柯桥印染厂", "诸暨袜厂"]
