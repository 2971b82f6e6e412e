"""A visitor without script: reads pages, fills the forms that stand on them, and follows where they lead."""

import io
from dataclasses import dataclass, field
from typing import Any

from bs4 import BeautifulSoup, Tag
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

TYPED = {"text", "password", "email", "number", "hidden", "search", "tel", "url", "date", ""}


@dataclass(slots=True)
class Visitor:
    """A browser window: the page that it shows, and the address of that page."""

    client: FlaskClient
    page: BeautifulSoup = field(default_factory=lambda: BeautifulSoup("", "lxml"))
    address: str = "/"
    status: int = 200

    def open(self, address: str) -> "Visitor":
        """Go to an address; the page may be any answer."""
        return self._show(self.client.get(address, follow_redirects=True))

    def follow(self, words: str) -> "Visitor":
        """Click the first link that says these words."""
        link = next(link for link in self.page.find_all("a") if words in link.get_text())
        return self.open(str(link["href"]))

    def submit(self, words: str, /, **fields: Any) -> "Visitor":
        """Press the button that says these words, with fields typed over what its form holds."""
        button = next(one for one in self.page.select("form button") if words in one.get_text())
        form = button.find_parent("form")
        assert isinstance(form, Tag)
        data = values_of(form)
        if button.get("name"):
            data[str(button["name"])] = str(button.get("value", ""))
        target = str(button.get("formaction") or form.get("action") or self.address)
        answer = self.client.post(target, data={**data, **fields}, follow_redirects=True)
        return self._show(answer)

    def upload(self, address: str, *, field: str, name: str, content: bytes) -> "Visitor":
        """Send one file, as large as it may be, without keeping a copy of it on disk."""
        edge = "a-line-between-parts"
        head = f'--{edge}\r\nContent-Disposition: form-data; name="{field}"; filename="{name}"\r\n\r\n'
        body = head.encode() + content + f"\r\n--{edge}--\r\n".encode()
        answer = self.client.post(
            address,
            input_stream=io.BytesIO(body),
            content_length=len(body),
            content_type=f"multipart/form-data; boundary={edge}",
            follow_redirects=True,
        )
        return self._show(answer)

    def fetch(self, address: str) -> bytes:
        """Return what lies at an address, without leaving the page."""
        answer = self.client.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status_code}"
        return answer.data

    def text(self) -> str:
        """Return what the page says, in one line."""
        return " ".join(self.page.get_text(" ").split())

    def value(self, name: str) -> str:
        """Return what a field of the page holds."""
        found = self.page.select_one(f'[name="{name}"]')
        assert found is not None, f"no field {name}"
        return _written(found) if found.name == "textarea" else str(found.get("value", ""))

    def _show(self, answer: TestResponse) -> "Visitor":
        self.page = BeautifulSoup(answer.text, "lxml")
        self.address, self.status = answer.request.path, answer.status_code
        return self


def values_of(form: Tag) -> dict[str, Any]:
    """Return what a browser would send of a form that nobody has touched."""
    data: dict[str, Any] = {}
    for one in form.find_all(["input", "textarea", "select"]):
        name = str(one.get("name", ""))
        for value in _sent(one) if name else ():
            data.setdefault(name, []).append(value)
    return data


def _written(area: Tag) -> str:
    # The first line feed belongs to the markup, not to the text.
    return area.get_text().removeprefix("\n")


def _sent(one: Tag) -> list[str]:
    kind = str(one.get("type", ""))
    if one.name == "textarea":
        return [_written(one)]
    if one.name == "select":
        chosen = one.find_all("option", selected=True) or one.find_all("option")[:1]
        return [str(option.get("value", option.get_text())) for option in chosen]
    if kind in {"checkbox", "radio"}:
        return [str(one.get("value", "on"))] if one.has_attr("checked") else []
    return [str(one.get("value", ""))] if kind in TYPED else []
