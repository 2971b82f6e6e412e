"""Send a request to this very service for somebody who tries the API on a page, and tell what came back.

The request runs through everything that any request runs through: it rides on the person's own session, or on the token
that was typed in, and may do what that may do. It starts from an empty context, so that nothing that this page
found out about its reader is taken for granted there.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import Headers, MultiDict
from werkzeug.test import EnvironBuilder, run_wsgi_app

from marketplace.web.api_operations import Operation
from marketplace.web.media import JSON, MULTIPART

# Who asks, from where, and through which page: the rest of the browser's headers is about the page, not the request.
KEPT = ("REMOTE_ADDR", "SERVER_NAME", "SERVER_PORT", "wsgi.url_scheme", "HTTP_HOST", "HTTP_ORIGIN", "HTTP_USER_AGENT")
KEPT_STARTS = ("HTTP_SEC_FETCH_", "HTTP_X_FORWARDED_")
TOLD = ("Content-Type", "ETag", "Location", "Retry-After", "Idempotency-Replayed", "X-RateLimit-Remaining")
LONGEST = 200_000  # Characters of an answer that a page shows.
App = Callable[..., Iterable[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What came back: status line, the headers that matter, and the body as a readable text."""

    status: str
    is_good: bool
    headers: tuple[tuple[str, str], ...]
    text: str
    is_cut: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request as filled in: values by parameter, a JSON body as typed or files, a token or none, a key, an ETag."""

    values: Mapping[str, str]
    body: str = ""
    token: str = ""
    key: str = ""
    if_match: str = ""
    files: tuple[tuple[str, bytes], ...] = ()


def address(operation: Operation, *, values: Mapping[str, str]) -> str:
    """Return path and query with the values in their places; empty ones of the query are left out."""
    path, query = operation.path, []
    for one in operation.parameters:
        value = values.get(one.field.name, "")
        if one.place == "path":
            path = path.replace(f"{{{one.field.name}}}", quote(value, safe="") or "-")
        elif value and one.place == "query":
            query.append((one.field.name, value))
    return path + (f"?{urlencode(query)}" if query else "")


def texts(operation: Operation, *, values: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Return the texts that go beside files; empty ones are left out."""
    names = [one.field.name for one in operation.parameters if one.place == "form"]
    return [(name, values[name]) for name in names if values.get(name)]


def send(app: App, operation: Operation, *, asked: Asked, environ: Mapping[str, Any]) -> Answered:
    """Send the request and return what came back."""
    made = EnvironBuilder(
        path=address(operation, values=asked.values),
        method=operation.method.upper(),
        data=_data(operation, asked=asked),
        headers=_headers(operation, asked=asked),
    ).get_environ()
    made |= {name: value for name, value in environ.items() if name in KEPT or name.startswith(KEPT_STARTS)}
    if not asked.token and "HTTP_COOKIE" in environ:
        made["HTTP_COOKIE"] = environ["HTTP_COOKIE"]
    body, status, headers = Context().run(run_wsgi_app, app, made, buffered=True)
    return _told(b"".join(body).decode(errors="replace"), status=status, headers=headers)


def _data(operation: Operation, *, asked: Asked) -> Any:
    if operation.upload:
        files = [(operation.upload, (BytesIO(content), name)) for name, content in asked.files]
        return MultiDict([*texts(operation, values=asked.values), *files])
    return asked.body.encode() if operation.body_example else None


def _headers(operation: Operation, *, asked: Asked) -> Headers:
    headers = Headers({"Accept": "application/json"})
    if operation.body_example:
        headers["Content-Type"] = JSON
    elif operation.upload:
        headers["Content-Type"] = MULTIPART
    if operation.changes and asked.key:
        headers["Idempotency-Key"] = asked.key
    if asked.if_match:
        headers["If-Match"] = asked.if_match
    if asked.token:
        headers["Authorization"] = f"Bearer {asked.token}"
    return headers


def _told(text: str, *, status: str, headers: Headers) -> Answered:
    with suppress(ValueError):  # Not JSON, or nothing at all: shown as it came.
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return Answered(
        status=status,
        is_good=status.startswith("2"),
        headers=tuple((name, headers[name]) for name in TOLD if name in headers),
        text=text[:LONGEST],
        is_cut=len(text) > LONGEST,
    )
