"""Refuse state-changing requests that another site sent: by Sec-Fetch-Site, else Origin, else not at all."""

from urllib.parse import urlsplit

from flask import Flask, request

from marketplace.core.errors import ForbiddenError
from marketplace.web.signin import uses_token

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CrossSiteError(ForbiddenError):
    """The request does not come from this site's own pages."""

    code = "cross_site"
    default_message = "这次提交不是从本站页面发出的，已拒绝。请回到本站页面重新提交。"


def is_own_site(headers: dict[str, str], host: str) -> bool:
    """Decide from request headers (names in lower case) whether a request comes from this site or its user."""
    fetch_site = headers.get("sec-fetch-site")
    if fetch_site:
        return fetch_site in {"same-origin", "none"}
    origin = headers.get("origin")
    return bool(origin) and urlsplit(origin).netloc == host


def _bears_nothing(app: Flask) -> bool:
    """Say whether a program sent neither token nor cookie: nobody's rights can be misused, and 401 tells it more."""
    return request.path.startswith("/api/") and app.config["SESSION_COOKIE_NAME"] not in request.cookies


def init_csrf(app: Flask) -> None:
    """Check every request that may change something and rides on a cookie."""

    @app.before_request
    def refuse_other_sites() -> None:
        if request.method in SAFE_METHODS or uses_token() or _bears_nothing(app):
            return
        headers = {name.lower(): value for name, value in request.headers.items()}
        if not is_own_site(headers, request.host):
            raise CrossSiteError
