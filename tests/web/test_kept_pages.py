"""Pages kept for visitors: a change is seen at once, what is personal stays out, memory is bounded."""

from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

import pytest
from flask import Flask, flash, make_response
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from marketplace.accounts.models import Organisation
from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.changes import log_change
from marketplace.core.commits import Stand
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.kept_pages import STORE, keep_out, kept_for_visitors
from marketplace.web.page_store import BESIDE, PageKey, PageStore, SentPage
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now
from tests.fixtures.offers import make_provider, write_reference
from tests.fixtures.web import NOW, BrowserClient, Person


@pytest.fixture
def moment() -> list[datetime]:
    """The present moment, which a test may set."""
    return [NOW]


@pytest.fixture
def app(settings: Settings, database: Database, moment: list[datetime]) -> Flask:
    """The application with pages that count how often they are written."""
    made = create_app(settings, database=database, clock=lambda: moment[0])
    made.testing, made.test_client_class = True, BrowserClient
    times = iter(range(1_000))
    pages: dict[str, Callable[[], object]] = {
        "counted": lambda: f"{next(times)} {'。' * 500}",
        "timed": lambda: f"{next(times)} {now()}",
        "flashing": lambda: flash("好") or str(next(times)),
        "cookie": lambda: _with_cookie(str(next(times))),
        "late": lambda: keep_out() or str(next(times)),
        "bodies": lambda: f"{next(times)}:{_bodies()}",
        "raced": lambda: (f"{next(times)}:{_bodies()}", make_provider(database))[0],
        "gone": lambda: (str(next(times)), HTTPStatus.NOT_FOUND),
    }
    for name, page in pages.items():
        made.add_url_rule(f"/test/{name}", name, requires(Permission.PUBLIC)(kept_for_visitors(page)))
    return made


def _bodies() -> int:
    return read_session().exec(select(func.count(col(Organisation.id)))).one()


def _with_cookie(text: str) -> object:
    answer = make_response(text)
    answer.set_cookie("seen", "1")
    return answer


def read(client: FlaskClient, name: str = "counted", **options: object) -> str:
    return client.get(f"/test/{name}", **options).text.split()[0]  # type: ignore[arg-type]  # Werkzeug's.


def test_change_of_anybody_is_seen_by_the_next_visitor(client: FlaskClient, database: Database) -> None:
    write_reference(database)
    provider_id = make_provider(database, name="绍兴甲软件有限公司")
    paths = (f"/providers/{provider_id}", "/providers", "/")
    before = [client.get(path).text for path in paths]
    with database.transaction() as session:  # Nothing tells of it: no journal, no change log.
        session.exec(select(Organisation).where(Organisation.id == provider_id)).one().name = "绍兴乙软件有限公司"

    assert "甲软件" in before[0]
    assert "乙软件" in client.get(paths[0]).text


def test_page_is_written_anew_when_a_table_that_it_shows_is_written_to(client: FlaskClient, database: Database) -> None:
    before = read(client, "bodies")
    with database.transaction() as session:
        log_change(session, kind="module", object_id=1, now=NOW)
    meanwhile = read(client, "bodies")
    make_provider(database)

    assert (before, meanwhile, read(client, "bodies")) == ("0:0", "0:0", "1:1")


def test_page_that_was_written_while_somebody_committed_is_not_sent_again(client: FlaskClient) -> None:
    assert [read(client, "raced") for _ in range(2)] == ["0:0", "1:1"]


def test_page_that_looked_at_the_clock_lasts_to_the_end_of_the_minute_and_others_longer(
    client: FlaskClient, moment: list[datetime]
) -> None:
    got = []
    for seconds in (0, *[30] * 40):  # Twenty minutes, of which each page ends at two.
        moment[0] += timedelta(seconds=seconds)
        got.append((read(client), read(client, "timed")))

    assert len({one for one, _ in got}) == 1 + 2
    assert len({one for _, one in got}) == 1 + 20


def test_address_query_and_encodings_have_pages_of_their_own(client: FlaskClient) -> None:
    plain = read(client)
    narrowed = read(client, query_string={"q": "a"})
    packed = client.get("/test/counted", headers={"Accept-Encoding": "gzip"})
    elsewhere = read(client, base_url="http://other.invalid/")

    assert (plain, narrowed, elsewhere) == ("0", "1", "3")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert (read(client), read(client, query_string={"q": "a"})) == ("0", "1")


