"""The frame of the JSON API: blueprints, cursors, and one shape for lists and errors."""

import base64
import binascii
from collections.abc import Sequence
from functools import cache
from typing import Any, TypeVar

from flask import Flask, Response, g, json, request
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.schema import Schema
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, ValidationError, create_model
from sqlmodel import Session

from marketplace.core.conflicts import USUAL, told
from marketplace.core.digest import digest_bytes
from marketplace.core.errors import InvalidError, PreconditionError, VersionMovedError
from marketplace.core.ids import read_id
from marketplace.web.messages_zh import field_messages
from marketplace.web.problems import problem

API_PREFIX = "/api/v1"
MAX_LIMIT = 200
_PACKED_AS = ":"  # Compressing adds how it was done to a tag: "…:gzip".
UNMATCHED = "这项操作没有可以对照的版本，带着 If-Match 不能写入。请去掉 If-Match 再发。"
WANTS_OBJECT = "请求的正文要是一个 JSON 对象，例如 {}。"
# Of a text the reader takes the inside for JSON, so that it may be called broken.
_NO_OBJECT = frozenset({"json_invalid", "model_type", "model_attributes_type"})
_VERSION = "v1:"  # Of cursors.
UNTOLD = '没有给出这一项。写入（PUT）要给出整份内容，空的也写明：文字送 ""，列表送 []，没有的送 null。'
ONLY = "只能是这些值：{}。"
LONGEST_CHOICE = 400  # A longer one is looked up in the description.
Row = TypeVar("Row", bound=BaseModel)


# The first sentence of each tells what it means, here and in the code.
_CONFLICTS = "; ".join(told(kind) for kind in (*USUAL, VersionMovedError))


class ProblemOut(BaseModel):
    """An RFC 9457 problem; ``code`` is stable, ``errors`` maps fields to messages."""

    type: str
    title: str
    status: int
    code: str = Field(description=f"Stable name of what is wrong; of the usual conflicts (409): {_CONFLICTS}")
    detail: str
    request_id: str
    errors: dict[str, list[str]] = Field(default={}, description="By field; `body` stands for all that was sent")
    limit: int | None = Field(default=None, description="Of what is too large (413): bytes that are taken at most")
    size: int | None = Field(default=None, description="Of what is too large (413): bytes sent, null when not stated")


class CursorQuery(BaseModel):
    """Where a list goes on: ``cursor`` from the last answer, ``limit`` rows at most."""

    cursor: str = Field(default="", max_length=200, description="`next` of the previous answer; empty starts")
    limit: int = Field(default=50, ge=1, le=MAX_LIMIT, description="Rows wanted")

    @property
    def after_id(self) -> int:
        """The id after which the list goes on."""
        return decode_cursor(self.cursor)


class EmptyBody(BaseModel, extra="forbid"):
    """Nothing more to say: send ``{}``."""


# By name: each class given to an operation would be described anew, for every status of every operation.
PROBLEM = {"content": {"application/problem+json": {"schema": {"$ref": f"#/components/schemas/{ProblemOut.__name__}"}}}}
STATUSES = (400, 401, 403, 404, 409, 412, 413, 415, 422, 429, 503)


def api_blueprint(name: str, *, tag: str) -> APIBlueprint:
    """Return the blueprint of an area under ``/api/v1``; its operations are documented under ``tag``."""
    problems: dict[str | int | Any, Any] = {status: dict(PROBLEM) for status in STATUSES}
    blueprint = APIBlueprint(
        f"{name}_api", name, url_prefix=API_PREFIX, abp_tags=[Tag(name=tag)], abp_responses=problems
    )
    blueprint.components_schemas[ProblemOut.__name__] = _problem_schema()
    return blueprint


@cache
def _problem_schema() -> Schema:
    return Schema(**ProblemOut.model_json_schema(mode="serialization"))


def encode_cursor(last_id: int) -> str:
    """Return an opaque cursor that goes on after a row's id."""
    return base64.urlsafe_b64encode(f"{_VERSION}{last_id}".encode()).decode().rstrip("=")


