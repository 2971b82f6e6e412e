"""Request ids and security headers on every answer."""

import re
import secrets
import time

import structlog
from flask import Flask, Response, g, request

from marketplace.web.remembered import START

log = structlog.get_logger(__name__)
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_REQUEST_ID = re.compile(r"[A-Za-z0-9-]{8,64}")


def request_id() -> str:
    """Return this request's id: the proxy's when it is well formed, else a new one."""
    if "request_id" not in g:
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
    found: str = g.request_id
    return found


def init_headers(app: Flask) -> None:
    """Bind the request id to the logs, and set headers that hold for every page."""

    @app.before_request
    def start() -> None:
        g.started = time.perf_counter()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id())

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["X-Request-Id"] = request_id()
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("X-Content-Type-Options", "nosniff")
        response.headers.setdefault("Referrer-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        if request.endpoint not in {"static", "web.asset"}:
            response.headers.setdefault("Cache-Control", "private, no-store" if is_personal() else "no-cache")
        _log_request(response)
        return response


def is_personal() -> bool:
    """Say whether the request tells who somebody is, or what a browser began without an account."""
    return "session" in request.cookies or START in request.cookies or "Authorization" in request.headers


def _log_request(response: Response) -> None:
    log.info(
        "request",
        method=request.method,
        endpoint=request.endpoint,
        status=response.status_code,
        milliseconds=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000, 1),
    )
