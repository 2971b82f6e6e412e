"""A browser window that is used as a visitor's window without script is, so that both walk the same steps."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from playwright.sync_api import Locator, Page

from tests.fixtures.browser import overflow

# What each field of a name is, asked of the page at once.
KINDS = """(all) => all.map((one) => ({
  kind: one.tagName === 'INPUT' ? one.type : one.tagName.toLowerCase(),
  value: one.getAttribute('value'),
  checked: one.checked === true,
}))"""


@dataclass(slots=True)
class BrowserWindow:
    """A page of a browser; ``faults`` collects what is wider than the window on any page that was seen."""

    tab: Page
    status: int = 200
    faults: list[str] = field(default_factory=list)

    @property
    def page(self) -> BeautifulSoup:
        return BeautifulSoup(self.tab.content(), "lxml")

    @property
    def address(self) -> str:
        return urlsplit(self.tab.url).path

    def open(self, address: str) -> Self:
        answer = self.tab.goto(address)
        return self._seen(answer.status if answer else 200)

    def follow(self, words: str) -> Self:
        return self._press(self.tab.locator("a", has_text=words).first)

    def submit(self, words: str, /, **fields: Any) -> Self:
        """Press the first button that says these words, with its form filled in as a person would."""
        button = self.tab.locator("form button", has_text=words).first
        _unfold(button)
        form = button.locator("xpath=ancestor::form")
        for name, value in fields.items():
            _fill(form, name, value)
        return self._press(button)

    def fetch(self, address: str) -> bytes:
        answer = self.tab.request.get(address)
        assert answer.ok, f"{address}: {answer.status}"
        return answer.body()

    def text(self) -> str:
        return " ".join(self.page.get_text(" ").split())

    def _press(self, what: Locator) -> Self:
        with self.tab.expect_navigation() as going:
            what.click()
        return self._seen(going.value.status if going.value else 200)

    def _seen(self, status: int) -> Self:
        self.status = status
        if wide := overflow(self.tab):
            self.faults.append(f"{self.address}: {wide} px too wide")
        return self


def _unfold(what: Locator) -> None:
    for summary in what.locator("xpath=ancestor::details[not(@open)]/summary").all():
        summary.click()


def _fill(form: Locator, name: str, value: Any) -> None:
    found = form.locator(f'[name="{name}"]')
    _unfold(found.first)
    kinds = found.evaluate_all(KINDS)
    kind = kinds[0]["kind"]
    if kind in {"checkbox", "radio"}:
        _tick(found, kinds, value)
    elif kind == "file":
        stream, file_name = value
        found.set_input_files({"name": file_name, "mimeType": "application/pdf", "buffer": stream.getvalue()})
    elif kind == "select":
        found.select_option(str(value))
    else:
        found.fill(str(value))


def _tick(found: Locator, kinds: list[dict[str, Any]], value: Sequence[str] | str) -> None:
    """Press the boxes that are to change, and choose what is to be chosen."""
    wanted = {value} if isinstance(value, str) else set(value)
    for place, one in enumerate(kinds):
        if one["kind"] == "checkbox" and one["checked"] != (one["value"] in wanted):
            found.nth(place).set_checked(one["value"] in wanted)
        elif one["kind"] == "radio" and one["value"] in wanted:
            found.nth(place).check()
