"""Back after sending, and sending again: what was typed is still there, and nothing is made twice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func
from sqlmodel import select

from marketplace.accounts.models import Organisation
from marketplace.core.db import Database
from marketplace.drafts.models import Draft
from marketplace.projects.models import Enquiry
from tests.browser.world import World
from tests.fixtures.browser import PHONE, sign_in
from tests.fixtures.web import PASSWORD

pytestmark = pytest.mark.browser
TROUBLE = "排缸靠老师傅，急单一插全乱"


def counts(database: Database) -> list[int]:
    """Return how many drafts, bodies and enquiries there are."""
    with database.session() as session:
        return [session.exec(select(func.count()).select_from(table)).one() for table in (Draft, Organisation, Enquiry)]


def send_go_back_and_send_again(page: Page, button: str) -> None:
    """Press a button, go back with the browser's own button, and press again."""
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()
    page.go_back()
    page.get_by_role("button", name=button).click()
    page.wait_for_load_state()


def test_back_after_a_start_a_registration_and_an_enquiry_makes_nothing_twice(
    world: World, database: Database, open_browser: Callable[..., Page]
) -> None:
    drafts, bodies, enquiries = counts(database)
    owner = open_browser(width=PHONE)

    owner.goto("/start")
    owner.fill("#f-problems-0-text", TROUBLE)
    owner.fill("#f-industry_text", "棉布染色")
    owner.select_option("#f-county_code", "330603")
    send_go_back_and_send_again(owner, "下一步")
    expect(owner.locator("h1")).to_have_text("我们这样理解，对吗？")
    owner.go_back()
    expect(owner.locator("#f-problems-0-text")).to_have_value(TROUBLE)
    assert counts(database) == [drafts + 1, bodies, enquiries]

    owner.goto("/enterprises/register")
    owner.fill("#f-name", "绍兴虚构印染有限公司")
    owner.fill("#f-uscc", "91330603MA2XX0001C")
    owner.select_option("#f-county_code", "330603")
    owner.fill("#f-industry_text", "棉布染色")
    owner.fill("#f-problems-0-text", TROUBLE)
    owner.fill("#f-email", "new-owner@example.invalid")
    owner.fill("#f-display_name", "周厂长")
    owner.fill("#f-password", PASSWORD)
    owner.get_by_role("button", name="登记").click()
    expect(owner.locator("h1")).to_contain_text("我们这样理解您的难题")
    owner.go_back()
    owner.fill("#f-password", PASSWORD)
    owner.get_by_role("button", name="登记").click()
    expect(owner.locator("h1")).to_contain_text("我们这样理解您的难题")
    assert counts(database)[1:] == [bodies + 1, enquiries]

    plant = open_browser(width=PHONE)
    sign_in(plant, world.owner)
    plant.goto(f"/enquiries/new?p={world.dyeing_software}")
    plant.fill("#f-note", "三月底前要用上")
    send_go_back_and_send_again(plant, "发出询价")
    expect(plant.locator("main")).to_contain_text("三月底前要用上")
    assert counts(database)[2] == enquiries + 1
