"""Health (the process answers) and readiness (it can reach its database)."""

from flask import Blueprint, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from marketplace.web.permissions import Permission, requires
from marketplace.web.session import read_session

bp = Blueprint("health", __name__)


@bp.get("/healthz")
@requires(Permission.PUBLIC)
def healthz() -> Response:
    """Answer while the process lives."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
@requires(Permission.PUBLIC)
def readyz() -> Response:
    """Answer 200 when the database answers, else 503."""
    try:
        read_session().execute(text("SELECT 1"))
    except SQLAlchemyError:
        return Response("database unavailable\n", status=503, mimetype="text/plain")
    return Response("ready\n", mimetype="text/plain")
