"""What the API's description says of an operation's answers, and whether an answer keeps to it."""

import re
from collections.abc import Mapping
from typing import Any

from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from marketplace.web.api_headers import ANSWER_HEADERS, REF
from marketplace.web.apidoc import describe
from tests.permissions.matrix import Case, mounted

OURS = {*ANSWER_HEADERS, "Location", "Link", "Deprecation", "Allow"}


def label_of(rule: Rule, method: str) -> str:
    """Return the name of an operation in the description."""
    path = re.sub(r"<(?:[^:>]+:)?([^>]+)>", r"{\1}", rule.rule)
    return f"{method} {path}"


def described_headers(label: str, status: int) -> Mapping[str, Any]:
    """Return the headers that the description gives an answer."""
    method, path = label.split(" ", 1)
    document = describe(mounted())
    answer = document["paths"][path][method.lower()]["responses"][str(status)]
    shared = document["components"]["responses"].get(answer.get("$ref", "").rsplit("/", 1)[-1], answer)
    found: Mapping[str, Any] = shared["headers"]
    assert all(one == {"$ref": REF + name} for name, one in found.items())
    return found


def require_described_headers(case: Case, answer: TestResponse) -> None:
    """Fail unless every header of ours is described, and every one that the description requires is there."""
    known = described_headers(label_of(case.rule, case.method), answer.status_code)
    required = {name for name in known if ANSWER_HEADERS[name].get("required")}
    assert {name for name in OURS if name in answer.headers} <= set(known)
    assert required <= set(answer.headers.keys())
