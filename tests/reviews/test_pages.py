"""Pages of reviews through HTTP: panel, declaration, sealed scores, consensus, minutes read back."""

import io
import re
from collections.abc import Callable

import pytest
from docx import Document
from openpyxl import load_workbook

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.reviews.models import Review
from marketplace.reviews.queries import load_sheets
from tests.fixtures.web import Person
from tests.reviews.world import (
    COUNTY,
    MINUTES,
    candidate_in,
    candidates_of,
    declare_for,
    make_bureau,
    make_expert,
    marks,
    open_one,
    scored,
    seat,
    started,
    submit,
)

GOOD = {"a": marks(350, 500), "b": marks(300, 450), "c": marks(300, 450)}


@pytest.fixture
def bureau(person: Callable[..., Person]) -> Person:
    return person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)


@pytest.fixture
def experts(person: Callable[..., Person]) -> list[Person]:
    return [person(Role.EXPERT) for _ in range(2)]


def begun(database: Database, *, bureau: Person, experts: list[Person]) -> Review:
    return started(database, officer=bureau.actor, experts=[expert.actor for expert in experts])


def entry(strength: str, cases: str, **more: str) -> dict[str, str]:
    return {"score_strength": strength, "score_cases": cases, "verdict_license": "pass", "version": "1", **more}


def test_whole_review_through_the_browser(database: Database, bureau: Person, experts: list[Person]) -> None:
    review = open_one(database, officer=bureau.actor)
    here = f"/reviews/{review.id}"
    ids = [row.id for row in candidates_of(database, review=review).values()]
    for number, expert in enumerate(experts):
        data = {"user_id": str(expert.actor.user_id)} | ({"is_chair": "true"} if number == 0 else {})
        assert bureau.client.post(f"{here}/members", data=data).status_code == 303
        assert expert.client.post(f"{here}/declaration", data={}).status_code == 303
    assert bureau.client.post(f"{here}/start").status_code == 303
    for expert in experts:
        for candidate_id in ids:
            sent = expert.client.post(f"{here}/candidates/{candidate_id}", data=entry("35", "50.5", do="submit"))
            assert sent.status_code == 303
    assert bureau.client.post(f"{here}/close").status_code == 303
    for candidate_id in ids:
        page = experts[0].client.get(f"{here}/consensus/{candidate_id}").text
        assert "85.5" in page
        sent = experts[0].client.post(f"{here}/consensus/{candidate_id}", data=entry("35", "50.5"))
        assert sent.status_code == 303
    assert bureau.client.post(f"{here}/conclude", data={"minutes": MINUTES}).status_code == 303

    results = bureau.client.get(f"{here}/results").text
    assert results.count('<span class="who">并列</span>') == 3
    assert MINUTES in results


def test_minutes_and_sheets_are_read_back(database: Database, bureau: Person, experts: list[Person]) -> None:
    review = scored(database, officer=bureau.actor, experts=[one.actor for one in experts], given=GOOD)
    here = f"/reviews/{review.id}"
    for key, row in candidates_of(database, review=review).items():
        given = {"a": ("35", "50"), "b": ("30", "45"), "c": ("30", "45")}[key]
        experts[0].client.post(f"{here}/consensus/{row.id}", data=entry(*given))
    bureau.client.post(f"{here}/conclude", data={"minutes": MINUTES})

    page = bureau.client.get(here).text
    links = dict(re.findall(r'href="(/documents/\d+/\w+)">下载(\S+)</a>', page))
    by_label = {label: url for url, label in links.items()}
    minutes = Document(io.BytesIO(bureau.client.get(by_label["评审纪要（Word）"]).data))
    book = load_workbook(io.BytesIO(bureau.client.get(by_label["评审纪要（Excel）"]).data))

    result = next(table for table in minutes.tables if table.cell(0, 0).text == "名次")
    assert [[cell.text for cell in row.cells] for row in result.rows][1:] == [
        ["1", "候选单位a", "35.0", "50.0", "85.0"],
        ["2（并列）", "候选单位b", "30.0", "45.0", "75.0"],
        ["2（并列）", "候选单位c", "30.0", "45.0", "75.0"],
    ]
    assert MINUTES in [paragraph.text for paragraph in minutes.paragraphs]
    assert book["合议结果"]["F4"].value == 0
    assert len(list(book["单项打分"].iter_rows(min_row=4))) == 6
    assert "专家打分表（Word）" in by_label


def test_papers_are_for_the_panel_and_those_who_watch(
    database: Database, bureau: Person, experts: list[Person], person: Callable[..., Person]
) -> None:
    review = scored(database, officer=bureau.actor, experts=[one.actor for one in experts], given=GOOD)
    here = f"/reviews/{review.id}"
    for key, row in candidates_of(database, review=review).items():
        given = {"a": ("35", "50"), "b": ("30", "45"), "c": ("30", "45")}[key]
        experts[0].client.post(f"{here}/consensus/{row.id}", data=entry(*given))
    bureau.client.post(f"{here}/conclude", data={"minutes": MINUTES})
    address = re.findall(r'href="(/documents/\d+/docx)"', bureau.client.get(here).text)[0]

    assert experts[1].client.get(address).status_code == 200
    assert person(Role.AUDITOR).client.get(address).status_code == 200
    assert person(Role.EXPERT).client.get(address).status_code == 404
    assert person(Role.COUNTY, area_prefix="330102", county_code="330102").client.get(address).status_code == 404


