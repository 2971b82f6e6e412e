"""Every kind of page of every role, on a phone and on a desk: nothing shuts people out, nothing is too wide.

The pages are those of the permission matrix: whoever adds a route adds its row there, and has its page looked at here.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import url_for
from playwright.sync_api import Browser, BrowserContext, Page

from marketplace.core.actor import Role
from marketplace.web.permissions import Permission
from tests.fixtures.browser import DESK, PHONE, bring_axe, grave_violations, served
from tests.permissions.matrix import Case, all_cases
from tests.permissions.whole import whole_world
from tests.permissions.world import World

pytestmark = pytest.mark.browser
VISITORS = (None, *Role)
OK = 200
# Pages that look different with something asked of them, beyond what the rows ask.
ASKED = {
    None: ("/search?q=染缸", "/modules?q=染", "/providers?kind=SaaS服务商"),
    Role.ENTERPRISE: ("/enterprises/{enterprise}/recommendations/compare?p={provider}&p={other_provider}",),
    Role.AUDITOR: ("/journal?object=module:9999", "/county/enterprises?county=330603"),
}
LOST = "/no-such-page"
HEADING = "<h1"
# Each question to the page costs a long way there and back, so that what belongs together is asked at once.
NARROW = "[document.querySelectorAll('h1').length, document.documentElement.scrollWidth - window.innerWidth]"
WIDE = """() => {
  const root = document.documentElement;
  const beyond = () => root.scrollWidth - window.innerWidth;
  const once = beyond();
  root.style.fontSize = '200%';
  const twice = beyond();
  root.style.fontSize = '';
  return [once, twice];
}"""
# Focus each thing that can be used, as the keyboard does after a first tab, and see whether one can see it. What has an
# action but takes no focus is out of reach.
OUT_OF_REACH = """() => {
  const usable = 'a[href], button, input:not([type=hidden]), select, textarea, summary';
  const seen = (one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled;
  const told = (one) => one.outerHTML.slice(0, 100);
  const faults = [];
  for (const one of [...document.querySelectorAll(usable)].filter(seen)) {
    one.focus();
    if (document.activeElement !== one || one.tabIndex < 0) { faults.push('no focus: ' + told(one)); continue; }
    const style = getComputedStyle(one);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 2) faults.push('focus unseen: ' + told(one));
  }
  for (const one of document.querySelectorAll('[onclick], [role=button]:not(button)')) {
    if (one.tabIndex < 0) faults.push('no key for: ' + told(one));
  }
  return faults;
}"""


@pytest.fixture(scope="module")
def everywhere(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory, run_folder: Path) -> Iterator[World]:
    folder = tmp_path_factory.mktemp("everywhere")
    with whole_world(sqlite_template, folder=folder, kept=run_folder / "whole-world") as made:
        yield made


@pytest.fixture(scope="module")
def address(everywhere: World) -> Iterator[str]:
    with served(everywhere.app) as url:
        yield url


def reader_of(case: Case) -> Role | None:
    """Return who looks at a kind of page in the browser; everybody else reads it for its heading."""
    return None if case.permission is Permission.PUBLIC else case.granted[0]


def addresses_of(world: World, role: Role | None) -> list[tuple[Case, str]]:
    """Return what a visitor may read in a browser, as its row and its address."""
    reading = [case for case in all_cases() if case.method == "GET" and not case.is_api]
    if role is None:
        open_to = [case for case in reading if case.permission is Permission.PUBLIC]
    else:
        open_to = [case for case in reading if case.permission is not Permission.PUBLIC and role in case.granted]
    with world.app.test_request_context():
        return [
            (case, url_for(case.rule.endpoint, _external=False, **case.row.own(world, role)))
            for case in open_to
            if case.answer_to(role) == OK
        ]


def read_page(world: World, role: Role | None, path: str) -> str:
    """Return the text of a page; a download or a piece of a page is none."""
    answer = world.call(role, path, method="GET")
    return answer.text if answer.mimetype == "text/html" and "</html>" in answer.text[-20:] else ""


@pytest.mark.parametrize("role", VISITORS)
def test_pages_of_a_role_are_open_to_everybody_and_fit_the_window(
    everywhere: World, address: str, chromium: Browser, picture: Callable[..., None], role: Role | None
) -> None:
    context = browsing(chromium, address=address, world=everywhere, role=role)
    page, found = context.new_page(), list[str]()

    for case, path in addresses_of(everywhere, role):
        if not (text := read_page(everywhere, role, path)):
            continue
        if reader_of(case) != role:
            found += [f"{path}: {text.count(HEADING)} h1"] if text.count(HEADING) != 1 else []
            continue
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.goto(path)
        found += [f"{path}: {fault}" for fault in narrow_faults(page)]
        picture(page, f"{role or 'anybody'} {case.rule.endpoint} {case.number}")
        found += [f"{path}: {fault}" for fault in whole_faults(page)]
        picture(page, f"{role or 'anybody'} {case.rule.endpoint} {case.number}")
    for path in ASKED.get(role, ()):
        page.set_viewport_size({"width": PHONE, "height": 844})
        page.goto(path.format(**everywhere.ids))
        found += [f"{path}: {fault}" for fault in (*narrow_faults(page), *whole_faults(page))]
        picture(page, f"{role or 'anybody'} {path}")
    context.close()

    assert found == []


def test_page_that_is_not_there_is_open_to_everybody(address: str, chromium: Browser) -> None:
    context = chromium.new_context(base_url=address, viewport={"width": PHONE, "height": 844})
    page = context.new_page()

    page.goto(LOST)
    found = [*narrow_faults(page), *whole_faults(page)]
    context.close()

    assert found == []


def browsing(chromium: Browser, *, address: str, world: World, role: Role | None) -> BrowserContext:
    context = chromium.new_context(base_url=address)
    context.set_default_timeout(15_000)
    bring_axe(context)
    if role is not None:
        context.add_cookies([{"name": "session", "value": world.people[role].cookie, "url": address}])
    return context


def narrow_faults(page: Page) -> list[str]:
    """Return what is wrong with a page on a phone, whoever reads it."""
    headings, wide = page.evaluate(NARROW)
    return ([f"{headings} h1"] if headings != 1 else []) + ([f"{wide} px too wide"] if wide > 0 else [])


def whole_faults(page: Page) -> list[str]:
    """Return what the checker finds on a phone, what the keyboard doesn't reach, and what doesn't fit on a desk."""
    faults = [*grave_violations(page)]
    page.keyboard.press("Tab")
    faults += page.evaluate(OUT_OF_REACH)
    page.set_viewport_size({"width": DESK, "height": 844})
    once, twice = page.evaluate(WIDE)
    faults += [f"{once} px too wide on a desk"] if once > 0 else []
    faults += [f"{twice} px too wide at twice the size"] if twice > 0 else []
    return faults


@pytest.mark.parametrize("path", ["/", "/start", "/providers/register", "/sign-in", "/search?q=报工"])
def test_tab_walks_through_a_page_from_the_skip_link_to_the_end_and_sees_each_step(
    address: str, chromium: Browser, path: str
) -> None:
    context = chromium.new_context(base_url=address, viewport={"width": PHONE, "height": 844})
    page = context.new_page()
    page.goto(path)
    wanted = page.evaluate(STOPS)

    reached = [step for _ in range(len(wanted)) if (step := tab(page))]
    context.close()

    assert reached == wanted


STOPS = """() => {
  const stops = [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary')];
  return stops.filter((one) => {
    if (!one.checkVisibility({ visibilityProperty: true }) || one.disabled) return false;
    if (one.type !== 'radio') return true;
    const ticked = [...document.getElementsByName(one.name)].find((other) => other.checked);
    return one === (ticked ?? document.getElementsByName(one.name)[0]);
  }).map((one) => one.outerHTML.slice(0, 100));
}"""


def tab(page: Page) -> str:
    page.keyboard.press("Tab")
    step: str = page.evaluate("document.activeElement.outerHTML.slice(0, 100)")
    return step
