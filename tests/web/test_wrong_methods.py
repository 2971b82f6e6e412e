"""A method that an address does not take: 405 with those that it takes, as a problem, and nothing is done."""

import re
from collections import defaultdict

import pytest
from flask import Flask

from marketplace.core.db import Database
from tests.permissions.matrix import mounted
from tests.permissions.world import SAME_SITE

METHODS = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE"})
NEVER = ("TRACE", "PROPFIND", "NONSENSE")


def taken() -> dict[str, set[str]]:
    """Return the methods of every address of the API, with a number or a word in the place of its arguments."""
    found = defaultdict(set)
    for rule in mounted().url_map.iter_rules():
        if rule.rule.startswith("/api/"):
            address = re.sub(r"<[^:>]+:[^>]+>", "1", rule.rule)
            found[re.sub(r"<[^>]+>", "a", address)] |= rule.methods or set()
    return dict(found)


TAKEN = taken()


@pytest.mark.parametrize("address", TAKEN)
def test_wrong_method_is_answered_by_a_problem_that_names_the_right_ones(
    app: Flask, database: Database, address: str
) -> None:
    for method in (*sorted(METHODS - TAKEN[address]), *NEVER):
        answer = app.test_client().open(address, method=method, headers=SAME_SITE)

        assert (method, answer.status_code, answer.mimetype) == (method, 405, "application/problem+json")
        assert answer.get_json()["code"] == "method_not_allowed"
        assert set(answer.headers["Allow"].split(", ")) == TAKEN[address] - {"TRACE"}


def test_every_operation_was_asked_for() -> None:
    assert len(TAKEN) > 80
    assert {"GET", "HEAD", "OPTIONS"} <= TAKEN["/api/v1/providers"]
