"""A whole round in a browser: twelve counties, five experts, a conflict, a tie, an upheld objection, every paper read.

What people decide is done on the pages, once by each of them; what they repeat for other counties and sheets is done
by the services behind those pages.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marketplace.core.actor import Actor, Role
from marketplace.core.journal import verify
from marketplace.notices.labels import Ground, Outcome, Remedy
from marketplace.programme.labels import APPLICATION_PART_LABELS, ApplicationPart
from marketplace.programme.models import PilotRound
from marketplace.programme.plan import PART_FIELDS
from marketplace.programme.queries.rounds import load_round
from marketplace.reviews.panel import declare
from marketplace.reviews.queries import load_candidates
from tests.browser.papers import BOOK, PAPER, download_papers
from tests.browser.window import BrowserWindow
from tests.fixtures.browser import DESK, PHONE, WIDTHS, Site, grave_violations, overflow, sign_in
from tests.fixtures.web import make_member
from tests.programme.judging import MINUTES, PLACES, SCORES, agree, score
from tests.programme.world import (
    AFTER,
    COUNTIES,
    CRITERIA_FIELDS,
    Land,
    build_land,
    content,
    county_name,
    qualify,
    scan,
)

pytestmark = pytest.mark.browser
NOTICED = datetime.fromisoformat("2026-12-01T02:00:00+00:00")
CLEAR = datetime.fromisoformat("2026-12-20T02:00:00+00:00")
FIRST, MOUNTAIN, WRONG, NEXT, OBJECTOR = COUNTIES[0], COUNTIES[1], COUNTIES[2], COUNTIES[9], COUNTIES[11]
ROUND = {
    "title": "2027年度试点县（市、区）创建",
    "opens_on": "2026-11-01",
    "closes_on": "2026-11-25",
    "output_year": "2025",
    "places": str(PLACES),
    "tilt_mountain": "3",
    "tilt_island": "2",
    "least_experts": "4",
    "notice_days": "5",
    **CRITERIA_FIELDS,
}
AGREED = {"text": "同意申报。", "signed_on": "2026-11-20"}
# Pages as no other test has them checked: refused, or between two decisions.
CHECKED = {
    "rules refused",
    "application final",
    "own sheets",
    "consensus",
    "tie",
    "objection answered",
    "second notice",
}
TIE = "集体研究：山区县优先，其余看产业集聚度。"
FACTS = "填报的产值包含了外县企业，数据不实。"
ANSWER = "经核查，产值确有重复计算，异议成立。"
RATIONALE = "产值不实，不符合条件的要求，予以移出。"


@dataclass(slots=True, kw_only=True)
class Course:
    """The round as it goes on: the site with its clock, the people, and what was wrong on the pages passed."""

    site: Site
    land: Land
    experts: list[tuple[Actor, str]]
    open_browser: Callable[..., Page]
    picture: Callable[..., None]
    faults: list[str] = field(default_factory=list)
    windows: list[BrowserWindow] = field(default_factory=list)

    def at(self, now: datetime) -> None:
        self.site.app.extensions["marketplace"].clock = lambda: now

    def enter(self, email: str, *, width: int) -> BrowserWindow:
        """Open a window for somebody; "" is a visitor."""
        tab = self.open_browser(width=width)
        # A panel's minutes and sheets are set in three formats while the page waits.
        tab.context.set_default_timeout(60_000)
        if email:
            sign_in(tab, email)
        self.windows.append(BrowserWindow(tab))
        return self.windows[-1]

    def province(self) -> BrowserWindow:
        return self.enter(self.land.emails["33"], width=DESK)

    def look(self, window: BrowserWindow, name: str) -> BrowserWindow:
        """Note what doesn't fit on the page that is open, and what shuts people out of it; keep pictures of it."""
        tab = window.tab
        kept = tab.viewport_size
        if name in CHECKED:
            self.faults += [f"{name}: {one}" for one in grave_violations(tab)]
        for width in WIDTHS:
            tab.set_viewport_size({"width": width, "height": 844})
            self.faults += [f"{name}: {wide} px too wide at {width}"] if (wide := overflow(tab)) else []
            self.picture(tab, f"round {name}")
        if kept:
            tab.set_viewport_size(kept)
        return window


