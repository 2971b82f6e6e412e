"""Back after sending, and sending again: what was typed is still there, and nobody is asked twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func
from sqlmodel import select

from marketplace.core.db import Database
from marketplace.projects.models import Enquiry
from tests.browser.world import World
from tests.fixtures.browser import PHONE, sign_in

pytestmark = pytest.mark.browser
TROUBLE = "排缸靠老师傅，急单一插全乱"


def count_enquiries(database: Database) -> int:
    """Return how many enquiries there are."""
    with database.session() as session:
        return session.exec(select(func.count()).select_from(Enquiry)).one()


def send_go_back_and_send_again(page: Page, button: str) -> None:
    """Press a button, go back with the browser's own button, and press again."""
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    page.go_back()
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_back_after_a_start_and_after_an_enquiry_loses_nothing_and_asks_once(
    world: World, database: Database, open_browser: Callable[..., Page]
) -> None:
    owner = open_browser(width=PHONE)

    owner.goto("/start")
    owner.fill("#f-problems-0-text", TROUBLE)
    owner.fill("#f-industry_text", "棉布染色")
    owner.select_option("#f-county_code", "330603")
    send_go_back_and_send_again(owner, "下一步")
    expect(owner.locator("h1")).to_have_text("我们这样理解，对吗？")
    owner.go_back()
    expect(owner.locator("#f-problems-0-text")).to_have_value(TROUBLE)

    plant = open_browser(width=PHONE)
    sign_in(plant, world.owner)
    plant.goto(f"/enquiries/new?p={world.dyeing_software}")
    plant.fill("#f-note", "三月底前要用上")
    send_go_back_and_send_again(plant, "发出询价")
    expect(plant.locator("main")).to_contain_text("三月底前要用上")
    assert count_enquiries(database) == 1
