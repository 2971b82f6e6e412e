"""Several troubles told in one go become several, and one stays one."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace.enterprises.told import (
    MOST_TROUBLES,
    Facts,
    are_apart,
    facts_of,
    listed_in,
    sentences_in,
    split_told,
    troubles_of,
)


@pytest.mark.parametrize(
    ("text", "troubles"),
    [
        ("1、微信接单经常漏\n2、油漆排不过来\n3、工资算不清", ["微信接单经常漏", "油漆排不过来", "工资算不清"]),
        ("1.接单漏 2.油漆排不过来 3、工资算不清", ["接单漏", "油漆排不过来", "工资算不清"]),
        ("（1）排缸靠老师傅（2）能耗高", ["排缸靠老师傅", "能耗高"]),
        ("①漏单②色差", ["漏单", "色差"]),
        ("一、接单乱\n二、交期不准", ["接单乱", "交期不准"]),
        ("- 接单乱\n- 交期不准", ["接单乱", "交期不准"]),
        ("库存不准；交期不准", ["库存不准", "交期不准"]),
        ("用电1.5万度，成本降不下来", ["用电1.5万度，成本降不下来"]),
        ("每天3、5个工人等料", ["每天3、5个工人等料"]),
        ("第1、2车间没有联网", ["第1、2车间没有联网"]),
        ("车间（2）没有联网", ["车间（2）没有联网"]),
        ("ERP - 老系统不好用", ["ERP - 老系统不好用"]),
        ("排缸全靠老师傅。换个人就乱。", ["排缸全靠老师傅。换个人就乱。"]),
        ("序号\t问题\t紧急程度\n1\t排缸靠老师傅\t很急\n2\t能耗高\t", ["排缸靠老师傅，很急", "能耗高"]),
        ("排缸靠老师傅\t\t", ["排缸靠老师傅"]),
        ("工资算到头晕，还有 仓库里料找不到", ["工资算到头晕", "仓库里料找不到"]),
        ("计件算不清，另外谁换走了皮子也查不到", ["计件算不清", "谁换走了皮子也查不到"]),
        ("设备老，还有三十台没联网", ["设备老，还有三十台没联网"]),
        ("没人管，还有人偷懒", ["没人管，还有人偷懒"]),
        ("", []),
    ],
)
def test_troubles_of_a_text(text: str, troubles: list[str]) -> None:
    assert split_told(text) == troubles


@given(st.lists(st.text("甲乙丙丁，。 ", min_size=1, max_size=12), max_size=40))
def test_no_word_is_lost_and_there_are_never_too_many(lines: list[str]) -> None:
    told = split_told("\n".join(lines))

    assert len(told) <= MOST_TROUBLES
    assert [mark for mark in "".join(told) if mark in "甲乙丙丁"] == [m for m in "".join(lines) if m in "甲乙丙丁"]


def test_list_typed_on_the_home_page_becomes_one_field_a_trouble(client: FlaskClient) -> None:
    sent = client.post("/start", data={"q": "1、微信接单经常漏\n2、油漆排不过来", "do": "more"})

    page = BeautifulSoup(client.get(sent.location).text, "lxml")
    fields = [one.get_text().strip() for one in page.select('textarea[name^="problems-"]')]
    assert fields[:2] == ["微信接单经常漏", "油漆排不过来"]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("做木门的，120人，急单一插就乱", Facts(product="木门", employees=120, rest="急单一插就乱")),
        ("我们是做木门的厂，一百二十来人。接单乱", Facts(product="木门", employees=120, rest="接单乱")),
        ("木门厂，80多人，接单乱", Facts(product="木门", employees=80, rest="接单乱")),
        ("咱们厂做纽扣的 80来号人 老是漏单 催货多", Facts(product="纽扣", employees=80, rest="老是漏单 催货多")),
        ("做木门的，120人", Facts(product="木门", employees=120)),
        ("120人", Facts(rest="120人")),
        ("生产计划排不准，老加班", Facts(rest="生产计划排不准，老加班")),
        ("排缸全靠老师傅。换个人就乱。", Facts(rest="排缸全靠老师傅。换个人就乱。")),
    ],
)
def test_product_and_headcount_of_the_first_words(text: str, facts: Facts) -> None:
    assert facts_of(text) == facts


@pytest.mark.parametrize(
    ("text", "things"),
    [
        ("漏单、色差、能耗高", ["漏单", "色差", "能耗高"]),
        ("微信接单经常漏，油漆排不过来，工资算不清。", ["微信接单经常漏", "油漆排不过来", "工资算不清"]),
        ("用电1.5万度，成本降不下来", []),
        ("急单一插，后面全乱，排缸全凭老师傅一个人的脑子", []),
    ],
)
def test_list_between_commas_has_three_short_things(text: str, things: list[str]) -> None:
    assert listed_in(text) == things


@pytest.mark.parametrize(
    ("heard", "apart"),
    [
        ([[("intake", True)], [("paint", True)], [("wage", True)]], True),
        ([[("intake", False)], [("paint", True)], [("wage", True)]], True),
        ([[("intake", False)], [("paint", False)], [("wage", True)]], False),
        ([[("aps", True)], [("aps", True)], [("wage", True)]], False),
        ([[("aps", True)], [], [("wage", True)]], False),
        ([], False),
    ],
)
def test_things_are_apart_when_each_means_another_scenario(*, heard: list[list[tuple[str, bool]]], apart: bool) -> None:
    assert are_apart(heard) is apart


@pytest.mark.parametrize(
    ("heard", "troubles"),
    [
        ([["stop"], ["mould"], ["count"]], ["甲。", "乙！", "丙。"]),
        ([["stop"], [], ["stop"]], ["甲。乙！丙。"]),
        ([["stop", "mould"], ["mould"], ["count"]], ["甲。乙！", "丙。"]),
        ([[], ["mould"], ["count"]], ["甲。乙！", "丙。"]),
        ([[], [], []], ["甲。乙！丙。"]),
    ],
)
def test_sentence_about_something_new_begins_another_trouble(heard: list[list[str]], troubles: list[str]) -> None:
    sentences = sentences_in("甲。乙！ 丙。")

    assert troubles_of(sentences, heard=heard) == [trouble.removesuffix("。") for trouble in troubles]


@pytest.mark.usefixtures("stored")
def test_paragraph_of_first_words_becomes_a_field_for_each_trouble(client: FlaskClient) -> None:
    told = "排缸全靠老师傅一个人。他一走谁也不会排。水电汽一个月一张单子，能耗管理没数。"

    sent = client.post("/start", data={"q": told, "do": "more"})

    page = BeautifulSoup(client.get(sent.location).text, "lxml")
    fields = [one.get_text().strip() for one in page.select('textarea[name^="problems-"]')]
    assert [one for one in fields if one] == [
        "排缸全靠老师傅一个人。他一走谁也不会排",
        "水电汽一个月一张单子，能耗管理没数",
    ]
    assert "听出 2 件事" in page.get_text()


def test_first_words_fill_product_and_headcount_and_say_so(client: FlaskClient) -> None:
    sent = client.post("/start", data={"q": "做木门的，120人，急单一插就乱", "do": "more"})

    page = BeautifulSoup(client.get(sent.location).text, "lxml")
    fields = [one.get_text().strip() for one in page.select('textarea[name^="problems-"]')]
    wishes = client.get(sent.location.replace("/troubles", "/wishes")).text
    assert fields[0] == "急单一插就乱"
    assert page.select_one('[name="industry_text"]')["value"] == "木门"
    assert "记下了：做木门，120 人。" in page.get_text()
    assert BeautifulSoup(wishes, "lxml").select_one('[name="employees"]')["value"] == "120"
