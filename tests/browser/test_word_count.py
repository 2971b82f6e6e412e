"""The count beside a field is the one that decides: the browser counts 字数 as the server does."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.programme.test_wording import CASES

pytestmark = pytest.mark.browser
COUNT = "async ([address, texts]) => { const found = await import(address); return texts.map(found.countWords); }"


def test_browser_counts_every_case_as_the_server_does(open_browser: Callable[..., Page]) -> None:
    page = open_browser()
    page.goto("/sign-in")
    script = page.get_attribute("script[type=module]", "src") or ""

    found = page.evaluate(COUNT, [script.replace("site.js", "counter.js"), [text for text, _ in CASES]])

    assert found == [count for _, count in CASES]
