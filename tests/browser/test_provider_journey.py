"""A provider: from registering to a module that is published, found and ranked."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World
from tests.fixtures.browser import DESK, PHONE, overflow, sign_in
from tests.fixtures.web import PASSWORD

pytestmark = pytest.mark.browser
FIRM = "湖州示例排缸软件有限公司"


WINDOWS = ({"width": PHONE}, {"width": DESK}, {"width": PHONE, "script": False})


@pytest.mark.parametrize("window", WINDOWS, ids=("phone", "desk", "phone without script"))
def test_provider_publishes_a_module_and_is_ranked(
    world: World, open_browser: Callable[..., Page], picture: Callable[..., None], window: dict[str, Any]
) -> None:
    page = open_browser(**window)
    _register(page)
    _draft_module(page)
    picture(page, "own module")
    _accept(open_browser(**window), world)

    page.goto("/modules")
    page.get_by_role("link", name="排缸小助手").click()
    expect(page.locator("h1")).to_have_text("排缸小助手")
    owner = open_browser(**window)
    sign_in(owner, world.owner)
    owner.goto(f"/enterprises/{world.dye_house}/recommendations")

    expect(owner.locator("article.offer").filter(has_text=FIRM)).to_contain_text("排缸小助手")
    assert overflow(owner) == 0


def _register(page: Page) -> None:
    page.goto("/")
    page.click("text=我是服务商")
    page.fill("#f-name", FIRM)
    page.check("input[value='SaaS服务商']")
    page.fill("#f-city", "湖州市")
    page.fill("#f-email", "new-provider@example.invalid")
    page.fill("#f-display_name", "沈经理")
    page.fill("#f-password", PASSWORD)
    page.click("text=登记服务商 >> nth=-1")
    expect(page.locator(".flashes")).to_contain_text("登记好了")


def _draft_module(page: Page) -> None:
    page.get_by_role("link", name="模块", exact=True).click()
    page.get_by_role("link", name="起草新模块").click()
    page.fill("#f-name", "排缸小助手")
    page.fill("#f-summary", "按颜色深浅和缸容排缸，急单插进来后面自动重排，不靠老师傅一个人的脑子。")
    page.fill("#f-scenarios", "染缸排程")
    page.check("input[name=payment][value='按使用付费']")
    page.fill("#f-price_wan", "3")
    page.check("input[name=deployment][value=SaaS]")
    page.fill("#f-days_to_live", "12")
    page.get_by_role("button", name="提交审核").click()
    expect(page.locator("h1")).to_have_text("排缸小助手")


def _accept(page: Page, world: World) -> None:
    sign_in(page, world.operator)
    page.goto("/operator/providers")
    page.locator("article").filter(has_text=FIRM).get_by_role("button", name="确认这家服务商").click()
    page.goto("/operator/modules")
    page.get_by_role("link", name="排缸小助手").click()
    page.get_by_role("button", name="通过并发布").click()
    expect(page.locator(".flashes")).to_contain_text("排缸小助手")
