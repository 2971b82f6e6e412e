"""Who stands on the county's recommended list is said beside an offer and moves nobody."""

from datetime import date, timedelta

from bs4 import BeautifulSoup

from marketplace.core.clock import shanghai_day
from marketplace.core.db import Database
from marketplace.providers.models import Listing
from marketplace.recommendations.on_lists import load_list_marks
from tests.fixtures.web import NOW, Person
from tests.recommendations.market import Market
from tests.recommendations.test_page import names_of, page_of

TODAY = shanghai_day(NOW)
DAY = timedelta(days=1)


def listing(
    provider_id: int, *, county_code: str = "330603", first: date = TODAY, last: date = TODAY, number: int = 1
) -> Listing:
    return Listing(
        provider_id=provider_id,
        list_id=number,
        county_code=county_code,
        county="柯桥区",
        catalog_no=number,
        industry="印染" if number == 1 else "",
        edition_digest="a" * 64,
        listed_on=first,
        until_on=last,
    )


def add(database: Database, *rows: Listing) -> None:
    with database.transaction() as session:
        session.add_all(rows)


def offers(page: BeautifulSoup) -> dict[int, str]:
    """Return the text of each offer by its provider."""
    found = {}
    for offer in page.select(".rank > li"):
        box = offer.select_one("input[name=p]")
        assert box is not None
        found[int(str(box["value"]))] = offer.get_text()
    return found


def test_offer_of_a_listed_provider_says_so_and_keeps_its_place(
    owner: Person, market: Market, database: Database
) -> None:
    before = page_of(owner, market.dye_house)
    ids = list(offers(before))
    add(database, listing(ids[1]), listing(ids[0], county_code="331081", number=2))

    page = page_of(owner, market.dye_house)

    assert names_of(page) == names_of(before)
    assert "推荐名单上" not in before.get_text()
    assert {key: "在本县推荐名单上（印染）" in text for key, text in offers(page).items()} == {
        key: key == ids[1] for key in ids
    }
    assert "“在本县推荐名单上”只是标记，不影响名次" in page.get_text()


def test_mark_counts_from_its_first_day_to_its_last(owner: Person, market: Market, database: Database) -> None:
    ids = list(offers(page_of(owner, market.dye_house)))
    add(database, listing(ids[0]), listing(ids[1], first=TODAY + DAY, last=TODAY + 9 * DAY, number=3))

    with database.session() as session:
        found = [
            load_list_marks(session, county_code="330603", provider_ids=ids[:2], today=day)
            for day in (TODAY - DAY, TODAY, TODAY + DAY, TODAY + 9 * DAY, TODAY + 10 * DAY)
        ]

    assert [set(one) for one in found] == [set(), {ids[0]}, {ids[1]}, {ids[1]}, set()]
    assert found[1][ids[0]] == ("在本县推荐名单上（印染）", 1)
    assert found[2][ids[1]] == ("在本县推荐名单上", 3)
