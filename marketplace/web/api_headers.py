"""What the headers of the API's answers say, for its description."""

from collections.abc import Iterator, Mapping
from typing import Any

REF = "#/components/headers/"
_NUMBER, _TEXT = {"type": "integer", "minimum": 0}, {"type": "string"}
ANSWER_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {"description": "Names the request in our logs", "required": True, "schema": _TEXT},
    "ETag": {"description": "The state that was read or made, for If-Match and If-None-Match", "schema": _TEXT},
    "Idempotency-Replayed": {
        "description": "`true`: the Idempotency-Key was used before, nothing was done again, this is the first answer",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {"description": "Seconds to wait before asking again", "required": True, "schema": _NUMBER},
    "WWW-Authenticate": {"description": "How a program signs in", "required": True, "schema": _TEXT},
    "X-RateLimit-Limit": {"description": "Requests allowed in the narrowest window", "schema": _NUMBER},
    "X-RateLimit-Remaining": {"description": "Requests left in it", "schema": _NUMBER},
    "X-RateLimit-Reset": {"description": "When it ends, in seconds since 1970", "schema": {"type": "number"}},
}
ALWAYS = ("X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
WAITING = {"429", "503"}


def add_answer_headers(described: dict[str, Any]) -> None:
    """Name in every answer of every operation the headers that it may bear."""
    described["components"]["headers"] = ANSWER_HEADERS
    for item in described["paths"].values():
        for method, operation in item.items():
            for status, answer in operation["responses"].items():
                names = _names(method, status, answer)
                answer["headers"] = {name: {"$ref": REF + name} for name in names}


def _names(method: str, status: str, answer: Mapping[str, Any]) -> Iterator[str]:
    yield from ALWAYS
    if status == "401":
        yield "WWW-Authenticate"
    if status in WAITING:
        yield "Retry-After"
    if status.startswith("2"):
        if "application/json" in answer.get("content", {}):
            yield "ETag"
        if method != "get":
            yield "Idempotency-Replayed"
