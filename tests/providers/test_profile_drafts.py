"""The profile form keeps what was typed, whatever happens to window, session, server or profile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.drafts.models import Draft
from marketplace.providers.models import Provider
from marketplace.settings import Settings
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, Person

JSON = {"Accept": "application/json"}
TYPED = {"version": "1", "draft_version": "0", "kind": "SaaS服务商", "description": "写了一半的简介"}
CASE = {"cases-0-enterprise": "柯桥某印染厂", "cases-0-scenarios": "报工, 排缸"}


@pytest.fixture
def owner(database: Database, person: Callable[..., Person]) -> Person:
    write_reference(database)
    return person(Role.PROVIDER, organisation_id=make_provider(database))


def address(owner: Person, path: str = "") -> str:
    return f"/providers/{owner.actor.organisation_id}/edit{path}"


def described(database: Database) -> str:
    with database.session() as session:
        return session.exec(select(Provider.description)).one()


def drafts(database: Database) -> int:
    with database.session() as session:
        return len(session.exec(select(Draft)).all())


def test_typing_saves_a_draft_and_publishes_nothing(owner: Person, database: Database) -> None:
    before = described(database)

    told = owner.client.post(address(owner), data=TYPED, headers=JSON)

    assert told.get_json() == {"saved_at": "12:00", "version": 1}
    assert described(database) == before
    with database.session() as session:
        assert "写了一半" not in "".join(session.exec(select(JournalEntry.event)))


def test_draft_comes_back_in_another_browser_after_a_restart(owner: Person, database: Database, tmp_path: Path) -> None:
    owner.client.post(address(owner), data=TYPED | CASE, headers=JSON)
    again = create_app(
        Settings(demo_mode=True, data_dir=tmp_path / "again", secure_cookies=False, rate_limits=False),
        database=database,
        clock=lambda: NOW,
    )
    again.test_client_class = BrowserClient
    browser = again.test_client()
    browser.post("/sign-in", data={"email": owner.email, "password": PASSWORD})

    page = browser.get(address(owner)).text

    assert "写了一半的简介" in page
    assert "柯桥某印染厂" in page
    assert "上次写的还没有保存" in page


def test_form_sent_after_the_session_ended_leads_back_to_the_form(client: BrowserClient, owner: Person) -> None:
    assert client.post(address(owner), data=TYPED).location == f"/sign-in?next={address(owner)}"


def test_two_windows_that_add_different_cases_keep_both(owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED | CASE, headers=JSON)
    owner.client.post(address(owner), data={**TYPED, "cases-0-enterprise": "海宁某经编厂"}, headers=JSON)

    page = owner.client.get(address(owner)).text

    assert "柯桥某印染厂" in page
    assert "海宁某经编厂" in page


def test_two_windows_that_contradict_wait_for_a_choice_that_comes_back_to_the_form(owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)
    told = owner.client.post(address(owner), data={**TYPED, "description": "另一个窗口的简介"}, headers=JSON)
    waiting = owner.client.get(address(owner), follow_redirects=True).text

    page = owner.client.post(
        address(owner, "/merge"), data={"description": "另一个窗口的简介"}, follow_redirects=True
    ).text

    assert told.status_code == 409
    assert "两边写得不一样" in waiting
    assert "写了一半的简介" in waiting
    assert "另一个窗口的简介</textarea>" in page


def test_saved_profile_ends_the_draft_and_a_second_click_changes_nothing(owner: Person, database: Database) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)
    first = owner.client.post(address(owner), data=TYPED)
    second = owner.client.post(address(owner), data=TYPED)

    with database.session() as session:
        version = session.exec(select(Provider.version)).one()
    assert (first.status_code, second.status_code) == (303, 303)
    assert described(database) == "写了一半的简介"
    assert (version, drafts(database)) == (2, 0)


def test_stale_form_without_contradiction_is_put_together(owner: Person, database: Database) -> None:
    owner.client.post(address(owner), data={**TYPED, "qualifications": "CMMI 3 级"}, headers=JSON)
    with database.transaction() as session:
        provider = session.exec(select(Provider)).one()
        provider.version, provider.city = provider.version + 1, "湖州市"

    answer = owner.client.post(address(owner), data={**TYPED, "qualifications": "CMMI 3 级"})
    page = owner.client.get(answer.location).text

    assert answer.location == address(owner)
    assert "湖州市" in page
    assert "CMMI 3 级" in page


def test_refused_form_is_kept_as_a_draft(owner: Person) -> None:
    refused = owner.client.post(address(owner), data={**TYPED, "regions": "绍新市"})

    assert refused.status_code == 422
    assert "写了一半的简介" in owner.client.get(address(owner)).text


def test_discarded_draft_gives_way_to_what_is_saved(owner: Person, database: Database) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)

    page = owner.client.post(address(owner, "/discard"), follow_redirects=True).text

    assert "写了一半的简介" not in page
    assert drafts(database) == 0
