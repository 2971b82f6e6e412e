"""The course of a list through HTTP alone, as its people see it: office, provider, experts, public."""

import io
import json
from collections.abc import Callable
from datetime import datetime

import pytest
from docx import Document
from flask import Flask
from openpyxl import Workbook, load_workbook

from marketplace.accounts.queries import load_organisation
from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.core.digest import digest_bytes
from marketplace.lists.criteria import CRITERIA
from tests.fixtures.web import Person
from tests.journeys.visitor import Visitor
from tests.lists.world import COUNTY, DEADLINE, ENDS_AT, OPENED, make_people, make_provider, publish_lists

STATEMENTS = {f"statement_{item.key}": f"{item.label}：二十名实施人员，三个已验收的案例。" for item in CRITERIA}
ANSWERS = {"answer_q1": "no", "answer_q2": "no", "answer_q3": "no", "answer_q4": "yes", "answer_q5": "yes"}


def set_clock(app: Flask, moment: datetime) -> None:
    app.extensions["marketplace"].clock = lambda: moment


@pytest.fixture
def office(database: Database, person: Callable[..., Person]) -> tuple[Visitor, Visitor]:
    """Two officers of one bureau."""
    make_people(database, providers=0)
    drafter = person(Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY)
    colleague = person(
        Role.COUNTY, area_prefix=COUNTY, county_code=COUNTY, organisation_id=drafter.actor.organisation_id
    )
    return Visitor(drafter.client), Visitor(colleague.client)


def provider_of(database: Database, person: Callable[..., Person], *, name: str) -> Visitor:
    body = make_provider(database, name=name).organisation_id
    return Visitor(person(Role.PROVIDER, organisation_id=body).client)


def call_for_applications(officer: Visitor) -> str:
    officer.open("/bureau/lists").follow("发起一次征集")
    officer.submit("保存", title="示范县数字化总承包商征集", closes_on="2026-11-23", places="1", least_members="1")
    assert officer.status == 200, officer.text()
    officer.submit("发布征集")
    assert "正在征集" in officer.text()
    return officer.address.rsplit("/", 1)[-1]


def hand_in(provider: Visitor, *, call_id: str, **answers: str) -> None:
    provider.open(f"/calls/{call_id}/apply").submit("提交申报", **ANSWERS, **STATEMENTS, **answers)


def review_and_draft(drafter: Visitor, expert: Person, *, call_id: str) -> str:
    """From the opening of what was sealed to the draft that the scores propose; return its address."""
    drafter.open(f"/bureau/calls/{call_id}").submit("开启申报材料")
    for name in ("示范甲集成有限公司", "示范乙集成有限公司"):
        drafter.open(f"/bureau/calls/{call_id}").follow(name).submit("记录结论", verdict="pass")
    drafter.open(f"/bureau/calls/{call_id}").submit("建立评审")
    review = drafter.address
    drafter.submit("邀请", user_id=str(expert.actor.user_id), is_chair="true")
    judge = Visitor(expert.client)
    judge.open(review).follow("去申报").submit("提交申报")
    drafter.open(review).submit("开始打分")
    for name, points in (("示范甲集成有限公司", 9), ("示范乙集成有限公司", 7)):
        given = {f"score_{item.key}": str(item.points * points / 10) for item in CRITERIA}
        judge.open(review).follow(name).submit("提交打分", **given)
    drafter.open(review).submit("结束打分")
    for name in ("示范甲集成有限公司", "示范乙集成有限公司"):
        link = next(a for a in judge.open(review).page.select("a[href*=consensus]") if name in a.get_text())
        judge.open(str(link["href"])).submit("记录合议")
    drafter.open(review).submit("结束评审", minutes="专家独立打分后合议，形成以上结果。")
    drafter.open(f"/bureau/calls/{call_id}").submit("按评审结果起草名单")
    draft = drafter.address
    assert "名额 1 家已满" in drafter.text()
    return draft


