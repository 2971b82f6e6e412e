"""Several troubles told in one go become several, and one stays one."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from marketplace.enterprises.told import MOST_TROUBLES, split_told


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
