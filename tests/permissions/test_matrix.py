"""Who gets where: each route, each role, one's own object and a stranger's. How to add a row: see this package."""

import json
from typing import Any

import pytest
from flask import url_for
from werkzeug.test import TestResponse

from marketplace.core.actor import Role
from marketplace.web.permissions import Permission
from tests.permissions.matrix import Arguments, Case, all_cases, all_rows, mounted
from tests.permissions.world import SAME_SITE, World

CASES = all_cases()
MISSING = (999_999_999, 10**12, 10**30)  # Free, beyond 32 bits, beyond 64 bits.
NO_HEADERS: dict[str, str] = {}
OTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Origin": "https://other.invalid"}
HOW = "add them to tests/permissions/rows_<area>.py as tests/permissions/__init__.py explains"


def each(cases: list[Case]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("case", cases, ids=[case.name for case in cases])


def address(world: World, case: Case, arguments: dict[str, Any]) -> str:
    with world.app.test_request_context():
        return url_for(case.rule.endpoint, _external=False, **arguments)


def status(
    world: World,
    case: Case,
    role: Role | None,
    *,
    at: Arguments,
    headers: dict[str, str] | None = None,
    changed: dict[str, int] | None = None,
) -> int:
    """Return the status of a call; what it writes is put back."""
    target = address(world, case, {**at(world, role), **(changed or {})})
    with world.watching():
        answer = world.call(
            role,
            target,
            method=case.method,
            headers=SAME_SITE if headers is None else headers,
            **sent(world, case, role),
        )
    return answer.status_code


def test_every_route_has_a_row() -> None:
    missing = {rule.endpoint for rule in mounted().url_map.iter_rules()} - set(all_rows())

    assert not missing, f"routes without a row in the matrix: {sorted(missing)}; {HOW}"


def test_no_row_outlives_its_route() -> None:
    left_over = set(all_rows()) - {rule.endpoint for rule in mounted().url_map.iter_rules()}

    assert not left_over, f"rows of routes that do not exist: {sorted(left_over)}"


@each(CASES)
def test_anonymous_visitor_gets_as_far_as_the_permission(world: World, case: Case) -> None:
    public, refusal = case.permission is Permission.PUBLIC, 401 if case.is_api else 303
    target = address(world, case, case.row.own(world, None if public else case.granted[0]))

    with world.watching() as written:
        answer = world.call(None, target, method=case.method, **sent(world, case, None if public else case.granted[0]))

    if public:
        assert answer.status_code == case.answer_to(None)
    else:
        assert answer.status_code == refusal
        assert case.is_api or answer.location.startswith("/sign-in")
        assert written == []


def sent(world: World, case: Case, role: Role | None) -> dict[str, Any]:
    return case.body(case.row.data(world, role))


@each([case for case in CASES if case.refused])
def test_role_without_the_permission_is_refused(world: World, case: Case) -> None:
    got = {}
    with world.watching() as written:
        for role in case.refused:
            target = address(world, case, case.row.own(world, case.granted[0]))
            got[role] = world.call(role, target, method=case.method, **sent(world, case, case.granted[0])).status_code
        wrote = list(written)

    assert got == dict.fromkeys(case.refused, 403)
    assert wrote == []


@each([case for case in CASES if not case.is_api])  # Operations: see the contract, which also looks at the answers.
def test_own_object_is_reached(world: World, case: Case) -> None:
    got = {role: status(world, case, role, at=case.row.own) for role in case.granted}

    assert got == {role: case.answer_to(role) for role in case.granted}


@each([case for case in CASES if case.row.other])
def test_object_of_another_body_does_not_exist(world: World, case: Case) -> None:
    other, reaching = case.row.other or case.row.own, case.row.reaches_other

    got = {role: status(world, case, role, at=other) for role in case.granted}

    expected = {role: case.answer_to(role) if role in reaching else 404 for role in case.granted}
    assert got == expected | dict(case.row.other_answers)


@each([case for case in CASES if case.numbers and case.row.has_missing])
def test_object_that_does_not_exist_is_not_found(world: World, case: Case) -> None:
    role = case.granted[0]

    got = {
        (name, value): status(world, case, role, at=case.row.own, changed={name: value})
        for name in case.numbers
        for value in MISSING
    }

    assert got == dict.fromkeys(got, 404)


@each([case for case in CASES if not case.reads])
def test_request_of_another_site_is_refused(world: World, case: Case) -> None:
    role = case.granted[0]
    target = address(world, case, case.row.own(world, role))

    with world.watching() as written:
        got = [
            world.call(role, target, method=case.method, headers=headers, **sent(world, case, role)).status_code
            for headers in (NO_HEADERS, OTHER_SITE)
        ]
        wrote = list(written)

    assert got == [403, 403]
    assert wrote == []


@each([case for case in CASES if case.reads])
def test_reading_writes_nothing(world: World, case: Case) -> None:
    role = case.granted[0]
    target = address(world, case, case.row.own(world, role))

    with world.watching() as written:
        world.call(role, target, method=case.method, **sent(world, case, role))
        wrote = list(written)

    assert wrote == []


@each([case for case in CASES if case.is_api and not case.reads])
def test_operation_that_writes_refuses_a_token_that_may_only_read(world: World, case: Case) -> None:
    role = case.granted[0]
    target = address(world, case, case.row.own(world, role))
    headers = bearer(world.people[role].reading_token)

    with world.watching() as written:
        answer = world.call(None, target, method=case.method, headers=headers, **sent(world, case, role))
        wrote = list(written)

    assert (answer.status_code, code_of(answer)) == (403, "token_reads_only")
    assert wrote == []


@each([case for case in CASES if case.is_api])
def test_unknown_token_is_refused(world: World, case: Case) -> None:
    role = case.granted[0]
    target = address(world, case, case.row.own(world, role))

    answer = world.call(None, target, method=case.method, headers=bearer("x" * 43), **sent(world, case, role))

    assert (answer.status_code, code_of(answer)) == (401, "token_invalid")


def code_of(answer: TestResponse) -> str:
    """Return the code of a problem."""
    return str(json.loads(answer.text)["code"])


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
