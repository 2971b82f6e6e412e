"""A county's officer: two workbooks in, the table of first threes out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.world import World, write_workbooks
from tests.fixtures.browser import WIDTHS, overflow, sign_in

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("width", WIDTHS)
def test_officer_brings_two_workbooks_in_and_reads_the_first_threes(
    world: World, open_browser: Callable[..., Page], picture: Callable[..., None], tmp_path: Path, width: int
) -> None:
    page = open_browser(width=width)
    sign_in(page, world.officer)

    page.click("text=导入企业和服务商")
    page.set_input_files("input[type=file]", write_workbooks(tmp_path))
    page.click("text=上传并检查")
    expect(page.locator("h1")).to_have_text("检查结果")
    picture(page, "import checked")
    page.get_by_role("button", name="导入3行").click()
    expect(page.locator(".flashes")).to_contain_text("已导入企业2家、服务商1家")
    page.goto("/desk")
    page.click("text=每家企业的前三名")

    row = page.get_by_role("row").filter(has_text="柯桥示例针织印染有限公司")
    expect(row).to_contain_text("绍兴示例染整软件有限公司")
    expect(row).to_contain_text("宁波示例排程软件有限公司")
    assert overflow(page) == 0
    picture(page, "first threes")


def test_officer_downloads_the_first_threes_as_a_workbook(world: World, open_browser: Callable[..., Page]) -> None:
    page = open_browser(width=1280)
    sign_in(page, world.officer)
    page.goto("/county/recommendations")

    with page.expect_download() as downloading:
        page.click("text=下载 Excel 表")

    assert downloading.value.suggested_filename.endswith(".xlsx")
