"""A browser remembers the start that was begun in it, and carries the ticked providers through to the account."""

import re
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.drafts.models import Draft
from marketplace.enterprises.start_once import AGAIN
from marketplace.web.remembered import START
from tests.enterprises.test_start_pages import ACCOUNT, SAID
from tests.fixtures.reference import store_reference
from tests.fixtures.web import NOW

GO_ON = "接着填上次的"


@pytest.fixture
def link(client: FlaskClient, database: Database) -> str:
    """The path of a start that this browser has begun."""
    store_reference(database)
    return urlsplit(client.post("/start", data={"q": SAID}).location).path.removesuffix("/troubles")


@pytest.mark.parametrize("path", ["/", "/start"])
def test_browser_that_lost_the_address_goes_on_where_it_stopped(client: FlaskClient, link: str, path: str) -> None:
    answer = client.get(path)

    assert GO_ON in answer.text
    assert f'href="{link}"' in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_other_browsers_and_forged_cookies_are_told_nothing(app: Flask, link: str) -> None:
    other = app.test_client()
    first = other.get("/").text
    other.set_cookie(START, link.removeprefix("/start/"))

    assert GO_ON not in first
    assert GO_ON not in other.get("/").text


def test_cookie_is_signed_kept_thirty_days_and_out_of_reach_of_scripts(client: FlaskClient, link: str) -> None:
    cookie = client.get_cookie(START)

    assert cookie is not None
    assert (cookie.http_only, cookie.same_site, cookie.max_age) == (True, "Lax", 30 * 24 * 3600)
    assert cookie.value.endswith(link.removeprefix("/start/")) is False


@pytest.mark.parametrize(("path", "sent"), [("/discard", {}), ("/account", ACCOUNT)])
def test_an_account_or_throwing_away_ends_it(client: FlaskClient, link: str, path: str, sent: dict[str, str]) -> None:
    client.post(f"{link}{path}", data=sent)

    assert client.get_cookie(START) is None
    assert GO_ON not in client.get("/").text


def test_draft_that_somebody_else_threw_away_is_not_offered(app: Flask, client: FlaskClient, link: str) -> None:
    app.test_client().post(f"{link}/discard")

    assert GO_ON not in client.get("/").text


def test_ticked_providers_stay_ticked_over_registering(client: FlaskClient, link: str) -> None:
    page = client.get(f"{link}/account?p=84&p=54&p=x").text
    action = re.findall(r'<form class="form" method="post" action="([^"]+)"', page)[0].replace("&amp;", "&")

    answer = client.post(action, data=ACCOUNT)

    assert urlsplit(answer.location).query == "p=84&p=54"
    assert "还勾着" in client.get(answer.location).text


def test_who_wanted_to_ask_the_picked_providers_comes_to_an_enquiry_of_them(client: FlaskClient, link: str) -> None:
    page = client.get(f"{link}/account?to=enquiry&p=84&p=54").text
    action = re.findall(r'<form class="form" method="post" action="([^"]+)"', page)[0].replace("&amp;", "&")

    answer = client.post(action, data=ACCOUNT)

    assert urlsplit(answer.location)[2:4] == ("/enquiries/new", "p=84&p=54")
    assert "保存并去询价" in page
    assert "保存并看推荐" not in page


def count_drafts(database: Database) -> int:
    with database.session() as session:
        return session.exec(select(func.count()).select_from(Draft)).one()


def test_form_sent_twice_makes_one_start_and_another_form_another(client: FlaskClient, database: Database) -> None:
    store_reference(database)
    named = {"begun": form_name(client, "/start"), "q": SAID}

    first, again = (client.post("/start", data=named) for _ in range(2))
    other = client.post("/start", data={"begun": form_name(client, "/start"), "q": SAID})

    assert again.location == first.location
    assert other.location != first.location
    assert named["begun"] not in first.location
    assert count_drafts(database) == 2


def test_same_words_from_the_home_page_are_one_start_in_one_browser_for_some_minutes(
    app: Flask, client: FlaskClient, database: Database
) -> None:
    store_reference(database)
    first, again = (client.post("/start", data={"q": SAID}) for _ in range(2))
    elsewhere = app.test_client().post("/start", data={"q": SAID})
    app.extensions["marketplace"].clock = lambda: NOW + AGAIN
    later = client.post("/start", data={"q": SAID})

    assert again.location == first.location
    assert len({first.location, elsewhere.location, later.location}) == 3
    assert "begun" not in client.get("/").text


def test_form_mended_after_going_back_changes_the_start_that_it_made(client: FlaskClient, database: Database) -> None:
    store_reference(database)
    named = {"begun": form_name(client, "/start"), "do": "next"}

    client.post("/start", data={**named, "problems-0-text": SAID})
    mended = client.post("/start", data={**named, "problems-0-text": SAID, "industry_text": "棉布染色"})

    assert "棉布染色" in client.get(mended.location.replace("/check", "/troubles")).text
    assert count_drafts(database) == 1


def form_name(client: FlaskClient, path: str) -> str:
    """Return the name that the form of a page carries."""
    found = re.search(r'name="begun" value="([^"]+)"', client.get(path).text)
    assert found
    return found[1]