def test_course_of_a_list_from_the_call_to_the_public_page(
    app: Flask, database: Database, person: Callable[..., Person], office: tuple[Visitor, Visitor]
) -> None:
    drafter, colleague = office
    first, second = (provider_of(database, person, name=f"示范{name}有限公司") for name in ("甲集成", "乙集成"))
    call_id = call_for_applications(drafter)
    hand_in(first, call_id=call_id)
    hand_in(second, call_id=call_id)
    assert "已提交" in first.text()
    assert "材料密封" in drafter.open(f"/bureau/calls/{call_id}").text()
    assert "示范甲集成" not in drafter.text()

    set_clock(app, OPENED)
    draft = review_and_draft(drafter, person(Role.EXPERT), call_id=call_id)
    drafter.submit("提交内部审核")
    assert "不能自己审核、发布" in drafter.text()

    colleague.open(draft).submit("审核通过并公示")
    assert "已开始公示" in colleague.text()
    assert "没有列入名单" in second.open("/applications").follow("示范县数字化总承包商征集").text()
    assert "离满分最远的是" in second.text()
    set_clock(app, ENDS_AT)
    colleague.open(draft).submit("作出决定", decision="经局长办公会议集体研究，决定列入以下服务商。")
    colleague.submit("发布名单", effective_on="2026-12-02")
    assert "名单已发布" in colleague.text()

    public = Visitor(app.test_client()).open("/lists").follow("示范县数字化总承包商推荐名单")
    assert "示范甲集成有限公司" in public.text()
    assert "示范乙集成有限公司" not in public.text()
    check_what_is_given_out(public)


def check_what_is_given_out(public: Visitor) -> None:
    """Open the announcement, the workbook and the raw data, and hold all of them against the digest on the page."""
    shown = public.page.select_one(".digest code")
    assert shown is not None
    digest = shown.get_text()
    links = {one.get_text(): str(one["href"]) for one in public.page.select("a[href]")}
    raw = public.client.get(links["下载原始数据（JSON）"]).data
    paper = Document(io.BytesIO(public.client.get(links["下载公布通知（Word）"]).data))
    book = load_workbook(io.BytesIO(public.client.get(links["下载公布通知（Excel）"]).data))
    words = "\n".join(one.text for one in paper.paragraphs)
    cells = [[cell.text for cell in row.cells] for table in paper.tables for row in table.rows]
    assert digest_bytes(raw) == digest
    assert json.loads(raw)["entries"][0]["name"] == "示范甲集成有限公司"
    assert "关于公布示范县数字化总承包商推荐名单（2026年第1版）的通知" in words
    assert any("示范甲集成有限公司" in row for row in cells)
    assert "示范甲集成有限公司" in {cell.value for row in book["名单"].rows for cell in row}
    assert f"内容摘要：sha256:{digest}" in {cell.value for row in book["核验"].rows for cell in row}
    assert "现行的一版" in public.open(f"/verify/{digest}").text()


def test_application_one_second_late_is_refused_with_both_times_and_keeps_what_was_typed(
    app: Flask, database: Database, person: Callable[..., Person], office: tuple[Visitor, Visitor]
) -> None:
    provider = provider_of(database, person, name="示范丙集成有限公司")
    call_id = call_for_applications(office[0])
    provider.open(f"/calls/{call_id}/apply")
    set_clock(app, DEADLINE)

    provider.submit("提交申报", **ANSWERS, **STATEMENTS)

    assert provider.status == 409
    assert "截止时间是 2026年11月24日 00:00:00，现在是 2026年11月24日 00:00:00" in provider.text()


def test_incomplete_application_is_saved_and_says_what_is_missing(
    database: Database, person: Callable[..., Person], office: tuple[Visitor, Visitor]
) -> None:
    provider = provider_of(database, person, name="示范丁集成有限公司")
    call_id = call_for_applications(office[0])

    provider.open(f"/calls/{call_id}/apply").submit("提交申报", **ANSWERS, statement_strength="有二十名实施人员。")

    assert provider.status == 422
    assert "请写“产品与方案”" in provider.text()
    assert provider.open(f"/calls/{call_id}/apply").value("statement_strength") == "有二十名实施人员。"


def read_old_list(officer: Visitor, *rows: tuple[str, ...]) -> str:
    """Send an old list as a workbook and return what the page says."""
    book = Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    file = (io.BytesIO(content.getvalue()), "名单.xlsx")
    return officer.open("/bureau/lists/import").submit("读入草案", source="示范县〔2024〕1号", file=file).text()


