"""The headers of the API's answers against its description: what we send is described, what must be sent is there."""

from collections.abc import Mapping
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from marketplace.app import create_app
from marketplace.core.db import Database
from marketplace.settings import Settings
from marketplace.web.api_headers import ANSWER_HEADERS, REF
from marketplace.web.apidoc import describe
from tests.permissions.matrix import Case, mounted
from tests.permissions.test_contract import CASES, in_order, label_of
from tests.permissions.world import SAME_SITE, World

READS = [case for case in CASES if case.reads]
WRITES = [case for case in CASES if not case.reads]
OURS = {*ANSWER_HEADERS, "Location", "Link", "Deprecation", "Allow"}


def described(label: str, status: int) -> Mapping[str, Any]:
    """Return the headers that the description gives an answer."""
    method, path = label.split(" ", 1)
    document = describe(mounted())
    answer = document["paths"][path][method.lower()]["responses"][str(status)]
    shared = document["components"]["responses"].get(answer.get("$ref", "").rsplit("/", 1)[-1], answer)
    found: Mapping[str, Any] = shared["headers"]
    assert all(one == {"$ref": REF + name} for name, one in found.items())
    return found


def compare(case: Case, answer: TestResponse) -> None:
    known = described(label_of(case.rule, case.method), answer.status_code)
    required = {name for name in known if ANSWER_HEADERS[name].get("required")}

    assert {name for name in OURS if name in answer.headers} <= set(known)
    assert required <= set(answer.headers.keys())


@pytest.mark.parametrize("case", READS, ids=[case.name for case in READS])
def test_read_bears_the_described_headers(world: World, case: Case) -> None:
    role = case.granted[0]
    with world.watching():
        answer = world.call(role, **in_order(world, case, role))

    compare(case, answer)


@pytest.mark.parametrize("case", WRITES, ids=[case.name for case in WRITES])
def test_write_bears_the_described_headers_also_when_it_is_sent_again(world: World, case: Case) -> None:
    role = case.granted[0]
    keyed = {**SAME_SITE, "Idempotency-Key": "one-and-the-same"}
    with world.watching():
        first, again = (world.call(role, headers=keyed, **in_order(world, case, role)) for _ in range(2))

    compare(case, first)
    compare(case, again)
    assert "Idempotency-Replayed" in described(label_of(case.rule, case.method), again.status_code)


@pytest.fixture
def limited(settings: Settings, database: Database) -> Flask:
    """The application, where the second request of a minute is too many."""
    strict = settings.model_copy(update={"rate_limits": True, "rate_limit_public": "1/minute"})
    return create_app(strict, database=database)


def test_answer_under_limits_bears_what_is_left_and_the_refusal_when_to_come_back(limited: Flask) -> None:
    client = limited.test_client()
    answers = [client.get("/api/v1/modules") for _ in range(2)]

    assert [one.status_code for one in answers] == [200, 429]
    for answer in answers:
        known = described("GET /api/v1/modules", answer.status_code)
        assert {name for name in OURS if name in answer.headers} <= set(known)
        assert {name for name in known if name.startswith("X-RateLimit")} <= set(answer.headers.keys())
    assert int(answers[1].headers["Retry-After"]) > 0


def test_time_to_wait_is_described_where_waiting_helps() -> None:
    assert "Retry-After" in described("GET /api/v1/modules", 503)
    assert "Retry-After" not in described("GET /api/v1/modules", 404)
