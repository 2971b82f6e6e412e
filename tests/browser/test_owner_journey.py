"""An owner with a phone: from a trouble in one's own words to three compared contractors, then an account."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.fixtures.browser import DESK, PHONE, grave_violations, overflow
from tests.fixtures.web import PASSWORD

pytestmark = pytest.mark.browser
WINDOWS = ({"width": PHONE}, {"width": DESK}, {"width": PHONE, "script": False})


@pytest.mark.parametrize("window", WINDOWS, ids=("phone", "desk", "phone without script"))
@pytest.mark.usefixtures("world")
def test_owner_compares_three_contractors_without_an_account_and_then_saves(
    open_browser: Callable[..., Page], picture: Callable[..., None], window: dict[str, Any]
) -> None:
    page = open_browser(**window)
    _say_troubles(page)
    _look(page, picture, "start check", window=window)
    _check_and_wish(page)

    expect(page.locator("h1")).to_contain_text("能帮上您的厂")
    _look(page, picture, "start results", window=window)
    for provider in ("绍兴示例染整软件", "宁波示例排程软件", "杭州示例能源服务"):
        page.locator("article.offer").filter(has_text=provider).locator("input[name=p]").check()
    page.get_by_role("button", name="并排对比").click()
    expect(page.locator("h1")).to_have_text("并排对比 3 家")
    _look(page, picture, "start comparison", window=window)

    page.get_by_role("link", name="回到推荐").click()
    page.get_by_role("link", name="保存，去登记").click()
    _register(page)
    expect(page.locator(".flashes")).to_contain_text("写过的都在")
    expect(page.locator("#h-troubles ~ *, .troubles").first).to_be_visible()
    expect(page.locator(".troubles")).to_contain_text("排缸靠老师傅，急单一插全乱")


def _look(page: Page, picture: Callable[..., None], name: str, *, window: dict[str, Any]) -> None:
    assert overflow(page) == 0
    if window.get("script", True):  # The checker is a script itself.
        assert grave_violations(page) == []
    picture(page, name)


def _say_troubles(page: Page) -> None:
    page.goto("/")
    page.fill("#say", "排缸靠老师傅，急单一插全乱")
    page.get_by_role("button", name="帮我找服务商").click()
    page.fill("#f-problems-1-text", "蒸汽用了多少算不出来，水电也是一块总表")
    page.fill("#f-industry_text", "棉布染色")
    page.select_option("#f-county_code", "330603")
    page.get_by_role("button", name="下一步").click()
    expect(page.locator("h1")).to_have_text("我们这样理解，对吗？")  # The next page is there before it is looked at.


def _check_and_wish(page: Page) -> None:
    page.check("input[name=industry_pick][value=C1713]")
    page.check("text=工资按件算")
    page.get_by_role("button", name="下一步").click()
    page.check("input[name=payment][value='按使用付费']")
    page.fill("#f-budget_wan", "50")
    page.get_by_role("button", name="看谁能帮上").click()


def _register(page: Page) -> None:
    page.fill("#f-name", "绍兴虚构印染有限公司")
    page.fill("#f-uscc", "91330603MA2XX0001C")
    page.fill("#f-display_name", "周厂长")
    page.fill("#f-email", "new-owner@example.invalid")
    page.fill("#f-password", PASSWORD)
    page.get_by_role("button", name="保存并看推荐").click()