def test_old_list_with_a_wrong_day_and_an_unknown_name_is_refused_by_row(
    office: tuple[Visitor, Visitor], database: Database
) -> None:
    make_provider(database, name="示范戊集成有限公司")

    said = read_old_list(
        office[0], ("服务商", "有效期至"), ("示范戊集成有限公司", "2027-13-40"), ("没有这家公司", "明年")
    )

    assert office[0].status == 422
    assert "第 2 行：“有效期至”写的是“2027-13-40”，请写成年-月-日，例如 2026-11-22" in said
    assert "第 3 行：平台上没有“没有这家公司”" in said
    assert "第 3 行：“有效期至”写的是“明年”" in said


def test_old_list_with_another_credit_code_says_that_the_codes_differ(
    office: tuple[Visitor, Visitor], database: Database
) -> None:
    body = make_provider(database, name="示范己集成有限公司").organisation_id
    with database.transaction() as session:
        load_organisation(session, organisation_id=body).uscc = "91339999MA2XX0001A"

    said = read_old_list(office[0], ("服务商", "统一社会信用代码"), ("示范己集成有限公司", "91339999MA2XX0002B"))

    assert (
        "第 2 行：信用代码对不上：表里 B2 写的是 91339999MA2XX0002B，"
        "平台上“示范己集成有限公司”（表里 A2）登记的是 91339999MA2XX0001A" in said
    )
    assert "平台上没有" not in said


def test_call_shows_all_that_the_public_will_see_before_it_is_published(office: tuple[Visitor, Visitor]) -> None:
    officer = office[0].open("/bureau/lists").follow("发起一次征集")
    guide = "有三个木门行业案例的总承包商可以申报。"
    officer.submit("保存", title="示范县征集", closes_on="2026-11-23", places="1", least_members="1", guide=guide)
    checked = officer.text()
    rows = [row.get_text(" ", strip=True) for row in officer.page.select("table")[-1].select("tr")]

    officer.submit("发布征集").follow("看公开页面")
    public = [row.get_text(" ", strip=True) for row in officer.page.select("table")[-1].select("tr")]

    assert guide in checked
    assert guide in officer.text()
    assert rows == public
    assert "不是这个回答时" in rows[0]
    assert len(rows) > 5


def test_another_countys_draft_does_not_exist(
    database: Database, person: Callable[..., Person], office: tuple[Visitor, Visitor]
) -> None:
    call_id = call_for_applications(office[0])
    stranger = person(Role.COUNTY, area_prefix="330603", county_code="330603")

    assert stranger.client.get(f"/bureau/calls/{call_id}").status_code == 404
    assert stranger.client.get("/bureau/lists").status_code == 200


def test_public_pages_take_as_many_statements_for_20_lists_as_for_1(
    app: Flask, database: Database, count_queries: Callable[..., object]
) -> None:
    counts = []
    for count in (1, 19):
        publish_lists(database, count=count)
        with count_queries() as counted:  # type: ignore[attr-defined]  # a context manager of the fixture
            assert app.test_client().get("/lists").status_code == 200
        counts.append(counted())

    assert counts[0] == counts[1]


def test_colleague_checks_codes_days_and_source_of_an_old_list_and_the_notice_leaves_room_for_the_office(
    office: tuple[Visitor, Visitor], database: Database
) -> None:
    drafter, colleague = office
    make_provider(database, name="示范庚集成有限公司")
    heads = ("服务商", "列入日期", "有效期至", "说明")
    read_old_list(drafter, heads, ("示范庚集成有限公司", "2024-05-06", "2027-05-05", "第二批"))
    draft = drafter.address
    drafter.submit("提交内部审核")

    seen = colleague.open(draft).text()
    colleague.submit("审核通过并公示")

    assert "原文件：示范县〔2024〕1号" in seen
    assert all(word in seen for word in ("统一社会信用代码", "2024年5月6日", "2027年5月5日", "第二批"))
    link = next(one for one in colleague.page.select("a[href]") if "下载公示（Word）" in one.get_text())
    words = [one.text for one in Document(io.BytesIO(colleague.client.get(str(link["href"])).data)).paragraphs]
    assert any(line.startswith("联系单位：") and len(line) > len("联系单位：") for line in words)
    assert any("办公电话：__" in line for line in words)