@pytest.fixture
def course(site: Site, open_browser: Callable[..., Page], picture: Callable[..., None], tmp_path: Path) -> Course:
    land = build_land(site.database, tmp_path)
    people = [make_member(site.database, role=Role.EXPERT) for _ in range(4)]
    # The fifth works for the first county's bureau and must not judge it.
    bureau = land.counties[FIRST].organisation_id
    people.append(make_member(site.database, role=Role.EXPERT, organisation_id=bureau))
    return Course(site=site, land=land, experts=people, open_browser=open_browser, picture=picture)


def test_round_from_its_rules_to_the_published_list(course: Course, monkeypatch: pytest.MonkeyPatch) -> None:
    found = set_up(course)
    apply(course, found)
    with monkeypatch.context() as quick:
        # The papers of the other counties are not read here, and setting them as PDF takes longest of all.
        quick.setattr("marketplace.documents.services.can_write_pdf", lambda: False)
        for code in COUNTIES[1:]:
            qualify(course.land, found, code)
    course.at(AFTER)
    province = screen(course, found)
    review = gather_panel(course, province)
    judge(course, province, review)
    course.at(NOTICED)
    notice = propose(course, found)
    objection = object_to(course, notice)
    uphold(course, objection, notice_id=notice)
    course.at(CLEAR)
    read_list(course, publish(course, found))

    with course.land.database.session() as session:
        assert verify(session).is_intact
    assert [*course.faults, *(fault for one in course.windows for fault in one.faults)] == []


def set_up(course: Course) -> PilotRound:
    """Draft the round's rules row by row and publish them."""
    province = course.province().open("/programme").follow("起草一轮申报")
    refused = province.submit("保存草稿", **{**ROUND, "criteria-0-minimum": "41"})
    assert refused.status == 422
    expect(province.tab.locator("#f-criteria-0-minimum-error")).to_have_text("最低分不能超过满分 40 分。")
    course.look(province, "rules refused").submit("保存草稿", **{"criteria-0-minimum": "20"})
    course.look(province, "draft").submit("发布")
    assert "已发布，规则已冻结" in province.text()
    course.look(province, "rules")
    with course.land.database.session() as session:
        return load_round(session, round_id=int(province.address.rsplit("/", 1)[1]))


def apply(course: Course, found: PilotRound) -> None:
    """A county types its application part by part, seals it and hands it in; its city agrees."""
    county = course.enter(course.land.emails[FIRST], width=PHONE)
    county.open("/programme").follow(found.title).submit("开始申报")
    course.look(county, "application begun").follow(APPLICATION_PART_LABELS[ApplicationPart.FORM])
    typed = content()
    for part in ApplicationPart:
        button = "保存，回到申报" if part is ApplicationPart.LISTS else "保存，填下一部分"
        fields = {name: typed[name] for name in PART_FIELDS[part] if typed[name]}
        course.look(county, f"part {part}").submit(button, **fields)
    assert county.text().count("没有缺漏") == len(ApplicationPart)
    course.look(county, "application complete").submit("定稿并生成申报书")
    read_application(course.look(county, "application final"))
    county.submit("录入政府意见", **AGREED, page=scan()).submit("报送设区市", declared="true")
    assert "已报送，等设区市审核" in course.look(county, "application handed in").text()
    [receipt] = [papers for title, papers in download_papers(county.tab).items() if "报送回执" in title]
    assert all("SB2026-00001" in words for words in receipt.values())

    city = course.enter(course.land.emails[FIRST[:4]], width=PHONE)
    city.open(f"/programme/rounds/{found.id}").follow("看申报和办理进度")
    course.look(city, "board of a city").follow(county_name(FIRST))
    course.look(city, "city opinion").submit("提交审核意见", decision="agree", **AGREED)
    assert "设区市同意，等省级初审" in city.text()


def read_application(county: BrowserWindow) -> None:
    [papers] = download_papers(county.tab).values()
    assert set(papers) == PAPER
    for words in papers.values():
        wanted = (county_name(FIRST), "木门制造", "120.5", content()["goals"], "示例木门一厂有限公司", "sha256:")
        assert [one for one in wanted if one not in words] == []


