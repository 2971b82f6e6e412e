"""Pages of lists, on a phone and on a desk: nothing that shuts people out, nothing wider than the window."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page
from sqlmodel import select

from marketplace.accounts.models import User
from marketplace.core.actor import Actor
from marketplace.core.db import Database
from tests.fixtures.browser import WIDTHS, Site, bring_axe, grave_violations, overflow, sign_in
from tests.lists.world import make_people, whole_course

pytestmark = pytest.mark.browser
PUBLIC = ("/lists", "/lists/1?as_of=2026-12-03", "/lists/1/changes", "/calls", "/calls/1", "/notices/1")
OFFICER = ("/bureau/lists", "/bureau/calls/new", "/bureau/calls/1", "/bureau/drafts/1", "/bureau/lists/1")
OFFICER = (*OFFICER, "/bureau/lists/import", "/applications/1")
PROVIDER = ("/applications", "/applications/1", "/calls/1/apply")


def faults(page: Page, path: str) -> list[str]:
    page.goto(path)
    found = [f"{path}: {one}" for one in grave_violations(page)]
    headings = page.locator("h1").count()
    found += [f"{path}: {headings} h1"] if headings != 1 else []
    return found + ([f"{path}: {overflow(page)} px too wide"] if overflow(page) else [])


def email_of(database: Database, actor: Actor) -> str:
    with database.session() as session:
        return session.exec(select(User.email).where(User.id == actor.user_id)).one()


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_of_lists_are_open_to_everybody_and_fit_the_window(
    site: Site, open_browser: Callable[..., Page], width: int
) -> None:
    people = make_people(site.database)
    whole_course(site.database, people=people)
    found = []

    for actor, paths in ((None, PUBLIC), (people.drafter, OFFICER), (people.providers[0], PROVIDER)):
        page = open_browser(width=width)
        if actor is not None:
            sign_in(page, email_of(site.database, actor))
        bring_axe(page.context)
        found += [fault for path in paths for fault in faults(page, path)]

    assert found == []
