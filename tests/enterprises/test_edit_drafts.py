"""The form of an enterprise keeps what was typed, whatever happens to window, session, server or statement."""

from pathlib import Path

import pytest
from sqlmodel import select

from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.drafts.models import Draft
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import EnterpriseRow
from marketplace.settings import Settings
from tests.enterprises.conftest import MakePerson
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, Person

JSON = {"Accept": "application/json"}
TYPED = {"version": "1", "draft_version": "0", "problems-0-text": "排缸全靠老师傅", "budget_wan": "12"}


def address(person: Person, path: str = "") -> str:
    return f"/enterprises/{person.actor.organisation_id}/edit{path}"


def row_of(database: Database, person: Person) -> EnterpriseRow:
    with database.session() as session:
        return load_enterprise_rows(session, ids=[person.actor.organisation_id])[0]


def texts_of(database: Database, person: Person) -> list[str]:
    return [one.text for one in row_of(database, person).problems]


def test_typing_saves_a_draft_and_states_nothing(stored: Database, owner: Person) -> None:
    before = row_of(stored, owner)

    told = owner.client.post(address(owner), data=TYPED, headers=JSON)

    assert told.get_json() == {"saved_at": "12:00", "version": 1}
    assert row_of(stored, owner) == before


def test_draft_comes_back_after_another_sign_in_and_a_restart(stored: Database, owner: Person, tmp_path: Path) -> None:
    owner.client.post(address(owner), data={**TYPED, "description": "刚写了一半"}, headers=JSON)
    again = create_app(
        Settings(demo_mode=True, data_dir=tmp_path / "again", secure_cookies=False, rate_limits=False),
        database=stored,
        clock=lambda: NOW,
    )
    again.test_client_class = BrowserClient
    browser = again.test_client()
    browser.post("/sign-in", data={"email": owner.email, "password": PASSWORD})

    page = browser.get(address(owner)).text

    assert "刚写了一半" in page
    assert "上次写的还没有保存" in page


def test_form_sent_after_the_session_ended_leads_back_to_the_form(client: BrowserClient, owner: Person) -> None:
    answer = client.post(address(owner), data=TYPED)

    assert answer.location == f"/sign-in?next={address(owner)}"


def test_two_windows_that_add_different_problems_keep_both(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "problems-1-text": "急单一插全乱"}, headers=JSON)
    owner.client.post(address(owner), data={**TYPED, "problems-1-text": "水电算不清"}, headers=JSON)

    page = owner.client.get(address(owner)).text

    assert "急单一插全乱" in page
    assert "水电算不清" in page


def test_two_windows_that_contradict_wait_for_a_choice(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)
    told = owner.client.post(address(owner), data={**TYPED, "budget_wan": "30"}, headers=JSON)

    page = owner.client.get(address(owner), follow_redirects=True).text

    assert told.status_code == 409
    assert told.get_json() == {"merge_url": address(owner, "/merge")}
    assert "两边写得不一样" in page
    assert 'value="12"' in page
    assert 'value="30"' in page


def test_choice_between_two_windows_stands_in_the_form(owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)
    owner.client.post(address(owner), data={**TYPED, "budget_wan": "30"}, headers=JSON)

    page = owner.client.post(address(owner, "/merge"), data={"budget_wan": "30"}, follow_redirects=True).text

    assert 'id="f-budget_wan" name="budget_wan" type="text" value="30"' in page


def test_merge_page_without_contradictions_leads_to_the_form(owner: Person) -> None:
    assert owner.client.get(address(owner, "/merge")).location == address(owner)


def test_stale_form_is_put_together_with_what_was_saved_meanwhile(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "problems-0-text": "先到的"})

    answer = owner.client.post(address(owner), data={**TYPED, "problems-0-text": "后到的"})
    page = owner.client.get(answer.location).text

    assert answer.status_code == 303
    assert "一条没丢" in page
    assert "先到的" in page
    assert "后到的" in page
    assert texts_of(stored, owner) == ["先到的"]


