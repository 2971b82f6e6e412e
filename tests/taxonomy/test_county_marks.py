"""A county's N/X marks, through its page."""

from collections.abc import Callable

import pytest

from marketplace.core.actor import Actor, Role
from marketplace.core.db import Database
from marketplace.core.errors import ForbiddenError
from marketplace.exchange.labels import NeedKind
from marketplace.taxonomy.queries import load_marks
from marketplace.taxonomy.services import mark_scenarios
from tests.fixtures.web import NOW, Person

MakePerson = Callable[..., Person]


@pytest.fixture
def officer(stored: Database, person: MakePerson) -> Person:
    return person(Role.COUNTY, area_prefix="330603", county_code="330603")


def marks(database: Database) -> dict[str, NeedKind]:
    with database.session() as session:
        return load_marks(session, county_code="330603", catalog_no=13)


def seen(officer: Person) -> str:
    page = officer.client.get("/county/scenarios/13").text
    return page.split('name="seen" value="')[1].split('"')[0]


def test_marks_page_shows_the_scenarios_of_the_trade_and_of_any_plant(officer: Person) -> None:
    page = officer.client.get("/county/scenarios/13").text

    assert "这个行业特有的场景" in page
    assert "染缸排产" in page
    assert "能耗监测" in page


def test_marks_page_of_another_trade_leaves_the_foreign_scenario_out(officer: Person) -> None:
    assert "染缸排产" not in officer.client.get("/county/scenarios/8").text


def test_marks_chosen_on_the_page_are_kept(stored: Database, officer: Person) -> None:
    data = {"seen": seen(officer), "marks-dye_sched": "N", "marks-energy_meter": "X", "marks-mes": ""}

    answer = officer.client.post("/county/scenarios/13", data=data)

    assert answer.status_code == 303
    assert marks(stored) == {"dye_sched": NeedKind.COMMON, "energy_meter": NeedKind.INDIVIDUAL}


def test_mark_taken_away_on_the_page_is_gone(stored: Database, officer: Person) -> None:
    officer.client.post("/county/scenarios/13", data={"seen": seen(officer), "marks-dye_sched": "N"})

    officer.client.post("/county/scenarios/13", data={"seen": seen(officer), "marks-dye_sched": ""})

    assert marks(stored) == {}


def test_marks_on_a_stale_page_change_nothing_and_keep_what_was_chosen(stored: Database, officer: Person) -> None:
    old = seen(officer)
    officer.client.post("/county/scenarios/13", data={"seen": old, "marks-dye_sched": "N"})

    answer = officer.client.post("/county/scenarios/13", data={"seen": old, "marks-energy_meter": "X"})

    assert answer.status_code == 409
    assert 'name="marks-energy_meter" value="X" checked' in answer.text
    assert marks(stored) == {"dye_sched": NeedKind.COMMON}


def test_marks_sent_twice_are_no_conflict(officer: Person) -> None:
    data = {"seen": seen(officer), "marks-dye_sched": "N"}
    officer.client.post("/county/scenarios/13", data=data)

    assert officer.client.post("/county/scenarios/13", data=data).status_code == 303


def test_mark_that_is_no_choice_is_refused_with_a_sentence(stored: Database, officer: Person) -> None:
    answer = officer.client.post("/county/scenarios/13", data={"seen": seen(officer), "marks-dye_sched": "Q"})

    assert answer.status_code == 422
    assert "标记只能选" in answer.text
    assert marks(stored) == {}


def test_marks_for_an_industry_outside_the_catalogue_are_not_found(officer: Person) -> None:
    assert officer.client.get("/county/scenarios/40").status_code == 404


def test_marks_of_another_county_are_forbidden_to_the_service(stored: Database, officer: Person) -> None:
    stranger: Actor = officer.actor
    with stored.transaction() as session, pytest.raises(ForbiddenError):
        mark_scenarios(
            session,
            actor=stranger,
            county_code="330782",
            catalog_no=13,
            marks={"mes": NeedKind.COMMON},
            now=NOW,
        )


def test_overview_counts_the_marks_of_each_industry(officer: Person) -> None:
    officer.client.post("/county/scenarios/13", data={"seen": seen(officer), "marks-dye_sched": "N", "marks-mes": "N"})

    page = officer.client.get("/county/scenarios").text

    assert "棉纺织及印染精加工" in page
    assert "已标 2 个" in page


def test_overview_for_an_enterprise_is_forbidden(stored: Database, person: MakePerson) -> None:
    assert person(Role.ENTERPRISE).client.get("/county/scenarios").status_code == 403
