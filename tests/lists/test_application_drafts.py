"""The provider's application keeps what was typed: a closed browser, an expired session, two windows, the deadline."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.drafts.models import Draft
from marketplace.lists.models import ListApplication
from tests.fixtures.web import PASSWORD, Person
from tests.journeys.visitor import Visitor
from tests.lists.test_journeys import ANSWERS, STATEMENTS
from tests.lists.world import DEADLINE, make_people, open_call

JSON = {"Accept": "application/json"}
FIRST = {"version": "0", "draft_version": "0", "answer_q1": "no", "statement_product": "排产模块，三十天上线"}
ROW = {"evidence-0-scenario": "排产", "evidence-0-text": "某木门厂交期缩短三天，有验收单"}


@pytest.fixture
def provider(database: Database, person: Callable[..., Person]) -> Person:
    """A provider before an open call, which is number 1."""
    people = make_people(database, providers=1)
    open_call(database, people=people)
    return person(Role.PROVIDER, organisation_id=people.providers[0].organisation_id)


ADDRESS = "/calls/1/apply"


def keep(provider: Person, **typed: str) -> dict[str, object]:
    answer = provider.client.post(ADDRESS, data=FIRST | typed, headers=JSON)
    found: dict[str, object] = answer.get_json()
    return found | {"status": answer.status_code}


def again(app: Flask, provider: Person) -> FlaskClient:
    """The same person in another browser."""
    client = app.test_client()
    assert client.post("/sign-in", data={"email": provider.email, "password": PASSWORD}).status_code == 303
    return client


def test_typing_is_back_in_another_browser_and_nothing_is_handed_in(
    app: Flask, provider: Person, database: Database
) -> None:
    told = keep(provider, **ROW)

    page = again(app, provider).get(ADDRESS).text

    assert (told["status"], told["version"]) == (200, 1)
    assert "排产模块，三十天上线" in page
    assert "某木门厂交期缩短三天" in page
    with database.session() as session:
        assert session.exec(select(ListApplication)).all() == []
        assert "排产模块" not in "".join(session.exec(select(JournalEntry.event)))


def test_typing_after_the_session_ended_is_refused_and_kept_after_signing_in_again(
    app: Flask, provider: Person, database: Database
) -> None:
    lost = app.test_client().post(ADDRESS, data=FIRST, headers=JSON)
    with database.session() as session:
        before = session.exec(select(Draft)).all()
    kept = again(app, provider).post(ADDRESS, data=FIRST, headers=JSON)

    assert lost.status_code in {302, 303, 401, 403}
    assert before == []
    assert kept.status_code == 200
    assert "三十天上线" in provider.client.get(ADDRESS).text


def test_two_windows_meet_on_a_page_where_one_chooses_and_the_rest_is_put_together(
    provider: Person, database: Database
) -> None:
    keep(provider, statement_cases="三个案例")
    clash = keep(provider, statement_product="排产模块，二十天上线", **ROW)

    choice = Visitor(provider.client).open(str(clash["merge_url"]))
    shown = choice.text()
    form = choice.submit("就留选中的", statement_product="排产模块，二十天上线")
    form.submit("先存草稿")

    assert (clash["status"], clash["merge_url"]) == (409, f"{ADDRESS}/merge")
    assert "产品与方案" in shown
    with database.session() as session:
        (row,) = session.exec(select(ListApplication)).all()
        drafts = session.exec(select(Draft)).all()
    assert row.statements == {"product": "排产模块，二十天上线", "cases": "三个案例"}
    assert row.answers == {"q1": "no"}
    assert [one["scenario"] for one in row.evidence] == ["排产"]
    assert drafts == []


def test_stale_window_that_hands_in_loses_nothing(provider: Person, database: Database) -> None:
    Visitor(provider.client).open(ADDRESS).submit("先存草稿", statement_service="两小时上门")
    stale = FIRST | ANSWERS | STATEMENTS | {"do": "submit", "statement_service": "当天上门"}

    answer = provider.client.post(ADDRESS, data=stale)
    form = Visitor(provider.client).open(ADDRESS).submit("就留选中的", statement_service="当天上门")
    done = form.submit("提交申报")

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{ADDRESS}/merge")
    assert "平台在" in done.text()
    with database.session() as session:
        (row,) = session.exec(select(ListApplication)).all()
    assert row.submitted_at is not None
    assert row.statements["service"] == "当天上门"
    assert set(row.statements) == {"strength", "product", "cases", "service"}


def test_typing_after_the_deadline_or_after_handing_in_says_that_it_is_not_kept(
    app: Flask, provider: Person, database: Database
) -> None:
    Visitor(provider.client).open(ADDRESS).submit("提交申报", **ANSWERS, **STATEMENTS)
    handed_in = keep(provider)
    provider.client.post(f"{ADDRESS}/withdraw")
    app.extensions["marketplace"].clock = lambda: DEADLINE
    late = keep(provider)

    assert (handed_in["status"], handed_in["detail"]) == (409, "申报已经提交，这里写的没有保存。")
    assert (late["status"], late["detail"]) == (409, "申报已经截止，这里写的没有保存。")
    with database.session() as session:
        assert session.exec(select(Draft)).all() == []
