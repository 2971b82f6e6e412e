"""Owners of enterprises, signed in through the page, who read and who save their form as browsers do."""

import json
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlencode

import urllib3
from bs4 import BeautifulSoup, Tag
from sqlmodel import Session, select

from marketplace.accounts import services
from marketplace.accounts.models import User
from marketplace.core.actor import Role, System
from marketplace.core.clock import utc_now
from marketplace.core.db import Database
from marketplace.enterprises.models import Enterprise

PASSWORD = "a sentence to remember"
OF_THE_SITE = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
BY_SCRIPT = {"Accept": "application/json"}
Fields = list[tuple[str, str]]


@dataclass(slots=True, kw_only=True)
class Owner:
    """Somebody's session, and the form of the enterprise as the browser holds it."""

    enterprise_id: int
    cookie: str
    fields: Fields = field(default_factory=list)
    version: int = 0
    draft_version: int = 0
    said: str = ""
    saved: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def path(self) -> str:
        return f"/enterprises/{self.enterprise_id}/edit"

    def open(self, pool: urllib3.PoolManager, address: str) -> None:
        """Load the form, with whatever was saved last."""
        answer = pool.request("GET", f"{address}{self.path}", headers={"Cookie": self.cookie}, redirect=False)
        assert answer.status == 200, answer.status
        found = dict(form_fields(answer.data))
        self.version, self.draft_version = int(found.pop("version")), int(found.pop("draft_version"))
        self.fields = [(name, value) for name, value in form_fields(answer.data) if name in found]

    def body(self, text: str) -> str:
        """Return the form as sent, with another first problem."""
        given = [(name, text if name == "problems-0-text" else value) for name, value in self.fields]
        return urlencode([*given, ("version", str(self.version)), ("draft_version", str(self.draft_version))])

    def type(self, pool: urllib3.PoolManager, address: str, *, text: str) -> int:
        """Send what the script sends while somebody types; return the status of the answer."""
        headers = {**OF_THE_SITE, **BY_SCRIPT, "Cookie": self.cookie}
        answer = pool.request("POST", f"{address}{self.path}", body=self.body(text), headers=headers, redirect=False)
        if answer.status == 200:
            self.draft_version = int(json.loads(answer.data)["version"])
        return answer.status

    def save(self, pool: urllib3.PoolManager, address: str, *, text: str) -> int:
        """Hand the form in; return 303 when the answer says that it is saved, else another number."""
        headers = {**OF_THE_SITE, "Cookie": self.cookie}
        answer = pool.request("POST", f"{address}{self.path}", body=self.body(text), headers=headers, redirect=False)
        is_saved = answer.headers.get("Location", "").endswith(f"/enterprises/{self.enterprise_id}")
        if answer.status == 303 and is_saved:
            self.version, self.draft_version = self.version + 1, 0
            self.said, self.saved = text, self.saved + 1
            return 303
        return 409 if answer.status == 303 else answer.status  # Led elsewhere: somebody else had saved.


def form_fields(page: bytes) -> Fields:
    """Return what a browser would send of the form that saves as one types."""
    form = BeautifulSoup(page, "html.parser").select_one("form[data-autosave]")
    assert form is not None
    found: Fields = []
    for one in form.select("input[name], select[name], textarea[name]"):
        name, kind = str(one["name"]), one.get("type")
        if kind in {"checkbox", "radio"}:
            found += [(name, str(one.get("value", "on")))] if one.has_attr("checked") else []
        else:
            found.append((name, _value(one)))
    return found


def _value(one: Tag) -> str:
    if one.name == "select":
        chosen = one.select_one("option[selected]") or one.select_one("option")
        return str(chosen.get("value", chosen.text)) if chosen else ""
    return one.text.removeprefix("\n") if one.name == "textarea" else str(one.get("value", ""))


def owners_of(database: Database, address: str, *, count: int, skipping: int = 0) -> list[Owner]:
    """Return owners of the first generated enterprises, each signed in; they stay for the next measurement."""
    with database.transaction() as session:
        order = select(Enterprise.organisation_id).order_by(Enterprise.organisation_id.desc())  # type: ignore[attr-defined]  # a column
        ids = session.exec(order.offset(skipping).limit(count)).all()
        for enterprise_id in ids:
            _make_owner(session, enterprise_id=enterprise_id)
    with urllib3.PoolManager(retries=False, timeout=60) as pool:
        return [Owner(enterprise_id=one, cookie=signed_in(pool, address, email=_email(one))) for one in _sequence(ids)]


def _sequence(ids: Sequence[int | None]) -> list[int]:
    return [one for one in ids if one is not None]


def _email(enterprise_id: int | None) -> str:
    return f"load{enterprise_id}@example.invalid"


def _make_owner(session: Session, *, enterprise_id: int) -> None:
    email, system = _email(enterprise_id), System(name="load")
    if session.exec(select(User.id).where(User.email == email)).first() is not None:
        return
    user = services.create_user(
        session, email=email, display_name="厂长", password=PASSWORD, now=utc_now(), actor=system
    )
    services.add_membership(
        session,
        user_id=user.id or 0,
        organisation_id=enterprise_id,
        role=Role.ENTERPRISE,
        now=utc_now(),
        actor=system,
    )


def signed_in(pool: urllib3.PoolManager, address: str, *, email: str) -> str:
    """Sign in through the page and return the cookie."""
    body = urlencode({"email": email, "password": PASSWORD})
    answer = pool.request("POST", f"{address}/sign-in", body=body, headers=OF_THE_SITE, redirect=False)
    assert answer.status == 303, answer.status
    return str(answer.headers["Set-Cookie"]).split(";", 1)[0]
