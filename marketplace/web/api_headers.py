"""What the headers of the API's answers say and when they are sent, for its description."""

from collections.abc import Iterator, Mapping
from typing import Any

REF, ANSWERS = "#/components/headers/", "#/components/responses/"
_NUMBER, _TEXT = {"type": "integer", "minimum": 0}, {"type": "string"}
_LIMITS = "sent with every answer, unless the service runs without limits"
ANSWER_HEADERS: dict[str, dict[str, Any]] = {
    "X-Request-Id": {
        "description": "请求编号，每个回答都有。Names the request in our logs; sent with every answer",
        "required": True,
        "schema": _TEXT,
    },
    "ETag": {
        "description": "读到的或写成的状态，凡有 JSON 内容都有；写的时候放进 If-Match，读的时候放进 If-None-Match。"
        "The state that was read or made, for If-Match and If-None-Match; sent with every content in JSON",
        "required": True,
        "schema": _TEXT,
    },
    "Location": {
        "description": "新建的对象在哪里读，201 都有。Address at which what was made is read; sent with every 201",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    },
    "Idempotency-Replayed": {
        "description": "只在重复时有：这个 Idempotency-Key 用过，什么也没有再办，这是第一次的回答。"
        "Sent with repeats alone: the key was used before, nothing was done again, this is the first answer",
        "schema": {"type": "string", "const": "true"},
    },
    "Retry-After": {
        "description": "几秒以后再来，429 和 503 都有。"
        "Seconds to wait before asking again; sent with every 429 and 503",
        "required": True,
        "schema": _NUMBER,
    },
    "WWW-Authenticate": {
        "description": "程序怎么登录，401 都有。How a program signs in; sent with every 401",
        "required": True,
        "schema": _TEXT,
    },
    "X-RateLimit-Limit": {
        "description": f"这段时间可以请求几次，每个回答都有。Requests allowed in the narrowest window; {_LIMITS}",
        "schema": _NUMBER,
    },
    "X-RateLimit-Remaining": {
        "description": f"还可以请求几次，每个回答都有。Requests left in it; {_LIMITS}",
        "schema": _NUMBER,
    },
    "X-RateLimit-Reset": {
        "description": "到什么时候重新计数，1970 年以来的秒数，每个回答都有。"
        f"When it ends, in seconds since 1970; {_LIMITS}",
        "schema": {"type": "number"},
    },
}
ALWAYS = ("X-Request-Id", "X-RateLimit-Limit", "X-RateLimit-Remaining", "X-RateLimit-Reset")
WAITING = {"429", "503"}
UNCHANGED = "没有变化，不再发内容。Unchanged since the ETag in If-None-Match; without content"


def add_answer_headers(described: dict[str, Any]) -> None:
    """Name the headers of every answer of every operation; problems, which all operations share, are told once."""
    components = described["components"]
    components["headers"], components["responses"] = ANSWER_HEADERS, {}
    for item in described["paths"].values():
        for method, operation in item.items():
            if method == "get":
                operation["responses"]["304"] = {"description": UNCHANGED}
            for status, answer in operation["responses"].items():
                answer["headers"] = {name: {"$ref": REF + name} for name in _names(method, status, answer)}
                if status >= "400":
                    components["responses"][f"Problem{status}"] = answer
                    operation["responses"][status] = {"$ref": f"{ANSWERS}Problem{status}"}


def _names(method: str, status: str, answer: Mapping[str, Any]) -> Iterator[str]:
    yield from ALWAYS
    if status == "401":
        yield "WWW-Authenticate"
    if status in WAITING:
        yield "Retry-After"
    if "application/json" in answer.get("content", {}) or status == "304":
        yield "ETag"
    if status == "201":
        yield "Location"
    if status.startswith("2") and method != "get":
        yield "Idempotency-Replayed"
