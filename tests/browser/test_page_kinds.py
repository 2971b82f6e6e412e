"""Every kind of page, on a phone and on a desk: nothing that shuts people out, nothing wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.world import World
from tests.fixtures.browser import DESK, WIDTHS, grave_violations, overflow, sign_in

pytestmark = pytest.mark.browser
PUBLIC = (
    "/",
    "/start",
    "/sign-in",
    "/password/forgot",
    "/enterprises/register",
    "/providers/register",
    "/providers",
    "/providers/{provider}",
    "/modules",
    "/modules/1",
    "/scenarios",
    "/scenarios/vat-scheduling",
    "/industries",
    "/industries/24",
    "/programme",
    "/how-ranking-works",
    "/insights/demand",
    "/insights/concentration",
    "/no-such-page",
)
OWNER = (
    "/desk",
    "/inbox",
    "/account",
    "/enterprises/{enterprise}",
    "/enterprises/{enterprise}/edit",
    "/enterprises/{enterprise}/links",
    "/enterprises/{enterprise}/recommendations",
    "/enterprises/{enterprise}/recommendations/{provider}/why",
    "/enterprises/{enterprise}/recommendations/compare?p={provider}",
    "/enterprises/{enterprise}/recommendations/bundle",
    "/enterprises/{enterprise}/assessments",
    "/enterprises/{enterprise}/assessments/new",
)
PROVIDER = (
    "/desk",
    "/providers/{provider}/edit",
    "/providers/{provider}/partners",
    "/providers/{provider}/modules",
    "/providers/{provider}/modules/new",
    "/providers/{provider}/modules/1",
    "/providers/{provider}/modules/1/preview",
    "/providers/{provider}/position",
)
OFFICER = (
    "/desk",
    "/imports",
    "/county/enterprises",
    "/county/gaps",
    "/county/scenarios",
    "/county/recommendations",
    "/runs",
)
OPERATOR = (
    "/desk",
    "/operator/modules",
    "/operator/providers",
    "/operator/organisations",
    "/operator/weights",
    "/operator/weights/new",
    "/operator/library",
    "/operator/library/new?code=energy",
)
AUDITOR = (
    "/desk",
    "/journal",
    "/journal?object=module:9999",
    "/journal/1",
    "/journal/verify",
    "/verify",
    "/verify/heads",
)
KINDS = {"": PUBLIC, "owner": OWNER, "provider": PROVIDER, "officer": OFFICER, "operator": OPERATOR, "auditor": AUDITOR}
TWICE = "document.documentElement.style.fontSize = '200%'"


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("role", KINDS)
def test_pages_of_a_role_are_open_to_everybody_and_fit_the_window(
    world: World, open_browser: Callable[..., Page], picture: Callable[..., None], role: str, width: int
) -> None:
    page = open_browser(width=width)
    if role:
        sign_in(page, getattr(world, role))

    found = [fault for path in KINDS[role] for fault in _faults(page, path, world=world, picture=picture, role=role)]

    assert found == []


def _faults(page: Page, path: str, *, world: World, picture: Callable[..., None], role: str) -> list[str]:
    page.goto(path.format(enterprise=world.dye_house, provider=world.dyeing_software))
    picture(page, f"{role} {path}")
    headings = page.locator("h1").count()
    faults = [f"{path}: {one}" for one in grave_violations(page)]
    faults += [f"{path}: {headings} h1"] if headings != 1 else []
    return faults + ([f"{path}: {overflow(page)} px too wide"] if overflow(page) else [])


@pytest.mark.parametrize("role", KINDS)
def test_pages_of_a_role_hold_text_of_twice_the_size(
    world: World, open_browser: Callable[..., Page], role: str
) -> None:
    page = open_browser(width=DESK)
    if role:
        sign_in(page, getattr(world, role))

    found = [wide for path in KINDS[role] if (wide := _width_at_twice_the_size(page, path, world=world))]

    assert found == []


def _width_at_twice_the_size(page: Page, path: str, *, world: World) -> str:
    page.goto(path.format(enterprise=world.dye_house, provider=world.dyeing_software))
    page.evaluate(TWICE)
    return f"{path}: {overflow(page)} px too wide" if overflow(page) else ""