def screen(course: Course, found: PilotRound) -> BrowserWindow:
    """Record the paper copies and decide the first county's conditions; the others are decided already."""
    province = course.province().open(f"/programme/rounds/{found.id}/board")
    assert "还有 1 份申报没有办完审核和初审" in province.text()
    assert province.page.select("form[action$='/competition']") == []
    course.look(province, "board while screening").follow(county_name(FIRST)).follow("登记纸质材料和初审")
    province.submit("登记纸质材料", paper_copies="5", paper_received_on="2026-11-24")
    asked = {str(one["name"]) for one in province.page.select("input[name^=verdict_]")}
    verdicts = dict.fromkeys(asked, "yes")
    course.look(province, "screening").submit(
        "保存初审结果", **verdicts, is_qualified="true", reason="材料齐全，符合条件。"
    )
    assert "初审结果已保存" in province.text()
    return province


def gather_panel(course: Course, province: BrowserWindow) -> int:
    """Open the competition and name the panel; who works for a county shows as its conflict at once."""
    province.submit("建立竞争性评审")
    review_id = int(province.address.rsplit("/", 1)[1])
    for number, (expert, _) in enumerate(course.experts):
        fields = {"is_chair": "true"} if number == 0 else {}
        province.submit("邀请", user_id=str(expert.user_id), **fields)
    expect(province.tab.locator("td", has_text="云溪市第1溪县（")).to_have_count(1)
    with course.land.database.transaction() as session:
        for expert, _ in course.experts[:4]:
            declare(session, actor=expert, review_id=review_id, reasons={}, now=AFTER)
    excluded = course.enter(course.experts[4][1], width=PHONE)
    excluded.open(f"/reviews/{review_id}").follow("去申报")
    course.look(excluded, "declaration").submit("提交申报")
    province.open(province.address)
    course.look(province, "panel").submit("开始打分")
    score_one(course, excluded, review_id)
    return review_id


def score_one(course: Course, excluded: BrowserWindow, review_id: int) -> None:
    """The excluded expert has no sheet for that county, and scores another one."""
    excluded.open(f"/reviews/{review_id}")
    barred = excluded.tab.locator("tr", has_text=county_name(FIRST)).first
    expect(barred).to_contain_text("回避")
    expect(barred.locator("a")).to_have_count(0)
    course.look(excluded, "own sheets").follow(county_name(MOUNTAIN))
    own = excluded.address
    with course.land.database.session() as session:
        [first] = [
            row.id for row in load_candidates(session, review_id=review_id) if row.label.endswith(county_name(FIRST))
        ]
    assert excluded.open(f"/reviews/{review_id}/candidates/{first}").status == 404
    excluded.open(own)
    course.look(excluded, "sheet").submit("提交打分", score_c1="30", score_c2="50", comment="基础好，目标实。")
    assert "打分已提交" in excluded.text()


def judge(course: Course, province: BrowserWindow, review_id: int) -> None:
    """Score the other sheets, agree on one county on the page and on the rest, and end the review with its minutes."""
    experts = [expert for expert, _ in course.experts]
    with course.land.database.transaction() as session:
        score(session, review_id=review_id, experts=experts, scores=SCORES, now=AFTER)
    province.open(f"/reviews/{review_id}").submit("结束打分，进入合议")
    chair = course.enter(course.experts[0][1], width=PHONE)
    agreeing = chair.open(f"/reviews/{review_id}").page.select("a[href*='/consensus/']")
    [link] = [one for one in agreeing if county_name(FIRST) in one.get_text()]
    chair.open(str(link["href"]))
    course.look(chair, "consensus").submit("记录合议结果", note="各位专家意见一致。")
    with course.land.database.transaction() as session:
        agree(session, review_id=review_id, chair=experts[0], scores=SCORES, now=AFTER)
    province.open(f"/reviews/{review_id}").submit("结束评审", minutes=MINUTES)
    papers = download_papers(course.look(province, "review concluded").tab)
    assert [set(written) for _, written in sorted(papers.items())] == [PAPER, PAPER | BOOK]
    for written in papers.values():
        assert [code for code in COUNTIES for words in written.values() if county_name(code) not in words] == []
    assert province.follow("按结果办下一步").address.endswith("/board")