def test_merged_form_sent_once_more_is_saved(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "problems-0-text": "先到的"})
    owner.client.post(address(owner), data={**TYPED, "problems-0-text": "后到的"})
    page = owner.client.get(address(owner)).text
    version = page.split('name="version" value="')[1].split('"')[0]

    owner.client.post(
        address(owner), data={"version": version, "problems-0-text": "后到的", "problems-1-text": "先到的"}
    )

    assert texts_of(stored, owner) == ["后到的", "先到的"]


def test_officer_who_saved_meanwhile_is_merged_with_the_owner_who_typed(
    stored: Database, owner: Person, person: MakePerson
) -> None:
    officer = person(Role.COUNTY, area_prefix="330603", county_code="330603")
    owner.client.post(address(owner), data={**TYPED, "employees": "120"}, headers=JSON)
    officer.client.post(
        address(owner), data={"version": "1", "problems-0-text": "排缸全靠老师傅", "revenue_wan": "900"}
    )

    owner.client.post(address(owner), data={**TYPED, "draft_version": "1", "employees": "120"})
    page = owner.client.get(address(owner)).text

    assert 'value="900"' in page
    assert 'value="120"' in page


def test_saving_ends_the_draft(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED, headers=JSON)

    owner.client.post(address(owner), data={**TYPED, "draft_version": "1"})

    with stored.session() as session:
        assert session.exec(select(Draft)).all() == []


def test_saving_that_arrives_after_the_form_was_handed_in_leaves_no_draft(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data=TYPED)

    owner.client.post(address(owner), data=TYPED, headers=JSON)

    with stored.session() as session:
        assert session.exec(select(Draft)).all() == []


def test_discarded_draft_is_gone(owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "description": "写错了"}, headers=JSON)

    page = owner.client.post(address(owner, "/discard"), follow_redirects=True).text

    assert "写错了" not in page


def test_more_rows_keep_what_was_typed_and_state_nothing(stored: Database, owner: Person) -> None:
    before = row_of(stored, owner)

    answer = owner.client.post(address(owner), data={**TYPED, "do": "more", "employees": "很多"})
    page = owner.client.get(answer.location.split("#")[0]).text

    assert answer.status_code == 303
    assert 'name="problems-5-text"' in page
    assert 'value="很多"' in page
    assert row_of(stored, owner) == before


def test_refused_form_is_kept_as_a_draft(owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "employees": "很多"})

    assert 'value="很多"' in owner.client.get(address(owner)).text


def test_typed_words_stay_out_of_the_journal(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={**TYPED, "description": "不外传的话"}, headers=JSON)
    owner.client.post(address(owner), data={**TYPED, "description": "不外传的话"})

    with stored.session() as session:
        events = session.exec(select(JournalEntry.event)).all()
    assert all("不外传的话" not in event for event in events)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("排缸\u200b全\ufeff靠老师傅", "排缸全靠老师傅"),
        ("设备\t台数\n染缸\t12\n定型机\t3", "设备 台数\n染缸 12\n定型机 3"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("难" * 9000, "难" * 9000),
    ],
    ids=["markup", "invisible", "pasted table", "formula", "long"],
)
def test_odd_words_are_saved_as_text_and_shown_as_text(stored: Database, owner: Person, typed: str, kept: str) -> None:
    owner.client.post(address(owner), data={**TYPED, "problems-0-text": typed}, headers=JSON)
    owner.client.post(address(owner), data={**TYPED, "draft_version": "1", "problems-0-text": typed})

    page = owner.client.get(f"/enterprises/{owner.actor.organisation_id}").text

    assert texts_of(stored, owner) == [kept]
    assert "<script>alert" not in page


def test_draft_of_another_person_is_not_shown(owner: Person, person: MakePerson) -> None:
    owner.client.post(address(owner), data={**TYPED, "description": "我还没想好"}, headers=JSON)
    officer = person(Role.COUNTY, area_prefix="330603", county_code="330603")

    assert "我还没想好" not in officer.client.get(address(owner)).text


def test_overlong_draft_is_refused_with_a_sentence(owner: Person) -> None:
    rows = {f"problems-{number}-text": f"{number}" + "难" * 9000 for number in range(30)}

    answer = owner.client.post(address(owner), data={**TYPED, **rows}, headers=JSON)

    assert answer.status_code == 422
    assert "内容太长" in answer.text
