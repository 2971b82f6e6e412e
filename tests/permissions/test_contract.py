"""The API against its own description, with every role and none: whatever a program sends, it is answered as written.

For each operation requests are made up from the description (schemathesis), in order and out of order, and sent as
every role: no 5xx, no answer that the description does not know, and nobody gets through whose role may not.
"""

import os
import re
from copy import deepcopy
from typing import Any

import pytest
import schemathesis
from flask import url_for
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import content_type_conformance, response_schema_conformance, status_code_conformance

from marketplace.areas import API_BLUEPRINTS
from marketplace.core.actor import Role
from marketplace.web.apidoc import describe
from marketplace.web.permissions import GRANTS, Permission, permission_of
from tests.permissions.described import label_of, require_described_headers
from tests.permissions.matrix import Case as MatrixCase
from tests.permissions.matrix import all_cases, mounted
from tests.permissions.world import World


def without_conditions(document: dict[str, Any]) -> dict[str, Any]:
    """Return the description without the headers that every write understands: those have tests of their own."""
    made = deepcopy(document)
    for operation in (one for item in made["paths"].values() for one in item.values()):
        operation["parameters"] = [one for one in operation.get("parameters", ()) if "$ref" not in one]
    return made


SCHEMA = schemathesis.openapi.from_dict(without_conditions(describe(mounted())))
OPERATIONS = {found.label: found for result in SCHEMA.get_all_operations() if (found := result.ok())}
CHECKS = [status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 2  # An operation, each sent by nobody and by every role; the long run takes more.
MANY = int(os.environ.get("CONTRACT_EXAMPLES", "60"))
REFUSALS = {401, 403, 404, 405}
OFFSET = re.compile(r"T\d{2}:\d{2}[\d:.]*[+-]\d{2}:\d{2}")
KEPT_AS_PUBLISHED = {"lists_api.get_edition"}  # Its digest is over its bytes.
WHO: list[Role | None] = [None, *Role]


def permissions() -> dict[str, Permission]:
    """Return what each operation asks for, by its name in the description."""
    found = {}
    for rule in mounted().url_map.iter_rules():
        for method in rule.methods or ():
            permission = permission_of(mounted(), rule.endpoint)
            if permission is not None:
                found[label_of(rule, method)] = permission
    return found


PERMISSIONS = permissions()
CASES = [case for case in all_cases() if label_of(case.rule, case.method) in OPERATIONS]
WRITING = [case for case in CASES if case.method in {"POST", "PUT", "PATCH"}]


def explore(world: World, label: str, *, examples: int) -> int:
    """Send made-up requests to an operation, each as nobody and as every role; return how many were sent."""
    operation, sent = OPERATIONS[label], []
    ways = [operation.as_strategy(generation_mode=GenerationMode.POSITIVE)]
    if operation.path_parameters or operation.query or operation.body:
        ways.append(operation.as_strategy(generation_mode=GenerationMode.NEGATIVE))

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.one_of(ways))
    def send(case: Case) -> None:
        for role in WHO:
            sent.append(role)
            _send(world, case, role=role, permission=PERMISSIONS[label])

    send()
    return len(sent)


def _send(world: World, case: Case, *, role: Role | None, permission: Permission) -> None:
    headers = {"Accept-Encoding": "identity"}
    if role is not None:
        headers["Authorization"] = f"Bearer {world.people[role].writing_token}"
    with world.watching() as written:
        answer: Any = case.call(app=world.app, headers=headers)
    may = permission is Permission.PUBLIC or (role is not None and role in GRANTS[permission])
    assert may or (answer.status_code in REFUSALS and not written), answer.text
    assert answer.status_code < 500, answer.text
    case.validate_response(answer, checks=CHECKS)


def test_description_names_every_operation() -> None:
    mounted_ones = {name for name in PERMISSIONS if " /api/v1/" in name and name.split()[0] not in {"HEAD", "OPTIONS"}}

    assert mounted_ones - {"GET /api/v1/openapi.json"} == set(OPERATIONS)


def test_description_says_which_operations_want_a_token() -> None:
    paths = describe(mounted())["paths"]
    said = {f"{method.upper()} {path}": one["security"] for path, item in paths.items() for method, one in item.items()}

    public = {name for name, permission in PERMISSIONS.items() if permission is Permission.PUBLIC}
    assert said == {name: [] if name in public else [{"bearer": []}] for name in OPERATIONS}


def in_order(world: World, case: MatrixCase, role: Role) -> dict[str, Any]:
    """Return the arguments of a request that is in order."""
    with world.app.test_request_context():
        target = url_for(case.rule.endpoint, _external=False, **case.row.own(world, role))
    found = case.row.data(world, role)
    return {"address": target, "method": case.method, **({"query_string": found} if case.reads else case.body(found))}


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_request_in_order_is_answered_as_it_is_described(world: World, case: MatrixCase) -> None:
    """The first role asks as a program, by its token, the others as a browser."""
    for role in case.granted:
        with world.watching():
            answer = _by_token(world, case, role) if role is case.granted[0] else _by_cookie(world, case, role)
            if answer.status_code == 201:
                require_what_was_made(world, case, role=role, answer=answer)

        assert answer.status_code == case.answer_to(role)
        OPERATIONS[label_of(case.rule, case.method)].validate_response(answer)
        assert not OFFSET.search(answer.get_data().decode(errors="replace")) or case.rule.endpoint in KEPT_AS_PUBLISHED
        require_described_headers(case, answer)


def require_what_was_made(world: World, case: MatrixCase, *, role: Role, answer: Any) -> None:
    """Fail unless what was made is read where the answer says; who registers a body has no part in it yet."""
    place = answer.headers["Location"]
    found = world.call(role, address=place, method="GET")
    assert found.status_code in ({200, 403, 404} if case.rule.endpoint.endswith(".register") else {200}), place


def _by_cookie(world: World, case: MatrixCase, role: Role) -> Any:
    return world.call(role, **in_order(world, case, role))


def _by_token(world: World, case: MatrixCase, role: Role) -> Any:
    tokens = world.people[role]
    token = tokens.reading_token if case.reads else tokens.writing_token
    return world.call(None, headers={"Authorization": f"Bearer {token}"}, **in_order(world, case, role))


@pytest.mark.parametrize("case", WRITING, ids=[case.name for case in WRITING])
def test_field_that_nobody_knows_is_refused_by_its_name(world: World, case: MatrixCase) -> None:
    role = case.granted[0]
    asked = in_order(world, case, role)

    sent = "json" if "json" in asked else "data"
    with world.watching() as written:
        answer = world.call(role, **asked | {sent: {**asked[sent], "surprise": 1}})

    assert (answer.status_code, list(answer.get_json()["errors"])) == (422, ["surprise"])
    assert not written


def test_no_two_schemas_of_the_description_share_a_name() -> None:
    seen: dict[str, object] = {}
    for api in API_BLUEPRINTS:
        for name, schema in api.components_schemas.items():
            assert seen.setdefault(name, schema) == schema, name


@pytest.mark.parametrize("label", OPERATIONS)
def test_operation_answers_whatever_is_sent_as_it_is_described(world: World, label: str) -> None:
    assert explore(world, label, examples=EXAMPLES) >= len(WHO)


@pytest.mark.soak
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("label", OPERATIONS)
def test_operation_answers_hundreds_of_requests_as_it_is_described(world: World, label: str) -> None:
    print(f"\n{label}: {explore(world, label, examples=MANY)} requests")
