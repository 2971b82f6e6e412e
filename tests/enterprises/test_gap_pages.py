"""The county's gaps: who has not answered, what is missing, and one reminder."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from io import BytesIO

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import InvalidError
from marketplace.enterprises.gaps import count_gaps, load_gaps
from marketplace.enterprises.labels import Gap
from marketplace.enterprises.reminding import REST, remind
from marketplace.enterprises.services import create_enterprise
from marketplace.exchange.rows import EnterpriseRow, IndustryRef, ProblemRow
from marketplace.web.pages import PageArgs
from tests.enterprises.conftest import SYSTEM, MakeEnterprise, MakePerson
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, Person, StatementCount, make_member

WHOLE = IndustryRef(gbt_code="C1713")


def gaps_of(database: Database, officer: Person) -> dict[str, tuple[Gap, ...]]:
    with database.session() as session:
        page = load_gaps(session, actor=officer.actor, gap=None, args=PageArgs())
    return {row.name: row.gaps for row in page.items}


def test_each_gap_is_named(stored: Database, officer: Person, enterprise: MakeEnterprise, person: MakePerson) -> None:
    enterprise(name="没人的厂", industry=WHOLE)
    silent = enterprise(name="没写的厂", problems=(), industry=WHOLE, confirmed=False)
    person(Role.ENTERPRISE, organisation_id=silent)
    asked = enterprise(name="没核对的厂", industry=IndustryRef())
    person(Role.ENTERPRISE, organisation_id=asked)

    assert gaps_of(stored, officer) == {
        "没人的厂": (Gap.NOBODY, Gap.UNCHECKED),
        "没写的厂": (Gap.UNCONFIRMED, Gap.NO_PROBLEM),
        "没核对的厂": (Gap.UNCHECKED, Gap.NO_INDUSTRY),
    }


def test_enterprise_that_said_everything_is_not_listed(
    stored: Database, officer: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    said = (ProblemRow(text="排缸全靠老师傅", links=("dye_sched",)),)
    person(Role.ENTERPRISE, organisation_id=enterprise(problems=said, industry=WHOLE))

    with stored.session() as session:
        counts = count_gaps(session, actor=officer.actor)
    assert gaps_of(stored, officer) == {}
    assert (counts.total, counts.whole) == (1, 1)


def test_counts_hold_on_both_databases(any_database: Database) -> None:
    store_reference(any_database)
    with any_database.transaction() as session:
        row = EnterpriseRow(ref="", name="虚构印染厂", problems=(ProblemRow(text="排缸全靠老师傅"),))
        create_enterprise(session, actor=SYSTEM, row=row, county_code="330603", confirmed=False, now=NOW)
    actor, _ = make_member(any_database, role=Role.COUNTY, area_prefix="330603", county_code="330603")

    with any_database.session() as session:
        counts = count_gaps(session, actor=actor)

    assert (counts.total, counts.whole) == (1, 0)
    assert counts.by_gap == {
        Gap.UNCONFIRMED: 1,
        Gap.NOBODY: 1,
        Gap.NO_PROBLEM: 0,
        Gap.UNCHECKED: 1,
        Gap.NO_INDUSTRY: 1,
    }


def test_enterprise_of_another_county_is_neither_listed_nor_reminded(
    stored: Database, officer: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    foreign = enterprise(county_code="330782")
    someone = person(Role.ENTERPRISE, organisation_id=foreign)

    officer.client.post("/county/gaps", data={"enterprise": [foreign]})

    assert gaps_of(stored, officer) == {}
    assert "请补全企业资料" not in someone.client.get("/inbox").text


def test_reminder_says_what_is_missing_and_until_when(
    officer: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    silent = enterprise(problems=())
    someone = person(Role.ENTERPRISE, organisation_id=silent)

    answer = officer.client.post("/county/gaps", data={"enterprise": [silent], "due_on": "2026-11-30"})
    inbox = someone.client.get("/inbox").text

    assert answer.status_code == 303
    assert "请在11月30日前补好" in inbox
    assert "写上厂里最头疼的一两件事" in inbox


def test_reminder_twice_is_sent_once(officer: Person, enterprise: MakeEnterprise, person: MakePerson) -> None:
    silent = enterprise(problems=())
    someone = person(Role.ENTERPRISE, organisation_id=silent)
    for _ in range(2):
        page = officer.client.post("/county/gaps", data={"enterprise": [silent]}, follow_redirects=True).text

    assert "七天内提醒过" in page
    assert someone.client.get("/inbox").text.count("请补全企业资料") == 1


@pytest.mark.parametrize(("later", "told"), [(REST - timedelta(seconds=1), 0), (REST, 1)])
def test_reminder_may_be_repeated_after_a_week(
    stored: Database, officer: Person, enterprise: MakeEnterprise, person: MakePerson, later: timedelta, *, told: int
) -> None:
    silent = enterprise(problems=())
    person(Role.ENTERPRISE, organisation_id=silent)
    for moment in (NOW, NOW + later):
        with stored.transaction() as session:
            done = remind(session, actor=officer.actor, enterprise_ids=[silent], due_on=None, now=moment)

    assert done.told == told


def test_enterprise_that_nobody_acts_for_is_counted_as_unreachable(officer: Person, enterprise: MakeEnterprise) -> None:
    page = officer.client.post("/county/gaps", data={"enterprise": [enterprise(problems=())]}, follow_redirects=True)

    assert "还没有人登录，请发邀请链接" in page.text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "请选择要提醒的企业"),
        ({"enterprise": ["1"], "due_on": "2020-01-01"}, "截止日期已经过了"),
        ({"enterprise": ["1"], "due_on": "下周"}, "日期的写法不对"),
        ({"enterprise": ["一"]}, "请填写整数"),
        ({"enterprise": [str(number) for number in range(1, 300)]}, "一次最多 200 家"),
    ],
)
def test_reminder_with_a_fault_says_why(officer: Person, typed: dict[str, object], sentence: str) -> None:
    answer = officer.client.post("/county/gaps", data=typed)

    assert answer.status_code == 422
    assert sentence in answer.text


def test_nobody_but_the_county_reminds(person: MakePerson) -> None:
    assert person(Role.AUDITOR).client.post("/county/gaps", data={"enterprise": ["1"]}).status_code == 403


@pytest.mark.parametrize("count", [1, 20])
def test_list_takes_as_many_statements_for_many_as_for_one(
    officer: Person,
    enterprise: MakeEnterprise,
    count_queries: Callable[[], AbstractContextManager[StatementCount]],
    count: int,
) -> None:
    for _ in range(count):
        enterprise()
    with count_queries() as statements:
        officer.client.get("/county/gaps")

    assert statements() == 7


def test_reminding_nobody_is_refused(stored: Database, officer: Person) -> None:
    with stored.transaction() as session, pytest.raises(InvalidError):
        remind(session, actor=officer.actor, enterprise_ids=[], due_on=None, now=NOW)


def test_officer_without_an_area_sees_nothing(stored: Database) -> None:
    nobody = Actor(user_id=1, role=Role.PROVIDER, organisation_id=1)

    with stored.session() as session, pytest.raises(Exception, match="没有找到"):
        count_gaps(session, actor=nobody)


def test_links_for_everybody_who_never_signed_in_come_in_one_workbook_and_work_once(
    officer: Person, enterprise: MakeEnterprise, person: MakePerson, client: FlaskClient
) -> None:
    enterprise(name="没人的厂")
    enterprise(name="=也没人的厂")
    person(Role.ENTERPRISE, organisation_id=enterprise(name="有人的厂"))
    enterprise(name="外县的厂", county_code="330782")

    answer = officer.client.post("/county/gaps/invitations")

    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(min_row=3, values_only=True))
    assert [row[0] for row in rows] == ["没人的厂", "'=也没人的厂"]
    assert answer.headers["Cache-Control"] == "private, no-store"
    joined = client.get("/join/" + str(rows[0][2]).rpartition("/")[2])
    assert (joined.status_code, "没人的厂" in joined.text) == (200, True)


def test_links_are_refused_when_everybody_has_signed_in(
    officer: Person, enterprise: MakeEnterprise, person: MakePerson
) -> None:
    person(Role.ENTERPRISE, organisation_id=enterprise())

    assert officer.client.post("/county/gaps/invitations").status_code == 409
