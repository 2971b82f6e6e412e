"""Texts of a request stay values: none becomes part of a statement, and none leads a browser to another site."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from flask import url_for
from sqlalchemy import event

from marketplace.core.actor import Role
from marketplace.web.apidoc import describe
from marketplace.web.permissions import Permission
from tests.permissions.described import label_of
from tests.permissions.matrix import Case, all_cases, mounted
from tests.permissions.world import SAME_SITE, World

MARK = "zz7' OR '1'='1' --"
ELSEWHERE = "//evil.invalid/"
FILTERS = ("q", "county", "state", "kind", "industry", "days", "sort", "price", "region", "object", "action", "gap")
WAYS_BACK = ("next", "back", "return_to", "url", "target")
CASES = all_cases()


def asker(case: Case) -> Role | None:
    return None if case.permission is Permission.PUBLIC else case.granted[-1]


def address(world: World, case: Case) -> str:
    with world.app.test_request_context():
        return url_for(case.rule.endpoint, _external=False, **case.row.own(world, asker(case)))


def queries(case: Case) -> Iterator[dict[str, str]]:
    """Yield questions that bear the mark: each parameter of an operation; on pages the usual filters at once."""
    label, method = label_of(case.rule, case.method).split(" ")[1], case.method.lower()
    described = describe(mounted())["paths"].get(label, {}).get(method, {}).get("parameters", ())
    names = [one["name"] for one in described if one.get("in") == "query"]
    yield from ({name: MARK} for name in names) if case.is_api else (dict.fromkeys(FILTERS, MARK), {"q": MARK})


def bodies(world: World, case: Case) -> Iterator[dict[str, Any]]:
    """Yield what is sent in order with the mark in one text, for each of the texts."""
    fresh = case.row.data(world, asker(case))
    for name in [name for name, value in fresh.items() if isinstance(value, str)]:
        yield case.body({**case.row.data(world, asker(case)), name: MARK})


@contextmanager
def statements(world: World) -> Iterator[list[str]]:
    """Yield the statements that bear the mark in their text, whatever their values are."""
    found = list[str]()

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if "zz7" in statement:
            found.append(statement)

    event.listen(world.database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(world.database.engine, "before_cursor_execute", note)


def test_text_of_a_question_is_never_part_of_a_statement(world: World) -> None:
    asked = 0
    with statements(world) as found:
        for case in (one for one in CASES if one.reads):
            path = address(world, case)
            for query in queries(case):
                answer = world.call(asker(case), path.split("?")[0], method=case.method, query_string=query)
                assert answer.status_code < 500, (case.name, query)
                asked += 1

    assert found == []
    assert asked > 300


def test_text_that_is_sent_is_never_part_of_a_statement(world: World) -> None:
    sent = 0
    with statements(world) as found:
        for case in (one for one in CASES if not one.reads):
            path = address(world, case)
            for body in bodies(world, case):
                with world.watching():
                    answer = world.call(asker(case), path, method=case.method, **body)
                assert answer.status_code < 500, (case.name, body)
                sent += 1

    assert found == []
    assert sent > 150


def test_no_answer_leads_a_browser_to_another_site(world: World) -> None:
    leading = {}
    hosts, headers = dict.fromkeys(WAYS_BACK, ELSEWHERE), {**SAME_SITE, "Referer": f"https:{ELSEWHERE}"}
    for case in (one for one in CASES if not one.is_api):
        path, sent = address(world, case).split("?")[0], {}
        if not case.reads:
            sent = case.body({**case.row.data(world, asker(case)), **hosts})
        with world.watching():
            answer = world.call(asker(case), path, method=case.method, query_string=hosts, headers=headers, **sent)
        if answer.location:
            leading[case.name] = urlsplit(answer.location).netloc

    assert set(leading.values()) <= {"", "localhost"}
    assert len(leading) > 80
