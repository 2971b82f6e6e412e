"""Pages of the programme through HTTP: typing that saves itself, checks beside fields, refusals, fixed statements."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask.testing import FlaskClient

from marketplace.core.db import Database
from tests.fixtures.web import PASSWORD, StatementCount
from tests.programme.world import COUNTIES, Land, build_land, content, fill, hand_in, publish, scan

JSON = {"Accept": "application/json"}


@pytest.fixture
def land(database: Database, tmp_path: Path) -> Land:
    return build_land(database, tmp_path, codes=COUNTIES[:4])


def enter(app: Flask, land: Land, prefix: str) -> FlaskClient:
    browser = app.test_client()
    answer = browser.post("/sign-in", data={"email": land.emails[prefix], "password": PASSWORD})
    assert answer.status_code == 303
    return browser


def text_of(page: str) -> str:
    return BeautifulSoup(page, "html.parser").get_text(" ", strip=True)


def test_county_applies_through_the_pages(app: Flask, land: Land) -> None:
    found = publish(land)
    browser = enter(app, land, COUNTIES[0])
    address = browser.post(f"/programme/rounds/{found.id}/applications").headers["Location"]
    untouched = browser.get(f"{address}/parts/form?check=1").text
    for number, part in enumerate(("form", "plan", "targets", "lists"), start=1):
        saved = browser.post(f"{address}/parts/{part}", data={**content(), "version": str(number)})
        assert saved.status_code == 303

    done = [
        browser.post(f"{address}/finalise", data={"version": "5"}),
        browser.post(
            f"{address}/government-opinion",
            data={"text": "同意申报。", "signed_on": "2026-11-20", "page": scan()},
            content_type="multipart/form-data",
        ),
        browser.post(f"{address}/submit", data={"declared": "true"}),
    ]

    assert "处需要改" not in untouched
    assert [one.status_code for one in done] == [303, 303, 303]
    shown = text_of(browser.get(address).text)
    assert "已报送，等设区市审核" in shown
    assert "回执编号 SB2026-00001" in shown


def test_typing_saves_itself_and_a_stale_window_is_told(app: Flask, land: Land) -> None:
    application = fill(land, publish(land), COUNTIES[0])
    browser = enter(app, land, COUNTIES[0])
    address = f"/programme/applications/{application.id}/parts/form"

    saved = browser.post(address, data={**content(goals="新的目标。"), "version": "5"}, headers=JSON)
    stale = browser.post(address, data={**content(goals="旧窗口。"), "version": "5"}, headers=JSON)

    assert (saved.status_code, saved.get_json()["version"]) == (200, 6)
    assert (stale.status_code, stale.get_json()["merge_url"]) == (409, address)


def test_checks_stand_beside_the_fields(app: Flask, land: Land) -> None:
    application = fill(land, publish(land), COUNTIES[0], goals="目标，" * 100, output="40", large_output="20")
    browser = enter(app, land, COUNTIES[0])

    page = browser.get(f"/programme/applications/{application.id}/parts/form").text

    shown = text_of(page)
    assert "限 200 字，现在 300 字，请删去 100 字。" in shown
    assert "附件1试点条件（二）：试点行业产值原则上不低于 100 亿元" in shown
    assert 'data-count-by="words"' in page


def test_application_with_a_missing_chapter_is_not_final_and_says_where(app: Flask, land: Land) -> None:
    application = fill(land, publish(land), COUNTIES[0], basis="")
    browser = enter(app, land, COUNTIES[0])

    answer = browser.post(f"/programme/applications/{application.id}/finalise", data={"version": "5"})

    assert answer.status_code == 422
    assert "请填写“一、基础条件”。" in text_of(answer.text)


def test_person_to_call_is_not_public(app: Flask, land: Land, client: FlaskClient) -> None:
    found = publish(land)
    application = hand_in(land, found, COUNTIES[0])

    assert client.get(f"/programme/applications/{application.id}").status_code == 303
    assert "示例联系人" not in client.get(f"/programme/rounds/{found.id}").text
    assert "示例联系人" in enter(app, land, "33").get(f"/programme/applications/{application.id}").text


def test_board_takes_as_many_statements_for_four_counties_as_for_one(
    app: Flask, land: Land, count_queries: Callable[[], AbstractContextManager[StatementCount]]
) -> None:
    found = publish(land)
    province = enter(app, land, "33")
    counts = []
    for code in COUNTIES[:4]:
        fill(land, found, code)
        if code in {COUNTIES[0], COUNTIES[3]}:
            with count_queries() as count:
                province.get(f"/programme/rounds/{found.id}/board")
            counts.append(count())

    assert counts[0] == counts[1]


def test_digest_of_the_rules_is_known_to_verification(land: Land, client: FlaskClient) -> None:
    found = publish(land)

    shown = text_of(client.get(f"/verify/{found.rules_digest}").text)

    assert "试点申报规则" in shown
    assert found.title in shown


def test_criteria_are_rows_and_a_fault_stands_beside_its_own(app: Flask, land: Land) -> None:
    province = enter(app, land, "33")
    rows = (("细分行业基础", "40", "20"), ("", "", ""), ("目标与任务", "六十", ""), ("可复制推广", "10", "11"))
    typed = {
        f"criteria-{at}-{name}": text
        for at, row in enumerate(rows)
        for name, text in zip(("label", "points", "minimum"), row, strict=True)
    }
    more = {"places": "3", "tilt_mountain": "3", "tilt_island": "2", "least_experts": "3", "notice_days": "5"}
    whole = {"title": "2028年度试点县创建", "opens_on": "2027-11-01", "closes_on": "2027-11-25", "output_year": "2026"}

    refused = province.post("/programme/rounds/new", data={**whole, **more, **typed})
    page = BeautifulSoup(refused.text, "lxml")
    mended = {**typed, "criteria-2-points": "60", "criteria-3-minimum": "5"}
    saved = province.post("/programme/rounds/new", data={**whole, **more, **mended})
    shown = text_of(province.get(saved.headers["Location"]).text)

    assert refused.status_code == 422
    faults = {one["id"]: one.get_text() for one in page.select(".field__error")}
    assert faults == {
        "f-criteria-1-points-error": "请填写整数，例如 120。",
        "f-criteria-2-minimum-error": "最低分不能超过满分 10 分。",
    }
    assert "评分标准第 2 项满分：请填写整数" in text_of(refused.text)
    kept = [page.select_one(f"#f-criteria-{at}-label") for at in range(5)]
    assert [one and one.get("value") for one in kept] == ["细分行业基础", "目标与任务", "可复制推广", "", ""]
    assert "目标与任务 60 分 – 可复制推广 10 分 5 分" in shown