def test_scores_of_others_are_nowhere_on_an_experts_pages(
    database: Database, bureau: Person, experts: list[Person]
) -> None:
    review = begun(database, bureau=bureau, experts=experts)
    target = candidates_of(database, review=review)["a"].id or 0
    submit(database, expert=experts[1].actor, review=review, candidate_id=target, given=marks(333, 444))

    for who in (experts[0], bureau):
        board = who.client.get(f"/reviews/{review.id}").text
        assert "33.3" not in board
        assert "77.7" not in board
    assert experts[0].client.get(f"/reviews/{review.id}/consensus/{target}").status_code == 404


def test_draft_is_kept_and_bad_points_are_sent_back(database: Database, bureau: Person, experts: list[Person]) -> None:
    review = begun(database, bureau=bureau, experts=experts)
    here = f"/reviews/{review.id}/candidates/{candidates_of(database, review=review)['a'].id}"

    kept = experts[0].client.post(here, data={"score_strength": "35.5", "version": "1", "do": "save"})
    shown = experts[0].client.get(here).text
    bad = experts[0].client.post(here, data={"score_strength": "三十", "version": "2", "do": "submit"})
    high = experts[0].client.post(here, data={"score_strength": "41", "version": "2", "do": "submit"})

    assert kept.status_code == 303
    assert 'value="35.5"' in shown
    assert bad.status_code == 422
    assert "请填写分数，例如 17.5" in bad.text
    assert 'value="三十"' in bad.text
    assert "不能超过满分 40 分" in high.text


def test_sheet_of_another_window_is_not_overwritten(database: Database, bureau: Person, experts: list[Person]) -> None:
    review = begun(database, bureau=bureau, experts=experts)
    here = f"/reviews/{review.id}/candidates/{candidates_of(database, review=review)['a'].id}"
    experts[0].client.post(here, data={"score_strength": "35", "version": "1", "do": "save"})

    stale = experts[0].client.post(here, data={"score_strength": "20", "version": "1", "do": "save"})

    assert stale.status_code == 409
    assert 'value="20"' in stale.text
    with database.session() as session:
        assert {"strength": 350} in [sheet.scores for sheet in load_sheets(session, review_id=review.id or 0)]


def test_declared_candidate_needs_its_reason(database: Database, bureau: Person, experts: list[Person]) -> None:
    review = open_one(database, officer=bureau.actor)
    seat(database, officer=bureau.actor, review=review, expert=experts[0].actor)
    target = candidates_of(database, review=review)["a"].id

    sent = experts[0].client.post(f"/reviews/{review.id}/declaration", data={f"has_{target}": "true"})

    assert sent.status_code == 422
    assert "请写明是什么关系" in sent.text


def test_review_of_another_county_does_not_exist(
    database: Database, person: Callable[..., Person], bureau: Person
) -> None:
    review = open_one(database, officer=bureau.actor)
    stranger = person(Role.COUNTY, area_prefix="330102", county_code="330102")

    assert stranger.client.get(f"/reviews/{review.id}").status_code == 404
    assert stranger.client.post(f"/reviews/{review.id}/start").status_code == 404
    assert person(Role.EXPERT).client.get(f"/reviews/{review.id}").status_code == 404
    assert person(Role.CITY, area_prefix="3399").client.get(f"/reviews/{review.id}").status_code == 200


def test_start_that_is_not_possible_says_what_is_missing(database: Database, bureau: Person) -> None:
    review = open_one(database, officer=bureau.actor)

    sent = bureau.client.post(f"/reviews/{review.id}/start")

    assert sent.status_code == 409
    assert "专家组至少要 2 人，现在有 0 人" in sent.text


def test_expert_states_employers_and_holdings(experts: list[Person]) -> None:
    data = {
        "field": "印染",
        "employer_name": "示范大学",
        "employer_uscc": "",
        "past-0-name": "示范云服务有限公司",
        "past-0-uscc": "",
        "holdings-0-name": "示范集成有限公司",
        "holdings-0-uscc": "",
        "version": "0",
    }

    sent = experts[0].client.post("/reviews/profile", data=data)
    shown = experts[0].client.get("/reviews/profile").text

    assert sent.status_code == 303
    assert 'value="示范云服务有限公司"' in shown
    assert 'value="示范集成有限公司"' in shown


def test_wrong_credit_code_in_a_statement_is_sent_back(experts: list[Person]) -> None:
    data = {
        "field": "印染",
        "employer_name": "示范大学",
        "past-0-name": "甲",
        "past-0-uscc": "91330000X",
        "version": "0",
    }

    sent = experts[0].client.post("/reviews/profile", data=data)

    assert sent.status_code == 422
    assert "统一社会信用代码不对" in sent.text


def test_board_asks_as_often_for_three_as_for_twenty(
    database: Database, bureau: Person, count_queries: Callable[..., object]
) -> None:
    few = open_one(database, officer=bureau.actor)
    many = open_one(database, officer=bureau.actor, candidates=tuple(candidate_in(str(number)) for number in range(20)))
    for review in (few, many):
        for _ in range(2):
            expert = make_expert(database)
            seat(database, officer=bureau.actor, review=review, expert=expert)
            declare_for(database, review=review, expert=expert)

    with count_queries() as three:  # type: ignore[attr-defined]
        bureau.client.get(f"/reviews/{few.id}")
    with count_queries() as twenty:  # type: ignore[attr-defined]
        bureau.client.get(f"/reviews/{many.id}")

    assert three() == twenty()


def test_desk_lists_what_concerns_the_actor(database: Database, bureau: Person, experts: list[Person]) -> None:
    begun(database, bureau=bureau, experts=experts)
    open_one(database, officer=make_bureau(database))

    assert experts[0].client.get("/reviews").text.count("木门行业总承包商推荐名单评审") == 1
    assert bureau.client.get("/reviews").text.count("木门行业总承包商推荐名单评审") == 1