def propose(course: Course, found: PilotRound) -> int:
    """Decide the tie at the cut; without a reason it is refused and the ticks stay."""
    province = course.province().open(f"/programme/rounds/{found.id}/board").follow("拟定名单")
    assert "名额线上有 3 个并列，还剩 2 个名额" in province.text()
    boxes = province.page.select("input[name=chosen]")
    chosen = [str(box["value"]) for box in boxes if _stands_for(box.parent, MOUNTAIN, WRONG)]
    assert province.submit("公示拟定名单", chosen=chosen).status == 422
    assert "请写明怎样取舍" in province.text()
    expect(province.tab.locator("input[name=chosen]:checked")).to_have_count(2)
    course.look(province, "tie").submit("公示拟定名单", note=TIE)
    course.look(province, "board while noticed").follow("看公示和异议")
    return int(province.address.rsplit("/", 1)[1])


def _stands_for(label: object, *codes: str) -> bool:
    return any(county_name(code) in str(label) for code in codes)


def object_to(course: Course, notice_id: int) -> str:
    """Another county's officer objects to a county of the list; return the objection's number."""
    county = course.enter(course.land.emails[OBJECTOR], width=PHONE).open(f"/notices/{notice_id}")
    text = county.text()
    assert [code for code in COUNTIES if county_name(code) in text] == [FIRST, MOUNTAIN, WRONG]
    assert TIE in text
    course.look(county, "notice").submit(
        "提交异议", item_key=f"county:{WRONG}", ground=Ground.FACTS, remedy=Remedy.REMOVE, text=FACTS
    )
    return str(course.look(county, "receipt").page.select_one("h1").get_text()).split()[-1]  # type: ignore[union-attr]


def uphold(course: Course, number: str, *, notice_id: int) -> None:
    """Uphold the objection, take the county off, let the next one in, and notice that anew."""
    province = course.province().open("/bureau/objections").follow(number)
    province.submit("公开答复", outcome=Outcome.UPHELD, summary="产值不实", answer=ANSWER)
    assert ANSWER in course.enter("", width=PHONE).open(f"/notices/{notice_id}").text()
    course.look(province, "objection answered").follow("去更改").follow("看申报和办理进度").follow("更改名单")
    [leaving] = [one for one in province.page.select("select option") if county_name(WRONG) in one.get_text()]
    course.look(province, "amendment").submit(
        "更改并重新公示", application_id=str(leaving["value"]), rationale=RATIONALE, takes_next="true"
    )
    # The list is not to be published while the change is noticed.
    assert province.page.select("form[action$='/list']") == []
    province.follow("看公示和异议")
    text = course.look(province, "second notice").text()
    after = "、".join((f"云溪市{county_name(FIRST)}", f"云溪市{county_name(MOUNTAIN)}", f"示范市{county_name(NEXT)}"))
    changes = (f"移出云溪市{county_name(WRONG)}", f"按名次递补示范市{county_name(NEXT)}")
    wanted = (f"更改后拟列入 3 个：{after}。", *changes, RATIONALE)
    assert [one for one in wanted if one not in text] == []


def publish(course: Course, found: PilotRound) -> BrowserWindow:
    province = course.province().open(f"/programme/rounds/{found.id}/board")
    assert len(province.page.select("form[action$='/list']")) == 1
    course.look(province, "board when clear").submit("公布")
    assert "试点名单已公布" in province.text()
    visitor = course.enter("", width=PHONE).open(f"/programme/rounds/{found.id}")
    return course.look(visitor, "list")


def read_list(course: Course, visitor: BrowserWindow) -> None:
    """Anybody reads the list in every format, and verifies its digest and the file itself."""
    digest = visitor.tab.locator(".digest code").inner_text()
    [papers] = download_papers(visitor.tab).values()
    assert set(papers) == PAPER | BOOK
    for words in papers.values():
        assert [code for code in COUNTIES if county_name(code) in words] == [FIRST, MOUNTAIN, NEXT]
        assert f"sha256:{digest}" in words
    with visitor.tab.expect_download() as coming:
        visitor.tab.locator("a[href$='/docx']").click()
    paper = coming.value.path()
    visitor.open("/verify").submit("核验", digest=digest)
    assert "这个摘要登记在册" in course.look(visitor, "verified").text()
    visitor.open("/verify").tab.set_input_files("input[type=file]", paper)
    assert "一个字节也没有变" in visitor.submit("核验").text()
