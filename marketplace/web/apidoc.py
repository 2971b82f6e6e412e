"""The API's own description, made from the schemas that validate requests."""

import re
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, json
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI

from marketplace.core.actor import ROLE_LABELS, Role
from marketplace.web.api import API_PREFIX
from marketplace.web.api_choices import add_labels
from marketplace.web.api_glossary import add_meanings
from marketplace.web.api_headers import add_answer_headers
from marketplace.web.api_samples import add_samples
from marketplace.web.permissions import GRANTS, Permission, permission_of, requires

bp = Blueprint("apidoc", __name__)
_ARGUMENT = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
WRITES = ("post", "put", "patch", "delete")
ROLES = "x-roles"
UNUSED = "ValidationErrorModel"  # The framework's own, which no answer of ours has.
# What every write understands, whatever it does.
HEADERS: dict[str, dict[str, Any]] = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "ETag of the thing as it was read; a write is refused (412) when it moved, or has no state",
        "schema": {"type": "string"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "Sent again within a day, a write of the same key and content is done once, answered as before",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
}


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
    if "parameters" not in described["components"]:
        described["components"]["parameters"] = HEADERS
        described["components"]["schemas"].pop(UNUSED, None)
        _name_headers(described)
        _name_callers(described, application)
        add_meanings(described)
        add_labels(described)
        add_samples(described)
        add_answer_headers(described)
    return described


def _name_callers(described: dict[str, Any], application: Flask) -> None:
    """Say of every operation who may call it; what is public takes no token."""
    for rule in application.url_map.iter_rules():
        item = described["paths"].get(_ARGUMENT.sub(r"{\1}", rule.rule), {})
        for method in item.keys() & {name.lower() for name in rule.methods or ()}:
            permission = permission_of(application, rule.endpoint) or Permission.SIGNED_IN
            is_public = permission is Permission.PUBLIC
            item[method]["security"] = [] if is_public else [{"bearer": []}]
            _name_roles(item[method], permission)


def _name_roles(operation: dict[str, Any], permission: Permission) -> None:
    """List the roles that may call an operation; an operation that is open to everybody lists none."""
    roles = [role for role in Role if role in GRANTS[permission]]
    operation[ROLES] = [] if permission is Permission.PUBLIC else [role.value for role in roles]
    operation["description"] = f"{operation.get('description', '')}\n\n{told_callers(operation[ROLES])}".strip()


def told_callers(roles: list[str]) -> str:
    """Return in Chinese who may call an operation."""
    if not roles:
        return "谁都可以调用，不用令牌。"
    if len(roles) == len(Role):
        return "登录的人都可以调用，要带令牌。"
    return f"可以调用的身份：{'、'.join(ROLE_LABELS[Role(role)] for role in roles)}。要带令牌。"


def _name_headers(described: dict[str, Any]) -> None:
    named = [{"$ref": f"#/components/parameters/{name}"} for name in HEADERS]
    for item in described["paths"].values():
        for method in WRITES:
            if method in item:
                item[method]["parameters"] = [*item[method].get("parameters", ()), *named]
