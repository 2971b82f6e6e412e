"""The API's own description, made from the schemas that validate requests."""

from typing import cast

from flask import Blueprint, Response, current_app, json
from flask_openapi3.openapi import OpenAPI

from marketplace.web.api import API_PREFIX
from marketplace.web.permissions import Permission, requires

bp = Blueprint("apidoc", __name__)


@bp.get(f"{API_PREFIX}/openapi.json")
@requires(Permission.PUBLIC)
def openapi() -> Response:
    """Return the OpenAPI 3.1 document."""
    application = cast("OpenAPI", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to unwrap
    return Response(json.dumps(application.api_doc), mimetype="application/json")
