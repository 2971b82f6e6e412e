"""The pages on which providers answer: what is final says so, before and after."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.exchange.rows import EnterpriseRow, ProblemRow, ScenarioRow
from marketplace.projects.needs import unrepeated_keys
from tests.fixtures.web import Person
from tests.journeys.visitor import Visitor
from tests.projects.kept import course_at
from tests.projects.world import Course

MakePerson = Callable[..., Person]
LINE = {"module": "智能排缸", "payment": "一次性付费", "price": "20", "days": "40"}
OTHER_LINE = {**LINE, "module": "能耗监测平台"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """An enquiry that two providers were asked, with their windows."""

    course: Course
    provider: Visitor
    rival: Visitor

    @property
    def address(self) -> str:
        return f"/enquiries/{self.course.enquiry_id}"


@pytest.fixture
def asked(database: Database, tmp_path: Path, person: MakePerson) -> Asked:
    course = course_at(database, tmp_path, "asked")

    def window(organisation_id: int) -> Visitor:
        return Visitor(person(Role.PROVIDER, organisation_id=organisation_id).client)

    return Asked(
        course=course,
        provider=window(course.provider.organisation_id),
        rival=window(course.rival.organisation_id),
    )


def quote(window: Visitor, line: dict[str, str], *, row: int = 0) -> Visitor:
    """Press the button of the form that the window shows."""
    return window.submit("提交报价", **{f"lines-{row}-{name}": value for name, value in line.items()})


def test_last_answer_is_warned_of_and_said_to_be_final(asked: Asked) -> None:
    first = asked.provider.open(f"{asked.address}/quotation").text()
    said_first = quote(asked.provider, LINE).text()
    warned = asked.rival.open(f"{asked.address}/quotation").text()
    said_last = quote(asked.rival, OTHER_LINE).text()

    assert "现在只等贵单位答复" not in first
    assert "以前可以修改" in said_first
    assert "现在只等贵单位答复" in warned
    assert "报价提前打开，不能再改" in said_last
    assert "离截止还有时间" in said_last
    for words in ("可以修改", "报价已截止"):
        assert words not in said_last


def test_form_that_was_opened_before_others_answered_warns_before_it_counts(asked: Asked) -> None:
    asked.rival.open(f"{asked.address}/quotation")
    quote(asked.provider.open(f"{asked.address}/quotation"), LINE)

    held = quote(asked.rival, OTHER_LINE)
    status, said, kept = held.status, held.text(), held.value("lines-0-price")
    done = held.submit("提交报价").text()

    assert (status, kept) == (409, "20")
    assert "再提交一次" in said
    assert "报价提前打开，不能再改" in done


def test_line_takes_a_published_module_and_shows_its_facts(asked: Asked) -> None:
    page = asked.provider.open(f"{asked.address}/quotation").page
    form = page.select_one("form[data-prefill]")
    assert form is not None

    offered = [option["value"] for option in page.select('select[name="lines-0-module"] option')]
    facts = json.loads(str(form["data-prefill"]))

    assert offered == ["", "智能排缸", "三表采集"]
    assert facts["智能排缸"] == {"payment": "按使用付费", "price": "20", "days": ""}
    assert facts["三表采集"] == {"payment": "一次性付费", "price": "19.5", "days": ""}


def test_module_that_is_not_ones_own_is_refused_by_its_line(asked: Asked) -> None:
    page = quote(asked.provider.open(f"{asked.address}/quotation"), {**LINE, "module": "能耗监测平台"}, row=1)

    assert page.status == 422
    assert "第 2 行用哪个模块：“能耗监测平台”不是贵单位已发布的模块" in page.text()
    assert page.value("lines-1-price") == "20"
    assert folded(page) == [True, False]


def test_message_names_the_line_and_labels_say_when_they_count(asked: Asked) -> None:
    page = asked.provider.open(f"{asked.address}/quotation")
    label = page.page.select_one('label[for="f-lines-1-price"]')
    assert label is not None
    assert folded(page) == [True, True]
    quote(page, {"module": "三表采集"}, row=1)

    assert "第 2 行：提供的每一条都要写" in page.text()
    assert label.get_text(" ") == "首年费用 报价这一行时要填"


def test_stored_quotation_opens_only_the_lines_that_are_quoted(asked: Asked) -> None:
    quote(asked.provider.open(f"{asked.address}/quotation"), LINE)

    assert folded(asked.provider.open(f"{asked.address}/quotation")) == [False, True]


def test_desk_of_a_provider_names_what_waits_and_until_when(asked: Asked) -> None:
    before = asked.provider.open("/desk").text()
    quote(asked.provider.open(f"{asked.address}/quotation"), LINE)

    assert "1 份询价等您答复" in before
    assert "询价：染缸排产和能耗改造 报价截止 12月2日" in before
    assert "等您答复" not in asked.provider.open("/desk").text()


def test_pages_of_a_contractor_lead_an_owner_to_an_enquiry(asked: Asked, person: MakePerson, app: Flask) -> None:
    course = asked.course
    provider_id = course.provider.organisation_id
    owner = Visitor(person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client)

    module = owner.open(f"/providers/{provider_id}").follow("智能排缸").follow("向这家询价")
    assert "绍兴示例染整软件有限公司" in module.text()
    owner.open(f"/enterprises/{course.plant.organisation_id}/recommendations/bundle").follow("向这几家询价")
    assert owner.page.select('input[name="providers"][checked]')
    assert Visitor(app.test_client()).open(f"/providers/{provider_id}").follow("再去询价").address == "/start"
    assert "询价" not in asked.rival.open(f"/providers/{provider_id}").page.select_one("main").get_text()


def folded(window: Visitor) -> list[bool]:
    return [not line.has_attr("open") for line in window.page.select("details.card")]


def test_enquiry_to_nobody_comes_back_with_the_words_and_the_firms_that_were_offered(
    database: Database, tmp_path: Path, person: MakePerson
) -> None:
    course = course_at(database, tmp_path)
    plant = Visitor(person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client)
    provider_id = course.provider.organisation_id

    plant.open(f"/enquiries/new?p={provider_id}").submit("发出询价", providers=[], title="染缸改造", note="年前要上线")

    kept = plant.page.select_one("#f-note")
    assert kept is not None
    assert "年前要上线" in kept.get_text()
    assert plant.page.select(f'input[name="providers"][value="{provider_id}"]')
    assert "向哪几家询价" in plant.text()


def test_quotations_stay_open_to_the_plant_after_its_choice(
    database: Database, tmp_path: Path, person: MakePerson
) -> None:
    course = course_at(database, tmp_path, "chosen")
    plant = Visitor(person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client)

    compared = plant.open(f"/enquiries/{course.enquiry_id}").follow("看各家的报价").text()

    assert "已选定" in compared
    assert "首年费用合计" in compared


def test_quotation_is_read_as_people_write_it_and_its_provider_sees_what_was_understood(asked: Asked) -> None:
    wide = {**LINE, "price": "\uff14.\uff18万元", "days": "半个月"}

    page = quote(asked.provider.open(f"{asked.address}/quotation"), wide).text()

    assert "本单位的报价" in page
    assert "¥4.8万" in page
    assert "15 天" in page
    assert "本单位的报价" not in asked.rival.open(asked.address).text()


def test_price_of_a_unit_is_read_as_people_say_it_and_the_note_is_shown_back(asked: Asked) -> None:
    said = {**LINE, "payment": "按使用付费", "unit": "每个工位每月", "unit_price": "三十"}
    window = asked.provider.open(f"{asked.address}/quotation")

    page = window.submit(
        "提交报价", note="二十个工位，带两台扫码枪。", **{f"lines-0-{name}": value for name, value in said.items()}
    ).text()

    assert "（每个工位每月 ¥30）" in page
    assert "二十个工位，带两台扫码枪。" in page


def test_comparison_counts_three_years(asked: Asked, person: MakePerson) -> None:
    quote(asked.provider.open(f"{asked.address}/quotation"), LINE)
    by_use = {**OTHER_LINE, "payment": "按使用付费", "unit": "台·月", "unit_price": "30"}
    quote(asked.rival.open(f"{asked.address}/quotation"), by_use)
    plant = Visitor(person(Role.ENTERPRISE, organisation_id=asked.course.plant.organisation_id).client)

    foot = plant.open(f"{asked.address}/compare").page.select("tfoot tr")

    rows = {str(row.th.get_text()): [one.get_text(strip=True) for one in row.select("td")] for row in foot if row.th}
    assert rows["首年费用合计"] == ["¥20万", "¥20万"]
    assert rows["三年费用"] == ["¥20万", "¥60万"]


def test_scenario_that_a_problem_already_means_is_not_asked_for_twice() -> None:
    row = EnterpriseRow(
        ref="E1",
        name="虚构印染厂",
        problems=(ProblemRow(text="排缸全靠老师傅", links=("dye_sched",)), ProblemRow(text="电费高")),
        scenarios=(ScenarioRow(name="染缸排产", links=("dye_sched",)), ScenarioRow(name="能耗监测", links=("energy",))),
    )

    assert unrepeated_keys(row) == ["p1", "p2", "s2"]


def test_contract_says_in_one_line_whether_milestones_add_up(
    database: Database, tmp_path: Path, person: MakePerson
) -> None:
    course = course_at(database, tmp_path, "chosen")
    plant = Visitor(person(Role.ENTERPRISE, organisation_id=course.plant.organisation_id).client)

    page = plant.open(f"/projects/{course.project_id}/contract")
    fits = page.text()
    differs = page.submit("生成合同", **{"milestones-0-payment": "0.5"}).text()

    assert "正好相等" in fits
    assert "请改成一样" in differs
