"""A sentence in the search box leads on: to the scenarios it seems to mean, and to a start that keeps it."""

from collections.abc import Callable

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.search import meaning
from marketplace.search.meaning import may_tell_trouble
from marketplace.search.schemas import SearchIn
from marketplace.taxonomy.linking import ScenarioGuess
from search_index import Hit, Results, Span
from tests.fixtures.web import Person
from tests.recommendations.market import DYE_HOUSE, add_enterprise

SENTENCE = "水电汽分项总看不清"
Page = Callable[..., str]


def found(*titles: str) -> Results:
    hits = tuple(
        Hit(kind="module", id=str(place), title=title, score=1.0, title_spans=(Span(title, marked=False),), snippet=())
        for place, title in enumerate(titles)
    )
    return Results(total=len(hits), hits=hits, facets={})


@pytest.mark.parametrize(
    ("text", "results", "told"),
    [
        (SENTENCE, found(), True),
        (SENTENCE, found("能耗看板"), True),
        ("排产", found("染缸快反排产"), False),
        ("省电", found(), True),
        ("染缸快反排产", found("染缸快反排产"), False),
        ("绍兴柯印智联科技有限公司", found(), False),
        ("“厂里电费太高”", found(), False),
        ("电费太高 -本地部署", found(), False),
        ("mes", found(), False),
        ("", found("能耗看板"), False),
    ],
)
def test_sentence_that_names_nothing_found_may_tell_a_trouble(*, text: str, results: Results, told: bool) -> None:
    assert may_tell_trouble(SearchIn(q=text), results=results, page=1) is told


def test_narrowed_questions_and_later_pages_are_no_troubles() -> None:
    assert not may_tell_trouble(SearchIn(q=SENTENCE, kind=["module"]), results=found(), page=1)
    assert not may_tell_trouble(SearchIn(q=SENTENCE, industry=[17]), results=found(), page=1)
    assert not may_tell_trouble(SearchIn(q=SENTENCE), results=found(), page=2)


@given(st.text(max_size=40))
def test_whatever_is_named_by_a_hit_is_no_trouble(text: str) -> None:
    wanted = SearchIn(q=text)

    assert not may_tell_trouble(wanted, results=found(f"示例{wanted.q}模块"), page=1)


@pytest.fixture
def energy_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand for the linker, whose fitting takes seconds and whose judgement has tests of its own."""
    guess = ScenarioGuess(code="energy", name="能源计量", confidence=0.8)
    monkeypatch.setattr(meaning, "guess_scenarios", lambda *_given, **_named: [(guess,)])


@pytest.mark.usefixtures("province", "energy_is_meant")
def test_page_leads_a_sentence_to_its_scenarios_and_to_a_start_that_keeps_it(
    search_for: Page, client: FlaskClient
) -> None:
    page = BeautifulSoup(search_for(q=SENTENCE), "html.parser")

    panel = page.select_one("section[aria-labelledby=h-trouble]")
    assert panel is not None
    assert [a["href"] for a in panel.select(".index a")] == ["/scenarios/energy"]
    onwards = panel.select_one("a.btn--main")
    assert onwards is not None
    assert SENTENCE in client.get(str(onwards["href"])).text


@pytest.mark.usefixtures("province", "energy_is_meant")
def test_page_leaves_names_alone(search_for: Page) -> None:
    assert "像是在说厂里的难处" not in search_for(q="染缸快反排产")


@pytest.mark.usefixtures("province", "energy_is_meant")
@pytest.mark.parametrize("text", ["火星旅行", "我想去海南度假"])
def test_page_sees_no_trouble_in_what_is_about_other_things(search_for: Page, text: str) -> None:
    page = search_for(q=text)

    assert "没有找到" in page
    assert "像是在说厂里的难处" not in page


@pytest.mark.usefixtures("province", "energy_is_meant")
def test_program_is_told_what_a_sentence_means(client: FlaskClient) -> None:
    answer = client.get("/api/v1/search", query_string={"q": SENTENCE}).json

    assert answer is not None
    assert answer["meant"] == [{"code": "energy", "name": "能源计量", "modules": 0}]


@pytest.fixture
def dye_house(database: Database, province: list[int]) -> str:
    add_enterprise(database, DYE_HOUSE, county_code="330603")
    return DYE_HOUSE.name


@pytest.mark.parametrize(
    ("role", "area", "sees"),
    [
        (Role.AUDITOR, "", True),
        (Role.AUDITOR, "3306", True),
        (Role.AUDITOR, "339999", False),
        (Role.COUNTY, "330603", True),
        (Role.COUNTY, "330602", False),
        (Role.PROVIDER, "", False),
        (Role.ENTERPRISE, "", False),
    ],
)
def test_enterprises_are_found_by_those_who_oversee_them_alone(
    *, dye_house: str, person: Callable[..., Person], role: Role, area: str, sees: bool
) -> None:
    someone = person(role, area_prefix=area)

    page = BeautifulSoup(someone.client.get("/search", query_string={"q": dye_house[2:8]}).text, "html.parser")

    names = [a.get_text() for a in page.select("section[aria-labelledby=h-firms] .index span")]
    assert names == ([dye_house] if sees else [])


def test_visitors_find_no_enterprise(dye_house: str, search_for: Page) -> None:
    assert "辖区企业" not in search_for(q=dye_house[2:8])
