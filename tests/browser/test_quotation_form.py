"""A quotation over a long list on a phone: folded lines, and prices that come with the module."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from marketplace.core.actor import Role
from marketplace.core.db import Database
from marketplace.projects.models import Enquiry
from tests.fixtures.browser import PHONE, grave_violations, overflow, sign_in
from tests.fixtures.web import make_member
from tests.projects.kept import course_at

pytestmark = pytest.mark.browser
LINES = 12
SCREEN = 844


def test_long_list_is_folded_and_a_module_brings_its_price(
    database: Database, tmp_path: Path, open_browser: Callable[..., Page], picture: Callable[..., None]
) -> None:
    course = course_at(database, tmp_path, "asked")
    with database.transaction() as session:
        enquiry = session.get_one(Enquiry, course.enquiry_id)
        enquiry.needs = [{**enquiry.needs[0], "key": f"p{number}"} for number in range(1, LINES + 1)]
    _, email = make_member(database, role=Role.PROVIDER, organisation_id=course.provider.organisation_id)
    page = open_browser(width=PHONE)
    sign_in(page, email)
    page.goto(f"/enquiries/{course.enquiry_id}/quotation")

    assert page.evaluate("document.documentElement.scrollHeight") < 3 * SCREEN
    picture(page, "quotation folded")
    page.locator("#f-lines-0 > summary").click()
    page.fill("#f-lines-0-days", "30")
    page.select_option("#f-lines-0-module", "三表采集")
    expect(page.locator("#f-lines-0-price")).to_have_value("19.5")
    expect(page.locator("#f-lines-0-payment")).to_have_value("一次性付费")
    page.select_option("#f-lines-0-module", "智能排缸")
    expect(page.locator("#f-lines-0-price")).to_have_value("20")
    expect(page.locator("#f-lines-0-days")).to_have_value("30")
    assert grave_violations(page) == []
    assert overflow(page) == 0
    picture(page, "quotation line")
