"""Headers that answers bear only now and then, against the description; for all others see contract and conditions."""

import pytest
from flask import Flask

from marketplace.app import create_app
from marketplace.core.db import Database
from marketplace.settings import Settings
from tests.permissions.described import OURS, described_headers


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
        known = described_headers("GET /api/v1/modules", answer.status_code)
        assert {name for name in OURS if name in answer.headers} <= set(known)
        assert {name for name in known if name.startswith("X-RateLimit")} <= set(answer.headers.keys())
    assert int(answers[1].headers["Retry-After"]) > 0


def test_time_to_wait_is_described_where_waiting_helps() -> None:
    assert "Retry-After" in described_headers("GET /api/v1/modules", 503)
    assert "Retry-After" not in described_headers("GET /api/v1/modules", 404)
