"""An enterprise confirms how its words were understood."""

from marketplace.core.db import Database
from marketplace.enterprises.listed import load_listed
from marketplace.enterprises.rows import load_enterprise_rows
from marketplace.exchange.rows import IndustryRef, ProblemRow, ScenarioRow
from tests.enterprises.conftest import MakeEnterprise
from tests.fixtures.web import Person


def links_of(database: Database, person: Person) -> tuple[str, ...]:
    with database.session() as session:
        return load_enterprise_rows(session, ids=[person.actor.organisation_id])[0].problems[0].links


def field_of(database: Database, person: Person) -> str:
    with database.session() as session:
        return load_listed(session, enterprise_id=person.actor.organisation_id)[0].field


def address(person: Person) -> str:
    return f"/enterprises/{person.actor.organisation_id}/links"


def test_page_offers_the_scenario_that_the_words_mean_and_ticks_it(owner: Person) -> None:
    page = owner.client.get(address(owner)).text

    assert 'value="dye_sched" checked' in page
    assert "很可能" in page


def test_trouble_that_nobody_confirmed_says_what_it_is_taken_for(owner: Person) -> None:
    page = owner.client.get(address(owner).removesuffix("/links")).text

    assert "平台认为是：" in page
    assert "（还没有核对）" in page


def test_scenario_confirmed_on_the_page_is_kept(stored: Database, owner: Person) -> None:
    data = {"version": "1", field_of(stored, owner): ["dye_sched", "mes"]}

    answer = owner.client.post(address(owner), data=data)

    assert answer.status_code == 303
    assert links_of(stored, owner) == ("dye_sched", "mes")


def test_confirmed_scenario_survives_an_edit_that_leaves_its_text(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1", field_of(stored, owner): ["dye_sched"]})

    owner.client.post(
        f"/enterprises/{owner.actor.organisation_id}/edit",
        data={"version": "1", "problems-0-text": "排缸全靠老师傅", "problems-1-text": "新的难题"},
    )

    assert links_of(stored, owner) == ("dye_sched",)


def test_confirmed_scenario_goes_when_its_text_is_rewritten(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1", field_of(stored, owner): ["dye_sched"]})

    owner.client.post(
        f"/enterprises/{owner.actor.organisation_id}/edit",
        data={"version": "1", "problems-0-text": "仓库东西找不到"},
    )

    assert links_of(stored, owner) == ()


def test_page_without_a_tick_gives_the_linking_back(stored: Database, owner: Person) -> None:
    owner.client.post(address(owner), data={"version": "1", field_of(stored, owner): ["dye_sched"]})

    owner.client.post(address(owner), data={"version": "1"})

    assert links_of(stored, owner) == ()


def test_scenario_that_is_not_in_the_library_is_refused(stored: Database, owner: Person) -> None:
    answer = owner.client.post(address(owner), data={"version": "1", field_of(stored, owner): ["nothing"]})

    assert answer.status_code == 422
    assert links_of(stored, owner) == ()


def test_page_older_than_the_lists_changes_nothing(stored: Database, owner: Person) -> None:
    field = field_of(stored, owner)
    owner.client.post(
        f"/enterprises/{owner.actor.organisation_id}/edit", data={"version": "1", "problems-0-text": "新的难题"}
    )

    answer = owner.client.post(address(owner), data={"version": "1", field: ["dye_sched"]})

    assert answer.status_code == 409
    assert links_of(stored, owner) == ()


def test_confirmed_scenario_with_a_county_mark_shows_the_mark(
    stored: Database, officer: Person, enterprise: MakeEnterprise
) -> None:
    needs = (ScenarioRow(name="排缸", links=("dye_sched",)),)
    own = enterprise(industry=IndustryRef(gbt_code="C1713"), scenarios=needs)
    page = officer.client.get("/county/scenarios/13").text
    seen = page.split('name="seen" value="')[1].split('"')[0]
    officer.client.post("/county/scenarios/13", data={"seen": seen, "marks-dye_sched": "N"})

    assert "共性（N），县里标记" in officer.client.get(f"/enterprises/{own}").text


def test_industry_in_words_is_offered_as_codes_and_replaced_by_the_chosen_one(
    stored: Database, enterprise: MakeEnterprise, officer: Person
) -> None:
    own = enterprise(industry=IndustryRef(text="棉布印染"))
    page = officer.client.get(f"/enterprises/{own}/links").text
    with stored.session() as session:
        field = load_listed(session, enterprise_id=own)[0].field

    data = {"version": "1", field: ["dye_sched"], "industry": "C1713"}
    officer.client.post(f"/enterprises/{own}/links", data=data)

    assert "您写的行业是“棉布印染”" in page
    with stored.session() as session:
        row = load_enterprise_rows(session, ids=[own])[0]
    assert row.industry == IndustryRef(gbt_code="C1713")
    assert row.problems == (ProblemRow(text="排缸全靠老师傅", links=("dye_sched",)),)


def test_industry_left_in_words_stays(stored: Database, enterprise: MakeEnterprise, officer: Person) -> None:
    own = enterprise(industry=IndustryRef(text="棉布印染"))

    officer.client.post(f"/enterprises/{own}/links", data={"version": "1", "industry": ""})

    with stored.session() as session:
        assert load_enterprise_rows(session, ids=[own])[0].industry == IndustryRef(text="棉布印染")
