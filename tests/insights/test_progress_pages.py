"""The picture of a region as everybody and as its officers see it, as a page and as a workbook."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlmodel import select

from marketplace.app import create_app
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.jobs import Job
from marketplace.core.worker import run_due_jobs
from marketplace.handlers import NIGHTLY, job_handlers
from marketplace.insights.models import ProgressDay
from marketplace.insights.progress.keeping import PROGRESS_JOB, count_day, keep, sift
from marketplace.insights.progress.remembering import _MEMORIES
from marketplace.settings import Settings
from tests.fixtures.web import NOW, PASSWORD, BrowserClient, Person, counting_statements, make_member
from tests.insights.province import Size, write_province

COUNTY, CITY = "330603", "330600"


@pytest.fixture(scope="module")
def kept(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Three hundred firms of the province, counted once."""
    path = tmp_path_factory.mktemp("progress") / "progress.db"
    path.write_bytes(sqlite_template.read_bytes())
    opened = Database(f"sqlite:///{path}")
    write_province(opened, Size(firms=300, providers=60, modules=90))
    with opened.session() as session:
        sifted = sift(count_day(session, now=NOW))
    with opened.transaction() as session:
        keep(session, sifted, now=NOW)
    yield opened
    opened.dispose()


@pytest.fixture(scope="module")
def site(kept: Database, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("progress-data")
    settings = Settings(demo_mode=True, data_dir=folder, secure_cookies=False, rate_limits=False)
    made = create_app(settings, database=kept, clock=lambda: NOW)
    made.testing = True
    made.test_client_class = BrowserClient
    return made


def missing(page: str, *words: str) -> list[str]:
    return [word for word in words if word not in page]


def sign_in(site: Flask, database: Database, role: Role, prefix: str) -> FlaskClient:
    _, email = make_member(database, role=role, area_prefix=prefix)
    browser = site.test_client()
    assert browser.post("/sign-in", data={"email": email, "password": PASSWORD}).status_code == 303
    return browser


def test_everybody_sees_goals_map_and_industries_of_the_kept_day(site: Flask) -> None:
    page = site.test_client().get("/insights/progress").text

    assert missing(page, "计划到 2025 年的目标", "目标 30 个以上", "目标 300 家以上", "方格地图", "杭州市") == []
    assert missing(page, "2026年11月22日", "2026年度试点县创建") == []
    assert "谁在承接改造" not in page
    assert "已开始填写" not in page


def test_bureau_of_the_province_sees_works_and_effects_of_now(site: Flask, kept: Database) -> None:
    page = sign_in(site, kept, Role.PROVINCE, "33").get("/insights/progress").text

    assert missing(page, "数字是刚刚统计的", "谁在承接改造", "改造带来了什么", "交货周期") == []
    assert missing(page, "验收项目合同额", "已开始填写") == []


def test_county_sees_its_own_industries_and_no_other_county_s(site: Flask, kept: Database) -> None:
    officer = sign_in(site, kept, Role.COUNTY, COUNTY)

    own = officer.get(f"/insights/progress?region={COUNTY}").text
    other = officer.get("/insights/progress?region=330602").text

    assert "数字是刚刚统计的" in own
    assert "谁在承接改造" in own
    assert "分行业的数字公开到全省" in other
    assert "谁在承接改造" not in other


def test_city_sees_its_counties_on_the_map(site: Flask, kept: Database) -> None:
    page = (
        sign_in(site, kept, Role.CITY, "3306").get(f"/insights/progress?region={CITY}&measure=firms&industry=17").text
    )

    assert "6 个县（市、区）的数字" in page
    assert "region=330603" in page


@pytest.mark.parametrize("query", ["region=999999", "region=x", "industry=77", "measure=wrong"])
def test_odd_filters_are_answered_in_words(site: Flask, query: str) -> None:
    answer = site.test_client().get(f"/insights/progress?{query}")

    assert answer.status_code == 404
    assert "从列表里" in answer.text


def test_workbook_holds_every_county_and_industry(site: Flask, kept: Database) -> None:
    content = sign_in(site, kept, Role.PROVINCE, "33").get("/insights/progress/table.xlsx").data
    book = openpyxl.load_workbook(io.BytesIO(content))

    assert book.sheetnames == [
        "总览",
        "按县（市、区）",
        "按行业",
        "申报",
        "机会集中度",
        "承接项目",
        "改造前后",
        "成效",
        "变化",
        "说明",
    ]
    counties = list(book["按县（市、区）"].iter_rows(min_row=2, values_only=True))
    assert len(counties) == 90
    whole = next(row[1] for row in book["总览"].iter_rows(values_only=True) if row[0] == "登记企业")
    # One firm states no county: it counts in the province alone.
    assert sum(row[2] for row in counties) == whole - 1


def test_public_workbook_has_no_sheet_of_works(site: Flask) -> None:
    book = openpyxl.load_workbook(io.BytesIO(site.test_client().get("/insights/progress/table.xlsx").data))

    assert "承接项目" not in book.sheetnames
    assert any("不到 3 家" in str(cell.value) for cell in book["说明"]["A"])


def test_statements_are_as_many_for_a_province_as_for_a_city(site: Flask, kept: Database) -> None:
    counts = []
    browser = sign_in(site, kept, Role.PROVINCE, "33")
    for query in ("", f"?region={CITY}"):
        _MEMORIES.clear()
        with counting_statements(kept) as count:
            browser.get(f"/insights/progress{query}")
        counts.append(count())

    # A goal of the province needs no statement more than the figures of a city.
    assert counts[0] == counts[1] < 40


def test_before_the_first_night_the_page_says_when(client: FlaskClient) -> None:
    page = client.get("/insights/progress").text

    assert "每天凌晨统计一次" in page


def test_worker_keeps_the_day_when_the_operator_asks(
    database: Database, settings: Settings, person: Callable[..., Person]
) -> None:
    write_province(database, Size(firms=30, providers=3, modules=3))
    operator = person(Role.OPERATOR)

    operator.client.post("/insights/progress/keep")
    with database.session() as session:
        kinds = list(session.exec(select(Job.kind)))
    done = run_due_jobs(database, job_handlers(settings), clock=lambda: NOW)

    assert PROGRESS_JOB in kinds
    assert PROGRESS_JOB in NIGHTLY
    assert done >= 1
    with database.session() as session:
        assert session.exec(select(ProgressDay)).first() is not None
