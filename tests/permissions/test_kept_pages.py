"""Pages that are kept for visitors: each equals what would be written anew, and nobody else is shown it."""

import pytest
from flask import url_for
from werkzeug.test import TestResponse

from marketplace.core.actor import Role
from marketplace.web.kept_pages import STORE, is_kept_for_visitors
from marketplace.web.page_store import PageStore
from marketplace.web.permissions import Permission
from tests.permissions.matrix import Case, all_cases, mounted
from tests.permissions.world import SAME_SITE, World

OK, UNCHANGED = 200, 304
KEPT = [case for case in all_cases() if case.method == "GET" and is_kept_for_visitors(mounted(), case.rule.endpoint)]
EACH_TIME = ("X-Request-Id", "Date")
GZIP = {**SAME_SITE, "Accept-Encoding": "gzip"}
each = pytest.mark.parametrize("case", KEPT, ids=[case.name for case in KEPT])


def address(world: World, case: Case) -> str:
    with world.app.test_request_context():
        return url_for(case.rule.endpoint, _external=False, **case.row.own(world, None))


def empty_store(world: World) -> PageStore:
    made = PageStore()
    world.app.extensions["marketplace"].services[STORE] = made
    return made


def said(answer: TestResponse) -> tuple[bytes, list[tuple[str, str]]]:
    return answer.get_data(), sorted((name, value) for name, value in answer.headers if name not in EACH_TIME)


def test_only_pages_for_everybody_are_kept() -> None:
    assert {case.permission for case in KEPT} == {Permission.PUBLIC}
    assert len(KEPT) > 25


@each
def test_kept_page_is_byte_for_byte_the_one_written_anew(world: World, case: Case) -> None:
    path, store = address(world, case), empty_store(world)
    for headers in (SAME_SITE, GZIP):
        first = world.call(None, path, method="GET", headers=headers)
        used = store.used_bytes
        kept = world.call(None, path, method="GET", headers=headers)
        empty_store(world)
        anew = world.call(None, path, method="GET", headers=headers)
        world.app.extensions["marketplace"].services[STORE] = store

        assert used > 0
        assert first.status_code == kept.status_code == anew.status_code == OK
        assert said(first) == said(kept) == said(anew)
        assert kept.headers["X-Request-Id"] != first.headers["X-Request-Id"]


@each
def test_browser_that_has_the_page_is_told_so(world: World, case: Case) -> None:
    path = address(world, case)
    empty_store(world)
    tag = world.call(None, path, method="GET").headers["ETag"]

    again = world.call(None, path, method="GET", headers={**SAME_SITE, "If-None-Match": tag})
    whole = world.call(None, path, method="GET", headers={**SAME_SITE, "If-None-Match": '"other"'})

    assert (again.status_code, again.get_data()) == (UNCHANGED, b"")
    assert (whole.status_code, whole.headers["ETag"]) == (OK, tag)


@each
def test_people_who_are_signed_in_neither_see_nor_leave_a_visitors_page(world: World, case: Case) -> None:
    path, store = address(world, case), empty_store(world)
    theirs = world.call(Role.OPERATOR, path, method="GET")
    left = store.used_bytes
    visitors = world.call(None, path, method="GET")
    theirs_again = world.call(Role.OPERATOR, path, method="GET")

    assert left == 0
    assert 'href="/sign-in' in visitors.text
    for answer in (theirs, theirs_again):
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "ETag" not in answer.headers
        assert "sign-out" in answer.text
    assert "sign-out" not in visitors.text
