"""What the public and programs get: feeds, the API with its digest, search, subscriptions, marks, a day's list."""

from collections.abc import Callable
from datetime import date
from xml.etree import ElementTree as ET

from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.lists.models import ListEdition
from marketplace.notify.models import Message
from marketplace.search.sources import SOURCES_BY_KIND
from tests.fixtures.web import Person
from tests.lists.test_services import change_of, confirm
from tests.lists.world import make_people, publish_lists, whole_course

ATOM = "{http://www.w3.org/2005/Atom}"


def test_feed_names_the_edition_with_its_digest(client: FlaskClient, database: Database) -> None:
    edition = whole_course(database, people=make_people(database))

    every = ET.fromstring(client.get("/lists/feed").data)
    one = ET.fromstring(client.get(f"/lists/{edition.list_id}/feed").data)

    titles = [entry.findtext(f"{ATOM}title") for entry in one.iter(f"{ATOM}entry")]
    summary = next(every.iter(f"{ATOM}entry")).findtext(f"{ATOM}summary")
    assert titles == ["示范县数字化总承包商推荐名单（2026年第1版）"]
    assert summary is not None
    assert summary.endswith(f"摘要 sha256:{edition.digest}")


def test_feed_without_a_list_is_empty_and_valid(client: FlaskClient) -> None:
    assert list(ET.fromstring(client.get("/lists/feed").data).iter(f"{ATOM}entry")) == []


def test_body_of_an_edition_has_its_digest_as_etag(client: FlaskClient, database: Database) -> None:
    edition = whole_course(database, people=make_people(database))
    address = f"/api/v1/lists/{edition.list_id}/editions/1"

    answer = client.get(address)
    again = client.get(address, headers={"If-None-Match": f'"{edition.digest}"'})

    assert answer.headers["ETag"] == f'"{edition.digest}"'
    assert digest_bytes(answer.data) == edition.digest
    assert again.status_code == 304


def test_list_as_of_a_day_through_the_api(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    first = whole_course(database, people=people)
    change = change_of(database, officer=people.drafter, edition=first, provider=people.providers[0])
    confirm(database, officer=people.publisher, change=change)

    during = client.get(f"/api/v1/lists/{first.list_id}?as_of=2026-12-31").json
    after = client.get(f"/api/v1/lists/{first.list_id}?as_of=2027-01-01").json
    before = client.get(f"/api/v1/lists/{first.list_id}?as_of=2026-12-01")

    assert during is not None
    assert after is not None
    assert [entry["state_today"] for entry in during["entries"]] == ["suspended", "listed"]
    assert [entry["state_today"] for entry in after["entries"]] == ["listed", "listed"]
    assert before.status_code == 404


def test_search_finds_a_list_by_who_is_on_it(database: Database) -> None:
    people = make_people(database)
    edition = whole_course(database, people=people)
    source = SOURCES_BY_KIND["list"]

    with database.session() as session:
        (document,) = source.load(session, [edition.list_id])
        cards = source.cards(session, [str(edition.list_id)])
        named = source.named(session, "总承包商推荐名单", 5)

    assert "示范集成" in document.body
    assert cards[str(edition.list_id)].url == f"/lists/{edition.list_id}"
    assert named == [(str(edition.list_id), "示范县数字化总承包商推荐名单")]


def test_subscriber_hears_of_the_next_edition_and_no_longer_after_stopping(
    database: Database, person: Callable[..., Person]
) -> None:
    people = make_people(database)
    edition = whole_course(database, people=people)
    reader = person(Role.ENTERPRISE)
    address = f"/lists/{edition.list_id}/subscribe"
    reader.client.post(address)
    reader.client.post(address)
    change = change_of(database, officer=people.drafter, edition=edition, provider=people.providers[0])
    confirm(database, officer=people.publisher, change=change)

    with database.session() as session:
        heard = session.exec(select(Message.body).where(Message.user_id == reader.actor.user_id)).all()
    stopped = reader.client.post(address, data={"stop": "1"}, follow_redirects=True)

    assert len(heard) == 1
    assert "变为“暂停”，至2026年12月31日" in heard[0]
    assert "有新版时通知我" in stopped.text


def test_providers_page_says_on_which_list_it_stands(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    whole_course(database, people=people)
    listed, omitted = people.providers[0].organisation_id, people.providers[2].organisation_id

    assert "在示范县推荐名单内，至2028年12月1日" in client.get(f"/providers/{listed}").text
    assert "推荐名单内" not in client.get(f"/providers/{omitted}").text


def test_pages_show_suspended_entries_and_what_differs(client: FlaskClient, database: Database) -> None:
    people = make_people(database)
    first = whole_course(database, people=people)
    change = change_of(database, officer=people.drafter, edition=first, provider=people.providers[0])
    confirm(database, officer=people.publisher, change=change)

    shown = client.get(f"/lists/{first.list_id}?as_of=2026-12-31").text
    compared = client.get(f"/lists/{first.list_id}/changes?from=1&to=2").text
    old = client.get(f"/lists/{first.list_id}/editions/1").text

    assert "暂停、移出和期满的" in shown
    assert "由“在名单内”变为“暂停”" in compared
    assert "已有新版" in old


def test_nonsense_for_a_day_is_answered_with_how_to_write_it(client: FlaskClient, database: Database) -> None:
    edition = whole_course(database, people=make_people(database))

    answer = client.get(f"/lists/{edition.list_id}?as_of=gestern")

    assert answer.status_code == 422
    assert "日期请写成 2026-11-22" in answer.text


def test_desk_and_calls_take_as_many_statements_for_20_lists_as_for_1(
    database: Database, person: Callable[..., Person], count_queries: Callable[..., object]
) -> None:
    auditor, counts = person(Role.AUDITOR), list[int]()
    for count in (1, 19):
        publish_lists(database, count=count)
        with count_queries() as counted:  # type: ignore[attr-defined]  # a context manager of the fixture
            assert auditor.client.get("/bureau/lists").status_code == 200
        counts.append(counted())

    assert counts[0] == counts[1]


def test_first_edition_takes_effect_on_the_day_that_it_names(database: Database) -> None:
    edition = whole_course(database, people=make_people(database))

    with database.session() as session:
        assert session.exec(select(ListEdition.effective_on)).all() == [date(2026, 12, 2)]
    assert edition.label == "2026年第1版"


def test_counties_to_choose_from_are_grouped_by_city_and_have_a_list(client: FlaskClient, database: Database) -> None:
    whole_course(database, people=make_people(database))

    groups = BeautifulSoup(client.get("/lists").text, "lxml").select("#f-county optgroup")

    assert [(str(one["label"]), one.get_text(strip=True)) for one in groups] == [("示范市", "示范县")]
