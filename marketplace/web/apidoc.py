"""The API's own description, made from the schemas that validate requests."""

from importlib.resources import files
from typing import Any, cast

from flask import Blueprint, Flask, Response, current_app, json
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI

from marketplace.web.api import API_PREFIX
from marketplace.web.api_callers import name_callers
from marketplace.web.api_choices import add_labels
from marketplace.web.api_glossary import add_meanings
from marketplace.web.api_headers import add_answer_headers
from marketplace.web.api_names import operations, properties
from marketplace.web.api_samples import add_samples, add_whole_bodies
from marketplace.web.made import path_of
from marketplace.web.permissions import Permission, permission_of, requires

bp = Blueprint("apidoc", __name__)
ABOUT = files(__package__).joinpath("about_api.md").read_text(encoding="utf-8")
WRITES = ("post", "put", "patch", "delete")
UNUSED = "ValidationErrorModel"  # The framework's own, which no answer of ours has.
# What every write understands, whatever it does, and every read.
HEADERS: dict[str, dict[str, Any]] = {
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "读到的 ETag；别人改过就不写入（412）。"
        "ETag of the thing as it was read; a write is refused (412) when it moved, or has no state",
        "schema": {"type": "string"},
    },
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": False,
        "description": "自己起的编号；一天内带着它重发同样的内容只办一次，回答相同。"
        "Sent again within a day, a write of the same key and content is done once, answered as before",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9_-]{8,64}$"},
    },
    "IfNoneMatch": {
        "name": "If-None-Match",
        "in": "header",
        "required": False,
        "description": "上次读到的 ETag；没有变化就回答 304，不再发内容。"
        "ETag of the last answer; 304 when nothing has changed since",
        "schema": {"type": "string"},
    },
}
NEVER_OF_READS = ("412", "413")  # A read is held to no condition and brings nothing along.
OF_STATES = "409"  # A read that may meet a state in which there is nothing to read says so in its own words.
OF_BODIES = "415"
OF_WRITES, OF_READS = ("IfMatch", "IdempotencyKey"), ("IfNoneMatch",)


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
    return Response(json.dumps(describe(application), ensure_ascii=False), mimetype="application/json")


def describe(application: Flask) -> dict[str, Any]:
    """Return the description, made once and kept by the framework."""
    described: dict[str, Any] = cast("OpenAPI", application).api_doc
    if "parameters" not in described["components"]:
        described["components"]["parameters"] = HEADERS
        described["components"]["schemas"].pop(UNUSED, None)
        _name_headers(described)
        _drop_statuses(described)
        _bound_integers(described)
        _name_callers(described, application)
        add_meanings(described)
        add_labels(described)
        add_samples(described)
        add_whole_bodies(described, application.view_functions.values())
        add_answer_headers(described)
    return described


def _name_callers(described: dict[str, Any], application: Flask) -> None:
    """Say of every operation who may call it; what is public takes no token."""
    for rule in application.url_map.iter_rules():
        item = described["paths"].get(path_of(rule.rule), {})
        for method in item.keys() & {name.lower() for name in rule.methods or ()}:
            permission = permission_of(application, rule.endpoint) or Permission.SIGNED_IN
            name_callers(item[method], permission)


def _name_headers(described: dict[str, Any]) -> None:
    for _, method, operation in operations(described):
        names = OF_WRITES if method in WRITES else OF_READS
        named = [{"$ref": f"#/components/parameters/{name}"} for name in names]
        operation["parameters"] = [*operation.get("parameters", ()), *named]


def _bound_integers(described: dict[str, Any]) -> None:
    """Say that an integer without bounds of its own has 64 bits: a larger one is refused."""
    for _, _, said in properties(described):
        for one in (said, said.get("items", {}), *said.get("anyOf", ())):
            if one.get("type") == "integer" and "maximum" not in one:
                one["format"] = "int64"


def _drop_statuses(described: dict[str, Any]) -> None:
    """Describe no refusal that an operation cannot come to."""
    for _, method, operation in operations(described):
        of_method = () if method in WRITES else NEVER_OF_READS
        of_content = () if "requestBody" in operation else (OF_BODIES,)
        is_open = method in WRITES or OF_STATES in operation.get("description", "")
        of_state = () if is_open else (OF_STATES,)
        for status in (*of_method, *of_content, *of_state):
            operation["responses"].pop(status, None)
