"""What no page of ours sends, yet somebody will: every route answers it with a sentence, never with a crash.

The requests are those of the matrix with values bent, from the role that may do the most.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import url_for

from marketplace.core.actor import Role
from marketplace.web.permissions import Permission
from tests.permissions.matrix import Case, all_cases
from tests.permissions.world import World

CASES = all_cases()
# One value at a time for the first ones; all values at once for the others, which seldom fail alone.
FULL_WIDTH = "\uff19\uff19"
SHARP_TEXTS = ("\x00", "9" * 40, FULL_WIDTH)
TOO_LONG = "长" * 10_001  # No field takes more than ten thousand.
BLUNT_TEXTS = ("-1", "1e999", "nan", "'\"><script>", TOO_LONG, "\u202e")
SHARP_JSON: tuple[Any, ...] = ("\x00", 10**30, None, {}, [[]])
BLUNT_JSON: tuple[Any, ...] = ("\ud800", -1, 1.5, True, [None], TOO_LONG, "9" * 40)
ODD_QUERIES = (
    "q=%00",
    "q=%FF%FE",
    "page=0&per_page=0",
    "page=" + "9" * 40,
    "page=x&per_page=x",
    "cursor=%00",
    "cursor=djE6OTk5OTk5OTk5OTk5OTk5OTk5OTk5OTk5",
    "limit=-1",
    f"k={'9' * 40}&p={'9' * 40}",
    f"county=%27--&state=%00&kind=%00&industry={'9' * 40}&days={'9' * 40}",
    "q=" + "%E9%95%BF" * 2000,
)
BROKEN_BODIES = (b"{", b"[]", b"null", b"\xff", b'{"a":' * 2000)
FINE = range(200, 500)
Sent = dict[str, Any]
parametrize = pytest.mark.parametrize


def asker(case: Case) -> Role | None:
    return None if case.permission is Permission.PUBLIC else case.granted[-1]


def crashes(world: World, case: Case, requests: Iterator[Sent], *, query: str = "") -> dict[str, int]:
    """Return the requests that were answered as a crash, with their status."""
    found = {}
    with world.app.test_request_context():
        path = url_for(case.rule.endpoint, **case.row.own(world, asker(case)))
    for request in requests:
        with world.watching():
            status = world.call(asker(case), path + query, method=case.method, **request).status_code
        if status not in FINE:
            found[json.dumps(request, default=str)[:120] + query] = status
    return found


def bent(fresh: Callable[[], Sent], *, sharp: tuple[Any, ...], blunt: tuple[Any, ...]) -> Iterator[Sent]:
    """Yield what is sent with values bent; a file can be sent only once, so each comes fresh."""
    yield {}
    for value in sharp:
        yield from ({**fresh(), name: value} for name in fresh())
    for value in (*sharp, *blunt):
        yield dict.fromkeys(fresh(), value)


@parametrize("case", [case for case in CASES if case.reads], ids=lambda case: case.name)
def test_reading_with_odd_questions_is_answered(world: World, case: Case) -> None:
    for query in ODD_QUERIES:
        assert not crashes(world, case, iter([{}]), query=f"?{query}")


@parametrize("case", [case for case in CASES if not case.reads and not case.is_api], ids=lambda case: case.name)
def test_form_with_odd_values_is_answered(world: World, case: Case) -> None:
    forms = bent(lambda: case.row.data(world, asker(case)), sharp=SHARP_TEXTS, blunt=BLUNT_TEXTS)

    assert not crashes(world, case, ({"data": form} for form in forms))


@parametrize("case", [case for case in CASES if not case.reads and case.is_api], ids=lambda case: case.name)
def test_operation_with_odd_values_is_answered(world: World, case: Case) -> None:
    def fresh() -> Sent:
        return case.row.data(world, asker(case))

    takes_files = "data" in case.body(fresh())  # Then it takes a form, which holds texts beside them.
    sharp, blunt = (SHARP_TEXTS, BLUNT_TEXTS) if takes_files else (SHARP_JSON, BLUNT_JSON)
    bodies = bent(fresh, sharp=sharp, blunt=blunt)

    assert not crashes(world, case, ({"data" if takes_files else "json": body} for body in bodies))


@parametrize("case", [case for case in CASES if not case.reads and case.is_api], ids=lambda case: case.name)
def test_operation_with_a_broken_body_is_answered(world: World, case: Case) -> None:
    bodies = ({"data": body, "content_type": "application/json"} for body in BROKEN_BODIES)

    assert not crashes(world, case, bodies)
