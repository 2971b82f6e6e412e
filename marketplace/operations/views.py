"""``/metrics``: figures for Prometheus, for this machine or for who knows the token. No user data."""

import hmac
from ipaddress import ip_address

from flask import Blueprint, Response, request
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from marketplace.core.errors import NotFoundError
from marketplace.operations.figures import Standing
from marketplace.search.process import search_node
from marketplace.web.metrics import counted
from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session
from marketplace.web.state import now, state

bp = Blueprint("operations", __name__)


@bp.get("/metrics")
@requires(Permission.PUBLIC)
def metrics() -> Response:
    """Answer this machine's own Prometheus, or one that knows the token; for anybody else there is nothing here."""
    if not (_has_token() or _is_local()):
        raise NotFoundError
    standing = CollectorRegistry(auto_describe=False)
    standing.register(Standing(read_session(), node=search_node(), now=now()))
    return Response(generate_latest(counted()) + generate_latest(standing), content_type=CONTENT_TYPE_LATEST)


def _has_token() -> bool:
    wanted = state().settings.metrics_token
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    return bool(wanted) and hmac.compare_digest(given.encode(), wanted.encode())


def _is_local() -> bool:
    """Say whether the request comes from this machine itself and not through a proxy on it."""
    if any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "Via")):
        return False
    try:
        return ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False
