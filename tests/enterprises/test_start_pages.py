"""A start without an account: kept under a private link, whatever happens to window, session or server."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.accounts.models import Organisation
from marketplace.app import create_app
from marketplace.core.db import Database
from marketplace.core.journal import JournalEntry
from marketplace.drafts.models import Draft
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.enterprises.start_views import MOST_BEGUN
from marketplace.settings import Settings
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW, PASSWORD, BrowserClient

SAID = "排缸全靠老师傅一个人的脑子"
TROUBLES = {"problems-0-text": SAID, "industry_text": "棉布染色", "county_code": "330603"}
JSON = {"Accept": "application/json"}
ACCOUNT = {
    "name": "绍兴虚构印染有限公司",
    "uscc": "91330603MA2XX0001C",
    "county_code": "330603",
    "display_name": "厂长",
    "email": "start@example.invalid",
    "password": PASSWORD,
}


@pytest.fixture
def link(client: FlaskClient, database: Database) -> str:
    """The path of a start that holds one trouble, at version 1."""
    store_reference(database)
    made = client.post("/start", data={"q": SAID})
    return urlsplit(made.location).path.removesuffix("/troubles")


def test_words_from_the_home_page_stand_in_the_first_field(client: FlaskClient, link: str) -> None:
    assert SAID in client.get(f"{link}/troubles").text


def test_example_of_the_home_page_stands_in_the_first_field_and_nothing_is_kept(
    client: FlaskClient, database: Database
) -> None:
    store_reference(database)
    path = re.findall(r'href="(/start\?q=[^"]+)"', client.get("/").text)[0]

    page = client.get(path).text

    said = parse_qs(urlsplit(path).query)["q"][0]
    assert re.search(rf"<textarea[^>]*>\s*{re.escape(said)}</textarea>", page)
    with database.session() as session:
        assert session.exec(select(Draft)).all() == []


def test_words_of_an_address_are_bounded_and_shown_as_text(client: FlaskClient, database: Database) -> None:
    store_reference(database)

    page = client.get("/start", query_string={"q": "<b>长" + "长" * 3000}).text

    assert "&lt;b&gt;长" in page
    assert (
        max(len(field.get_text().strip()) for field in BeautifulSoup(page, "lxml").find_all("textarea")) == MOST_BEGUN
    )


def test_draft_opens_in_another_browser_and_after_a_restart(
    link: str, client: FlaskClient, database: Database, tmp_path: Path
) -> None:
    client.post(f"{link}/troubles", data={**TROUBLES, "version": "1"}, headers=JSON)
    again = create_app(
        Settings(demo_mode=True, data_dir=tmp_path / "again", secure_cookies=False, rate_limits=False),
        database=database,
        clock=lambda: NOW,
    )
    again.test_client_class = BrowserClient

    page = again.test_client().get(f"{link}/troubles").text

    assert "棉布染色" in page


def test_saving_while_typing_answers_time_and_version(client: FlaskClient, link: str) -> None:
    answer = client.post(f"{link}/troubles", data={**TROUBLES, "version": "1"}, headers=JSON)

    assert answer.json == {"saved_at": "12:00", "version": 2}


def test_form_sent_twice_changes_nothing_the_second_time(client: FlaskClient, link: str, database: Database) -> None:
    client.post(f"{link}/troubles", data={**TROUBLES, "version": "1"})
    client.post(f"{link}/troubles", data={**TROUBLES, "version": "2"})

    with database.session() as session:
        assert session.exec(select(Draft.version)).one() == 2


def test_troubles_of_two_windows_are_both_kept(client: FlaskClient, link: str) -> None:
    for said in ("停台靠喊", "水电算不清"):
        client.post(f"{link}/troubles", data={"problems-0-text": SAID, "problems-1-text": said, "version": "1"})

    page = client.get(f"{link}/troubles").text
    assert "停台靠喊" in page
    assert "水电算不清" in page


def test_value_filled_in_differently_leads_to_a_choice_and_the_chosen_one_is_kept(
    client: FlaskClient, link: str
) -> None:
    client.post(f"{link}/wishes", data={"budget_wan": "30", "version": "1"})
    answer = client.post(f"{link}/wishes", data={"budget_wan": "80", "version": "1"}, headers=JSON)
    assert answer.status_code == 409
    merge_page = client.get(answer.json["merge_url"]).text
    assert 'value="30"' in merge_page
    assert 'value="80"' in merge_page

    client.post(f"{link}/merge", data={"budget_wan": "80"})

    assert 'value="80"' in client.get(f"{link}/wishes").text


def test_wrong_credit_code_is_told_and_kept(client: FlaskClient, link: str) -> None:
    answer = client.post(f"{link}/wishes", data={"uscc": "91330603MA2XX0001D", "version": "1"})

    assert answer.location == f"{link}/wishes"
    page = client.get(f"{link}/wishes").text
    assert "91330603MA2XX0001D" in page
    assert 'id="f-uscc-error"' in page


def test_pasted_markup_and_invisible_characters_are_shown_as_text(client: FlaskClient, link: str) -> None:
    said = "<script>alert(1)</script>\u200b排缸乱"

    client.post(f"{link}/troubles", data={"problems-0-text": said, "version": "1"})

    page = client.get(f"{link}/troubles").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;排缸乱" in page


def test_endless_text_is_refused_and_the_draft_stays(client: FlaskClient, link: str) -> None:
    answer = client.post(f"{link}/troubles", data={"problems-0-text": "长" * 300_000, "version": "1"})

    assert answer.status_code == 422
    assert SAID in client.get(f"{link}/troubles").text


def test_link_ends_thirty_days_after_the_last_change(app: Flask, link: str, database: Database) -> None:
    app.extensions["marketplace"].clock = lambda: NOW + timedelta(days=30)

    assert app.test_client().get(f"{link}/troubles").status_code == 404


def test_account_takes_everything_along_and_uses_the_link_up(
    client: FlaskClient, link: str, database: Database
) -> None:
    client.post(f"{link}/troubles", data={**TROUBLES, "version": "1"})
    client.post(f"{link}/wishes", data={"budget_wan": "30", "employees": "120", "version": "2"})

    answer = client.post(f"{link}/account", data=ACCOUNT)

    assert answer.status_code == 303
    with database.session() as session:
        body = session.exec(select(Organisation).where(Organisation.name == ACCOUNT["name"])).one()
        row = load_enterprise_rows(session, ids=[body.id or 0])[0]
    assert [one.text for one in row.problems] == [SAID]
    assert (row.preferences.budget_wan, row.employees, row.county) == (30.0, 120, "柯桥区")
    assert client.post(f"{link}/troubles", data=TROUBLES).status_code == 404


def test_account_form_sent_twice_leads_to_the_same_enterprise(client: FlaskClient, link: str) -> None:
    first = client.post(f"{link}/account", data=ACCOUNT)
    second = client.post(f"{link}/account", data=ACCOUNT)

    assert second.location == first.location


def test_signed_in_owner_adds_a_start_to_the_own_lists(client: FlaskClient, link: str) -> None:
    client.post(f"{link}/account", data=ACCOUNT)
    again = client.post("/start", data={"q": "停台靠喊"})
    second = urlsplit(again.location).path.removesuffix("/troubles")

    answer = client.post(f"{second}/adopt")

    page = client.get(answer.location).text
    assert SAID in page
    assert "停台靠喊" in page


def test_nothing_typed_enters_the_journal(client: FlaskClient, link: str, database: Database) -> None:
    client.post(f"{link}/account", data=ACCOUNT)

    with database.session() as session:
        events = "".join(session.exec(select(JournalEntry.event)).all())
    assert SAID not in events


def test_pages_of_a_private_link_stay_out_of_caches_and_search_engines(client: FlaskClient, link: str) -> None:
    headers = client.get(f"{link}/troubles").headers

    assert headers["Cache-Control"] == "private, no-store"
    assert headers["X-Robots-Tag"] == "noindex, nofollow"


def test_start_with_nothing_said_is_remarked_upon_and_kept_nowhere(client: FlaskClient, database: Database) -> None:
    store_reference(database)

    answer = client.post("/start", data={"q": " \u200b ", "county_code": "330603"})

    assert answer.status_code == 422
    assert "还没有写难处" in answer.text
    assert '<option value="330603" selected>' in answer.text
    with database.session() as session:
        assert session.exec(select(Draft)).all() == []


@pytest.mark.parametrize(
    ("said", "remark"),
    [
        ("乱", "“乱”看不出是什么事"),
        ("？？？？", "看不出是什么事"),
        ("123456", "“123456”看不出是什么事"),
        ("长" * 501, "这一格有 501 个字，最多 500 个"),
    ],
)
def test_trouble_that_says_too_little_or_too_much_is_remarked_upon_beside_its_field(
    client: FlaskClient, database: Database, said: str, remark: str
) -> None:
    store_reference(database)

    page = client.post("/start", data={"problems-0-text": said, "do": "next"}, follow_redirects=True).text

    assert "说说厂里的难处" in page
    assert remark in page
    assert said in page


def test_product_alone_leads_to_its_peers_troubles_and_nothing_ticked_leads_back_with_a_word(
    client: FlaskClient, database: Database
) -> None:
    store_reference(database)
    made = client.post("/start", data={"industry_text": "棉布染色", "do": "next"})

    page = client.post(made.location, data={"version": "1", "do": "next"}, follow_redirects=True).text

    assert made.location.endswith("/check")
    assert "说说厂里的难处" in page
    assert "还没有写难处" in page


def test_sentence_of_the_search_stands_in_the_first_field(client: FlaskClient, database: Database) -> None:
    store_reference(database)

    assert SAID in client.get("/start", query_string={"text": SAID}).text


def test_spoken_budget_and_staff_are_understood(client: FlaskClient, link: str) -> None:
    answer = client.post(
        f"{link}/wishes", data={"version": "1", "budget_wan": "十来万", "employees": "三百来人", "do": "next"}
    )

    assert answer.location.endswith("/results")
    assert "首年预算 约 ¥10万（您写的是“十来万”）" in client.get(answer.location).text


def test_rough_budget_is_no_limit_that_must_hold_and_all_faults_are_told_at_once(
    client: FlaskClient, link: str
) -> None:
    sent = {"budget_wan": "十来万", "must": ["budget", "deployment"], "employees": "很多", "uscc": "123"}
    client.post(f"{link}/wishes", data={**sent, "version": "1", "do": "next"})

    page = client.get(f"{link}/wishes").text

    assert "“十来万”是个大概的数（按约 10 万元理解）。请把首年预算写成准数" in page
    assert "没有填软件装在哪里（部署方式）" in page
    assert 'id="f-employees-error"' in page
    assert 'id="f-uscc-error"' in page


def test_account_tells_what_form_and_register_find_at_once(app: Flask, client: FlaskClient, link: str) -> None:
    client.post(f"{link}/account", data=ACCOUNT)
    stranger = app.test_client()
    other = stranger.post("/start", data={"q": "停台靠喊"}).location.removesuffix("/troubles")

    page = stranger.post(f"{other}/account", data={**ACCOUNT, "display_name": "", "password": "12345"}).text

    for words in ("统一社会信用代码已经登记过", "这个邮箱已经注册", "密码至少 10 个字符", 'id="f-display_name-error"'):
        assert words in page


def test_more_people_than_a_small_plant_has_are_asked_about(client: FlaskClient, link: str) -> None:
    client.post(f"{link}/wishes", data={"employees": "二十来万", "version": "1"})

    page = client.get(f"{link}/wishes").text
    assert "写的是 200,000 人" in page
    assert 'value="二十来万"' in page


@pytest.mark.parametrize(("length", "rows"), [(2, 3), (90, 5), (400, 8)])
def test_box_of_a_trouble_is_as_high_as_its_text(client: FlaskClient, link: str, length: int, rows: int) -> None:
    client.post(f"{link}/troubles", data={**TROUBLES, "problems-0-text": "排" * length, "version": "1"})

    box = BeautifulSoup(client.get(f"{link}/troubles").text, "lxml").select_one("[name=problems-0-text]")

    assert box is not None
    assert box["rows"] == str(rows)


def test_mobile_number_in_the_field_of_the_address_is_named(client: FlaskClient, link: str) -> None:
    page = client.post(f"{link}/account", data={**ACCOUNT, "email": "100 0000 0000"}).text

    assert "这里要邮箱，不是手机号" in page


def test_link_that_is_used_up_leads_its_owner_on_and_nobody_else(app: Flask, client: FlaskClient, link: str) -> None:
    made = urlsplit(client.post(f"{link}/account", data=ACCOUNT).location).path
    other = app.test_client()
    another = urlsplit(other.post("/start", data={"q": "停台靠喊"}).location).path.removesuffix("/troubles")
    other.post(f"{another}/account", data={**ACCOUNT, "uscc": "91330603MA2XX0002F", "email": "other@example.invalid"})

    led = [client.get(f"{link}{page}").location for page in ("", "/troubles", "/results", "/account")]
    strange = app.test_client().get(f"{link}/troubles")
    theirs = other.get(f"{link}/troubles")

    assert led == [made] * 4
    assert (strange.status_code, theirs.status_code) == (404, 404)
    for answer in (strange, theirs):
        assert "已经登记完" in answer.text
        assert "地址可能写错了" not in answer.text
    ways = [str(one["href"]) for one in BeautifulSoup(theirs.text, "lxml").select("main a.btn")]
    assert "/desk" in ways
    assert "/start" in ways
