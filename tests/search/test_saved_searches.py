"""Saved searches: kept, told of new hits once, forgotten."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import job_handlers
from marketplace.notify.models import Message
from marketplace.search.checking import drain
from marketplace.search.models import SavedSearch
from marketplace.search.node import make_node
from marketplace.settings import Settings
from tests.fixtures.offers import make_provider
from tests.fixtures.web import NOW, Person

MakePerson = Callable[..., Person]
HOUR = timedelta(hours=1)


def saved_of(database: Database) -> list[SavedSearch]:
    with database.session() as session:
        return list(session.exec(select(SavedSearch)))


def subjects(database: Database) -> list[str]:
    with database.session() as session:
        return [message.subject for message in session.exec(select(Message).order_by(Message.id))]  # type: ignore[arg-type]  # A column.


@pytest.mark.usefixtures("province")
def test_person_saves_a_search_once_and_sees_it_listed(database: Database, person: MakePerson) -> None:
    browser = person(Role.ENTERPRISE).client

    browser.post("/search/saved", data={"q": "染缸", "kind": "module"})
    browser.post("/search/saved", data={"q": "染缸", "kind": "module"})
    html = browser.get("/search/saved").text

    assert [(one.label, one.alerts, one.known) for one in saved_of(database)] == [("“染缸”，模块", True, ["module/1"])]
    assert "提醒：开" in html


@pytest.mark.usefixtures("province")
def test_alert_tells_of_new_hits_once(database: Database, settings: Settings, person: MakePerson) -> None:
    person(Role.ENTERPRISE).client.post("/search/saved", data={"q": "称重"})
    make_provider(database, name="安平称重软件有限公司")
    drain(database, make_node(settings))
    handlers = job_handlers(settings)

    run_due_jobs(database, handlers, clock=lambda: NOW + HOUR)
    run_due_jobs(database, handlers, clock=lambda: NOW + 2 * HOUR)

    assert subjects(database) == ["您保存的搜索有 1 条新结果"]


@pytest.mark.usefixtures("province")
def test_alert_that_was_switched_off_tells_nothing(database: Database, settings: Settings, person: MakePerson) -> None:
    browser = person(Role.ENTERPRISE).client
    browser.post("/search/saved", data={"q": "称重"})
    browser.post(f"/search/saved/{saved_of(database)[0].id}/alerts", data={"on": "false"})
    make_provider(database, name="安平称重软件有限公司")
    drain(database, make_node(settings))

    run_due_jobs(database, job_handlers(settings), clock=lambda: NOW + HOUR)

    assert subjects(database) == []


@pytest.mark.usefixtures("province")
def test_deleted_search_ends_its_checks(database: Database, settings: Settings, person: MakePerson) -> None:
    browser = person(Role.ENTERPRISE).client
    browser.post("/search/saved", data={"q": "称重"})
    browser.post(f"/search/saved/{saved_of(database)[0].id}/delete")

    done = run_due_jobs(database, job_handlers(settings), clock=lambda: NOW + HOUR)

    assert (done, saved_of(database)) == (1, [])


@pytest.mark.usefixtures("province")
def test_saved_search_of_somebody_else_does_not_exist(database: Database, person: MakePerson) -> None:
    person(Role.ENTERPRISE).client.post("/search/saved", data={"q": "称重"})
    stranger = person(Role.PROVIDER).client

    assert stranger.get(f"/search/saved/{saved_of(database)[0].id}").status_code == 404


@pytest.mark.usefixtures("province")
def test_empty_question_is_not_saved(database: Database, person: MakePerson) -> None:
    answer = person(Role.ENTERPRISE).client.post("/search/saved", data={"q": " "})

    assert (answer.status_code, saved_of(database)) == (422, [])


@pytest.mark.usefixtures("province")
def test_saved_search_leads_to_its_results(database: Database, person: MakePerson) -> None:
    browser = person(Role.ENTERPRISE).client
    browser.post("/search/saved", data={"q": "染缸", "payment": ["按使用付费", "一次性付费"]})

    answer = browser.get(f"/search/saved/{saved_of(database)[0].id}", follow_redirects=True)

    assert answer.request.args.getlist("payment") == ["按使用付费", "一次性付费"]
    assert "染缸" in answer.text


def test_filter_of_lists_within_a_list_is_refused_by_its_field(database: Database, person: MakePerson) -> None:
    question = {"q": "排缸", "industry": [[1], {"a": 1}]}

    answer = person(Role.AUDITOR).client.post("/api/v1/saved-searches", json={"question": question})

    assert answer.status_code == 422
    assert set(answer.json["errors"]) == {"question.industry", "question.industry.0", "question.industry.1"}
