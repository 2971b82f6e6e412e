"""The API's own description, made from the schemas that validate requests."""

from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, json
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI

from marketplace.web.api import API_PREFIX
from marketplace.web.permissions import Permission, requires

bp = Blueprint("apidoc", __name__)


def mount_api(app: OpenAPI, api: APIBlueprint) -> None:
    """Mount an area's operations; where two areas share an address the description keeps the methods of both."""
    known = {path: app.paths[path] for path in api.paths if path in app.paths}
    app.register_api(api)
    for path, item in known.items():
        for method in item.model_fields_set - app.paths[path].model_fields_set:
            setattr(app.paths[path], method, getattr(item, method))


@bp.get(f"{API_PREFIX}/openapi.json")
@requires(Permission.PUBLIC)
def openapi() -> Response:
    """Return the OpenAPI 3.1 document."""
    application = cast("OpenAPI", current_app._get_current_object())  # type: ignore[attr-defined]  # noqa: SLF001 - werkzeug's way to unwrap
    return Response(json.dumps(describe(application)), mimetype="application/json")


def describe(application: Flask) -> dict[str, Any]:
    """Return the description, made once and kept by the framework."""
    described: dict[str, Any] = cast("OpenAPI", application).api_doc
    return described
