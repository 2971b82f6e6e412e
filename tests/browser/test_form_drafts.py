"""A form that saves itself, whatever happens to window, session or server; and a level shown while one ticks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World
from tests.fixtures.browser import DESK, PHONE, Site, grave_violations, overflow, running_site, sign_in

pytestmark = pytest.mark.browser
SAVED = "[data-autosave-state]"


def _edit(page: Page, world: World) -> None:
    page.goto(f"/enterprises/{world.dye_house}/edit")


def test_words_typed_before_the_window_was_closed_are_back_in_another_browser(
    world: World, open_browser: Callable[..., Page], picture: Callable[..., None]
) -> None:
    page = open_browser(width=PHONE)
    sign_in(page, world.owner)
    _edit(page, world)
    page.fill("#f-description", "二十口染缸，两班倒")
    expect(page.locator(SAVED)).to_contain_text("已保存")
    page.context.close()

    again = open_browser(width=PHONE)
    sign_in(again, world.owner)
    _edit(again, world)

    expect(again.locator("#f-description")).to_have_value("二十口染缸，两班倒")
    assert grave_violations(again) == []
    assert overflow(again) == 0
    picture(again, "owner edit with draft")


def test_profile_typed_by_a_provider_outlives_session_window_and_server(
    world: World, site: Site, open_browser: Callable[..., Page], picture: Callable[..., None], tmp_path: Path
) -> None:
    address = f"/providers/{world.dyeing_software}/edit"
    page = open_browser(width=PHONE)
    sign_in(page, world.provider)
    page.goto(address)
    page.fill("#f-description", "给柯桥的染厂排缸")
    expect(page.locator(SAVED)).to_contain_text("已保存")
    page.context.clear_cookies()
    page.fill("#f-qualifications", "软件著作权，登录过期以后写的")
    expect(page.locator(SAVED)).to_contain_text("登录已过期")
    sign_in(page.context.new_page(), world.provider)
    expect(page.locator(SAVED)).to_contain_text("已保存", timeout=20_000)
    page.context.close()

    with running_site(site.database, tmp_path / "restarted") as restarted:
        again = open_browser(width=DESK, url=restarted.url)
        sign_in(again, world.provider)
        again.goto(address)

        expect(again.locator("#f-description")).to_have_value("给柯桥的染厂排缸")
        expect(again.locator("#f-qualifications")).to_have_value("软件著作权，登录过期以后写的")
        expect(again.get_by_text("上次写的还没有保存")).to_be_visible()
        picture(again, "provider edit with draft")


def test_words_typed_after_the_session_ended_are_saved_once_signed_in_again(
    world: World, open_browser: Callable[..., Page]
) -> None:
    page = open_browser(width=PHONE)
    sign_in(page, world.owner)
    _edit(page, world)
    page.context.clear_cookies()
    page.fill("#f-description", "登录过期以后写的")
    expect(page.locator(SAVED)).to_contain_text("登录已过期")

    other = page.context.new_page()
    sign_in(other, world.owner)

    expect(page.locator(SAVED)).to_contain_text("已保存", timeout=20_000)


def test_two_windows_meet_on_a_page_where_nothing_is_lost(
    world: World, open_browser: Callable[..., Page], picture: Callable[..., None]
) -> None:
    first = open_browser(width=PHONE)
    sign_in(first, world.owner)
    second = first.context.new_page()
    _edit(first, world)
    _edit(second, world)
    first.fill("#f-budget_wan", "12")
    expect(first.locator(SAVED)).to_contain_text("已保存")
    second.fill("#f-budget_wan", "30")
    second.get_by_role("link", name="对照两份，选要留的").click()

    expect(second.locator("h1")).to_contain_text("两边写得不一样")
    assert grave_violations(second) == []
    picture(second, "owner merge")
    second.get_by_text("30这个窗口里的").click()
    second.get_by_role("button", name="就留选中的").click()

    expect(second.locator("#f-budget_wan")).to_have_value("30")


def test_level_is_shown_while_one_ticks(world: World, open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=PHONE)
    sign_in(page, world.owner)
    page.goto(f"/enterprises/{world.dye_house}/assessments/new")
    expect(page.locator("#level")).to_contain_text("0 分")

    page.check("input[name=systems][value=all]")

    expect(page.locator("#level")).to_contain_text("10 分")
    assert overflow(page) == 0