def decode_cursor(cursor: str) -> int:
    """Return the row id in a cursor, 0 for the start; a foreign cursor is refused."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        text = ""
    found = read_id(text.removeprefix(_VERSION)) if text.startswith(_VERSION) else None
    if found is None:
        raise InvalidError(fields={"cursor": ["cursor 无效，请使用上一次回答里的 next。"]})
    return found


def answer(value: BaseModel, *, status: int = 200) -> Response:
    """Return one object with an ETag over its bytes; an unchanged object is answered by 304."""
    return _tagged(value.model_dump_json().encode(), status=status)


def is_conditional() -> bool:
    """Say whether the request names a state by ``If-Match``; where looking it up costs much, ask this first."""
    return bool(request.if_match)


def require_match(current: BaseModel | None) -> None:
    """Refuse a write whose ``If-Match`` names another state than the present one, or any state of what is not there.

    Without the header all is well.
    """
    if not is_conditional():
        return
    if current is None or not _is_named(_etag(current.model_dump_json().encode())):
        raise PreconditionError
    g.is_matched = True


def _is_named(etag: str) -> bool:
    """Say whether ``If-Match`` names a state: as it is, or as its tag went out with a compressed answer."""
    named = request.if_match
    return named.star_tag or etag in {one.partition(_PACKED_AS)[0] for one in named.as_set()}


def refuse_unmatched(_session: Session) -> None:
    """Let no write be committed under an ``If-Match`` that nobody looked at; called just before the commit."""
    if request.path.startswith(API_PREFIX) and is_conditional() and "is_matched" not in g:
        raise PreconditionError(UNMATCHED)


def init_conditions(app: Flask) -> None:
    """Hold every write to the condition that its request names."""
    app.extensions["marketplace"].before_commit.append(refuse_unmatched)


def _etag(body: bytes) -> str:
    return digest_bytes(body)[:32]


def listing(row: type[BaseModel]) -> type[BaseModel]:
    """Return the schema of a list's answer: rows under ``items``, and the cursor of the next one."""
    return create_model(
        f"{row.__name__.removesuffix('Out')}List",
        __doc__=f"A part of a list; each row is a {row.__name__}.",
        items=(list[row], ...),  # type: ignore[valid-type]  # Known at run time only.
        next=(str | None, Field(description="Cursor of the next part, null at the end")),
    )


def answer_list(rows: Sequence[Row], *, limit: int, ids: Sequence[int]) -> Response:
    """Return rows under ``items`` with ``next``, null at the end; one row more than ``limit`` means there is more.

    The part has an ETag over its bytes; an unchanged one is answered by 304.
    """
    more = len(rows) > limit
    body = {
        "items": [row.model_dump(mode="json") for row in rows[:limit]],
        "next": encode_cursor(ids[limit - 1]) if more else None,
    }
    return _tagged(json.dumps(body, ensure_ascii=False).encode(), status=200)


def _tagged(body: bytes, *, status: int) -> Response:
    response = Response(body, status=status, mimetype="application/json")
    response.set_etag(_etag(body))
    response.make_conditional(request)
    return response


def on_request_error(error: ValidationError) -> Response:
    """Answer input that does not fit the schema in the shape of every other error."""
    return problem(
        status=422,
        code="invalid",
        detail=InvalidError.default_message,
        fields=messages_of(error, method=request.method),
    )


def messages_of(error: ValidationError, *, method: str) -> dict[str, list[str]]:
    """Return what is wrong with what a program sent by a method, by field."""
    wrong = error.errors()
    is_no_object = any(not one["loc"] and one["type"] in _NO_OBJECT for one in wrong)
    fields = {"body": [WANTS_OBJECT]} if is_no_object else field_messages(wrong, whole="body")
    fields |= {
        ".".join(map(str, one["loc"])): [ONLY.format(one["ctx"]["expected"].replace(" or ", "、").replace(", ", "、"))]
        for one in wrong
        if one["type"] in {"enum", "literal_error"} and len(one["ctx"]["expected"]) <= LONGEST_CHOICE
    }
    if method == "PUT":
        fields |= {str(one["loc"][0]): [UNTOLD] for one in wrong if one["type"] == "missing" and len(one["loc"]) == 1}
    return fields


__all__ = [
    "API_PREFIX",
    "CursorQuery",
    "EmptyBody",
    "ProblemOut",
    "answer",
    "answer_list",
    "api_blueprint",
    "decode_cursor",
    "encode_cursor",
    "init_conditions",
    "is_conditional",
    "listing",
    "messages_of",
    "on_request_error",
    "require_match",
]
