"""A county's officers, from two spreadsheets to a published list, in a browser; its papers are opened and read."""

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Page, expect
from sqlmodel import select

from marketplace.accounts.models import Membership, User
from marketplace.core.actor import Role
from marketplace.core.db import Database
from tests.browser.world import NEW_PROVIDER, World, write_workbooks
from tests.fixtures.browser import Site, overflow, sign_in
from tests.fixtures.web import make_member
from tests.notices.world import write_calendar

pytestmark = pytest.mark.browser
# Noticed on Sunday, 22 November 2026: five working days later it is Friday, 27 November.
ENDED = datetime.fromisoformat("2026-11-28T02:00:00+00:00")
DECISION = "经局长办公会议集体研究，决定列入以下服务商。"


def old_list(folder: Path, *names: str) -> Path:
    book = Workbook()
    assert book.active is not None
    for row in (("服务商", "列入日期", "说明"), *((name, "2025-06-01", "=HYPERLINK(1)") for name in names)):
        book.active.append(row)
    path = folder / "原有名单.xlsx"
    book.save(path)
    return path


def make_colleague(database: Database, *, email: str) -> str:
    """Add a second officer to the bureau of the first."""
    with database.session() as session:
        found = select(Membership.organisation_id).join(User).where(User.email == email)
        office = session.exec(found).one()
    return make_member(database, role=Role.COUNTY, area_prefix="330603", county_code="330603", organisation_id=office)[
        1
    ]


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def bring_in(open_browser: Callable[..., Page], world: World, folder: Path) -> Page:
    """Import the two workbooks as the officer, and let the operator confirm the new provider."""
    page = open_browser(width=1280)
    sign_in(page, world.officer)
    page.goto("/imports")
    page.set_input_files("input[type=file]", write_workbooks(folder))
    page.click("text=上传并检查")
    page.get_by_role("button", name="导入3行").click()
    expect(page.locator(".flashes")).to_contain_text("已导入")
    operator = open_browser(width=1280)
    sign_in(operator, world.operator)
    operator.goto("/operator/providers")
    press(operator, "确认这家服务商")
    return page


def draft(page: Page, folder: Path) -> str:
    """Read the county's old list into a draft and hand it in; return its address."""
    page.goto("/bureau/lists/import")
    page.select_option("#f-provider_kind", "SaaS服务商")
    page.fill("#f-source", "柯桥区经信局〔2025〕8号")
    page.set_input_files("#f-file", old_list(folder, NEW_PROVIDER.name, "杭州示例能源服务有限公司"))
    press(page, "读入草案")
    expect(page.locator("h1")).to_contain_text("推荐名单草案")
    press(page, "提交内部审核")
    expect(page.locator("main")).to_contain_text("不能自己审核、发布")
    return page.url


def publish(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#decide-decision", DECISION)
    press(page, "作出决定")
    page.fill("#publish-effective_on", "2026-11-28")
    press(page, "发布名单")
    expect(page.locator(".flashes")).to_contain_text("名单已发布")


def test_two_spreadsheets_become_a_published_list(
    world: World, site: Site, open_browser: Callable[..., Page], picture: Callable[..., None], tmp_path: Path
) -> None:
    write_calendar(site.database)
    colleague = make_colleague(site.database, email=world.officer)
    officer = bring_in(open_browser, world, tmp_path)
    address = draft(officer, tmp_path)
    picture(officer, "list draft")

    second = open_browser(width=390)
    sign_in(second, colleague)
    second.goto(address)
    second.click("summary:has-text('审核通过并公示')")
    press(second, "审核通过并公示")
    expect(second.locator(".flashes")).to_contain_text("已开始公示")
    assert overflow(second) == 0
    picture(second, "list noticed")
    site.app.extensions["marketplace"].clock = lambda: ENDED
    second = open_browser(width=390)
    sign_in(second, colleague)
    publish(second, address)

    second.click("text=看公布的名单")
    expect(second.locator("h1")).to_contain_text("柯桥区SaaS服务商推荐名单（2026年第1版）")
    assert overflow(second) == 0
    picture(second, "list public")
    check_papers(second)


def check_papers(page: Page) -> None:
    """Hold the announcement, as Word and as Excel, against the page."""
    digest = page.locator(".digest code").inner_text()
    words, cells = read_papers(page)
    assert DECISION in words
    assert {NEW_PROVIDER.name, "杭州示例能源服务有限公司"} <= cells
    assert f"内容摘要：sha256:{digest}" in words
    assert not any(str(cell).startswith("=") for cell in cells)


def read_papers(page: Page) -> tuple[str, set[object]]:
    """Download the announcement as Word and Excel; return the words of the one and the cells of the other."""
    found = []
    for label in ("下载公布通知（Word）", "下载公布通知（Excel）"):
        with page.expect_download() as downloading:
            page.click(f"text={label}")
        found.append(Path(downloading.value.path()).read_bytes())
    paper, book = Document(io.BytesIO(found[0])), load_workbook(io.BytesIO(found[1]))
    lines = [one.text for one in paper.paragraphs]
    lines += [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    return "\n".join(lines), {cell.value for sheet in book for row in sheet.rows for cell in row}
