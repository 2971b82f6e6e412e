"""How often somebody may ask: anonymous visitors by address, people and programs by who they are.

Counts live in the memory of each web process: with n processes somebody may ask up to n times as often. That stops
scripts that guess or scrape, at no cost; a hard bound for a whole site belongs into the proxy in front of it.
"""

import hashlib

from flask import Flask, Response, request
from flask_limiter import ApplicationLimit, Limiter
from limits import RateLimitItem, parse_many

from marketplace.core.errors import SignInRequiredError
from marketplace.settings import Settings
from marketplace.web.csrf import SAFE_METHODS
from marketplace.web.signin import uses_token, viewer
from marketplace.web.viewer import ANONYMOUS, Viewer

_WINDOWS = {"second": "秒", "minute": "分钟", "hour": "小时", "day": "天"}
# Styles, scripts and the questions of a balancer are no burden and come many at a time.
_FREE = frozenset({"static", "web.asset", "health.healthz", "health.readyz", "operations.metrics"})


def init_limits(app: Flask, settings: Settings) -> None:
    """Count every request and say in headers what is left; put this after sign-in, which it asks who comes."""

    def allowed() -> str:
        if _viewer().is_authenticated:
            return settings.rate_limit_member
        return settings.rate_limit_public if request.method in SAFE_METHODS else settings.rate_limit_sign_in

    limiter = Limiter(
        _who,
        application_limits=[ApplicationLimit(allowed)],
        headers_enabled=True,
        storage_uri="memory://",
        strategy="moving-window",
        enabled=settings.rate_limits,
    )
    limiter.request_filter(lambda: request.endpoint in _FREE)
    app.after_request(_drop_needless_wait)  # Before the limiter's own, so that it runs after it.
    limiter.init_app(app)


def told_limit(limit: str) -> str:
    """Return a limit as ``300/minute`` in Chinese."""
    return "，".join(_told(one) for one in parse_many(limit))


def _told(limit: RateLimitItem) -> str:
    times = "" if limit.multiples == 1 else f" {limit.multiples} "
    return f"每{times}{_WINDOWS.get(limit.GRANULARITY.name, limit.GRANULARITY.name)} {limit.amount} 次"


def _drop_needless_wait(response: Response) -> Response:
    """Tell nobody to wait whose request was answered: the limiter names a time on every answer."""
    if response.status_code not in {429, 503}:
        response.headers.pop("Retry-After", None)
    return response


def _viewer() -> Viewer:
    """Return who asks; a bad token is nobody, so that guessing tokens counts for the address."""
    try:
        return viewer()
    except SignInRequiredError:
        return ANONYMOUS


def _who() -> str:
    """Return under what a request counts: each token by itself, a person over all browsers, else the address."""
    found = _viewer()
    if found.actor is None:
        kind = "read" if request.method in SAFE_METHODS else "write"
        return f"{kind}:{request.remote_addr}"
    if uses_token():
        return f"token:{hashlib.sha256(request.headers['Authorization'].encode()).hexdigest()}"
    return f"user:{found.actor.user_id}"