def test_page_that_is_packed_later_is_the_same(
    client: FlaskClient, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    tags = []
    for second in (1_800_000_000, 1_800_000_001):
        app.extensions["marketplace"].services[STORE] = PageStore()
        monkeypatch.setattr("gzip.time.time", lambda second=second: second)
        tags.append(client.get("/how-ranking-works", headers={"Accept-Encoding": "gzip"}).headers["ETag"])

    assert tags[0] == tags[1]


def test_head_says_what_get_would_and_sends_no_body(client: FlaskClient) -> None:
    unknown = client.head("/test/counted")
    page = client.get("/test/counted")
    known = client.head("/test/counted")

    assert (unknown.status_code, known.status_code) == (200, 200)
    assert known.get_data() == b""
    assert known.headers["ETag"] == page.headers["ETag"]
    assert known.headers["Content-Length"] == str(len(page.get_data()))


@pytest.mark.parametrize("name", ["flashing", "cookie", "late", "gone"])
def test_what_is_not_the_same_for_everybody_is_not_kept(app: Flask, name: str) -> None:
    assert [read(app.test_client(), name) for _ in range(2)] == ["0", "1"]
    assert app.extensions["marketplace"].services[STORE].used_bytes == 0


@pytest.mark.parametrize("name", ["session", "start"])
def test_browser_with_a_cookie_of_ours_is_given_a_page_of_its_own(app: Flask, client: FlaskClient, name: str) -> None:
    read(client)
    other = app.test_client()
    other.set_cookie(name, "x")

    assert (read(other), read(other), read(client)) == ("1", "2", "0")


def test_request_with_a_token_is_given_a_page_of_its_own(client: FlaskClient) -> None:
    read(client)

    assert client.get("/test/counted", headers={"Authorization": "Bearer wrong"}).status_code == 303


def test_page_without_a_database_is_not_taken_from_memory(
    client: FlaskClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(client)
    monkeypatch.setattr(database.commits, "stand", lambda: None)

    assert (first, read(client), read(client)) == ("0", "1", "2")


def test_person_who_signs_out_is_a_visitor_again(app: Flask, person: Callable[..., Person]) -> None:
    someone = person(Role.PROVIDER)
    assert "退出" in someone.client.get("/").text
    someone.client.post("/sign-out")

    assert "退出" not in someone.client.get("/").text


def standing(**numbers: int) -> Stand:
    return Stand(opened=(1, 1), seen=None, numbers=numbers)


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(0, 3_000), st.integers(1, 3)), max_size=60))
@settings(max_examples=60, deadline=None)
def test_memory_stays_bounded_and_what_is_found_is_what_was_put(steps: list[tuple[int, int, int]]) -> None:
    store, known = PageStore(most_bytes=40_000), dict[PageKey, SentPage]()
    for number, length, commit in steps:
        key = PageKey(site="", path=f"/{number}", asked=b"", encodings=str(commit))
        known[key] = SentPage(body=b"x" * length, headers=(), tables=frozenset({"module"}))
        stand = standing(module=commit, message=9)
        store.put(key, known[key], stand=stand)

        assert store.used_bytes <= store.most_bytes
        fits = length + BESIDE + 2 <= store.most_bytes // 8
        assert store.find(key, stand=standing(module=commit, message=10)) == (known[key] if fits else None)
        assert store.find(key, stand=standing(module=commit + 1, message=9)) is None
        assert store.find(key, stand=stand) is None  # It made room for the page that comes.
        store.put(key, known[key], stand=stand)


def test_pages_asked_for_last_stay() -> None:
    store, stand = PageStore(most_bytes=3 * (BESIDE + 1_000) * 3), standing()
    keys = [PageKey(site="", path=f"/{number}", asked=b"", encodings="") for number in range(20)]
    store.put(keys[0], SentPage(body=b"x" * 500, headers=()), stand=stand)
    for key in keys[1:]:
        store.put(key, SentPage(body=b"x" * 500, headers=()), stand=stand)
        assert store.find(keys[0], stand=stand) is not None

    assert store.find(keys[1], stand=stand) is None
