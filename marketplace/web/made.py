"""Where a program finds what its request made: ``Location`` of every 201, from the operations that read it."""

import re
from collections.abc import Iterator, Mapping
from typing import Any, cast
from urllib.parse import quote

from flask import Flask, Response, current_app, request
from flask_openapi3.models.operation import Operation
from flask_openapi3.models.path_item import PathItem
from flask_openapi3.openapi import OpenAPI

MADE, FOUND = "201", "200"
JSON = "application/json"
# What is made is not public before somebody has confirmed it: its own reads it elsewhere.
ELSEWHERE = {"/api/v1/providers": "/api/v1/providers/{provider_id}/profile"}
_IDS = ("id", "organisation_id", "digest")  # By which an answer names what was made.
_ARGUMENT = re.compile(r"<(?:[^:>]+:)?([^>]+)>")
_PART = re.compile(r"{([^}]+)}")
Paths = Mapping[str, PathItem]


def init_made(app: Flask) -> None:
    """Tell of everything made where it is."""
    app.after_request(_tell_where)


def path_of(rule: str) -> str:
    """Return a rule of the router as the description writes it: ``/providers/{provider_id}``."""
    return _ARGUMENT.sub(r"{\1}", rule)


def _tell_where(response: Response) -> Response:
    paths = cast("OpenAPI", current_app).paths
    made_by = path_of(request.url_rule.rule) if request.url_rule else ""
    if response.status_code == int(MADE) and made_by in paths:
        told = response.get_json() | (request.view_args or {})
        response.headers["Location"] = _PART.sub(lambda part: _value(part[1], told), place_of(paths, made_by=made_by))
    return response


def place_of(paths: Paths, *, made_by: str) -> str:
    """Return the path at which what a POST makes is read: as the same schema, below its own address, or at it."""
    own = set(_PART.findall(made_by))
    same = sorted(_reading(paths, made_by), key=lambda path: len(set(_PART.findall(path)) - own))
    below = (path for path in paths if re.fullmatch(re.escape(made_by) + r"/{\w+}", path) and paths[path].get)
    return ELSEWHERE.get(made_by) or next(iter((*same, *below, made_by)))


def _reading(paths: Paths, made_by: str) -> Iterator[str]:
    made = _schema(paths[made_by].post, MADE)
    yield from (path for path, item in paths.items() if made and _schema(item.get, FOUND) == made)


def _schema(operation: Operation | None, status: str) -> str:
    answer = operation.responses.get(status) if operation and operation.responses else None
    content = getattr(answer, "content", None) or {}
    return str(content[JSON].media_type_schema.ref or "") if JSON in content else ""


def _value(name: str, told: Mapping[str, Any]) -> str:
    return quote(str(next(told[one] for one in (name, *_IDS) if one in told)), safe="")
