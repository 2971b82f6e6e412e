"""Errors as pages for people and as RFC 9457 problems for programs; the only place that knows status codes."""

import errno
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

import structlog
from flask import Flask, Response, current_app, g, json, redirect, render_template, request, url_for
from pydantic import ValidationError
from sqlalchemy.exc import DataError, InterfaceError, OperationalError, PendingRollbackError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as BaseResponse

from marketplace.core.conflicts import ConsentMissingError
from marketplace.core.errors import (
    ConflictError,
    ForbiddenError,
    InvalidError,
    MarketplaceError,
    NotFoundError,
    PreconditionError,
    SignInRequiredError,
    TooLargeError,
    TooManyRequestsError,
    UnavailableError,
    UnsupportedMediaError,
    VersionMovedError,
)
from marketplace.web.headers import request_id
from marketplace.web.messages_zh import field_messages
from marketplace.web.session import close_read_session
from marketplace.web.viewer import ANONYMOUS

log = structlog.get_logger(__name__)
WEB_FOLDER = Path(__file__).parent  # Flask finds the shared templates from here.
STATUS: tuple[tuple[type[MarketplaceError], HTTPStatus], ...] = (
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (SignInRequiredError, HTTPStatus.UNAUTHORIZED),
    (ForbiddenError, HTTPStatus.FORBIDDEN),
    (ConflictError, HTTPStatus.CONFLICT),
    (PreconditionError, HTTPStatus.PRECONDITION_FAILED),
    (TooLargeError, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (UnsupportedMediaError, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooManyRequestsError, HTTPStatus.TOO_MANY_REQUESTS),
    (UnavailableError, HTTPStatus.SERVICE_UNAVAILABLE),
    (InvalidError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS})
# The server is away, or cut the connection: at once, or in a transaction that somebody went on with.
_DATABASE_AWAY = (OperationalError, InterfaceError, PendingRollbackError, NoConnectionFreeError)
RETRY_SECONDS = 5  # What a server needs that is started again; told with every 503.
# Said on pages alone, where what was refused comes from a form.
STILL_THERE = "您填写的内容，返回上一页还在。"
LEFT_BEHIND = frozenset({"too_many_requests", "storage_unavailable", VersionMovedError.code})
MIB = 1024 * 1024
MOST_READ_AWAY = 100 * MIB
PIECE = MIB
HOW_TO_SIGN_IN = "请带上令牌：请求头 Authorization: Bearer <令牌>。令牌在网站的“我的账号”里生成。"
HTTP_MESSAGES = {
    400: ("bad_request", "请求的格式不对，没有处理。请检查格式后重新提交。"),
    404: ("not_found", NotFoundError.default_message),
    405: ("method_not_allowed", "这个地址不支持这种操作。"),
    429: ("too_many_requests", "请求太频繁，没有处理。请等一会儿再试。"),
    415: (UnsupportedMediaError.code, UnsupportedMediaError.default_message),
}
TITLES = {
    401: "请先登录",
    403: "没有权限",
    404: "没有找到",
    409: "状态已变化",
    413: "内容太大",
    422: "内容需要修改",
    429: "操作太频繁",
    500: "出错了",
    503: "暂时不可用",
}


def wants_json() -> bool:
    """Say whether the answer goes to a program."""
    return request.path.startswith("/api/")


def status_of(error: MarketplaceError) -> HTTPStatus:
    """Return the HTTP status of an error class."""
    return next((status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def problem(
    *,
    status: int,
    code: str,
    detail: str,
    fields: dict[str, list[str]] | None = None,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> Response:
    """Return an RFC 9457 answer; ``errors`` maps fields to messages when there are any, ``more`` holds the rest."""
    body = problem_body(status=status, code=code, detail=detail, request_id=request_id()) | dict(more)
    if fields:
        body["errors"] = fields
    return Response(json.dumps(body, ensure_ascii=False), status=status, mimetype="application/problem+json")


def problem_body(*, status: int, code: str, detail: str, request_id: str) -> dict[str, Any]:
    """Return the members of a problem; its ``type`` leads to what the code means."""
    return {
        "type": f"{request.url_root}problems/{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "request_id": request_id,
    }


def error_page(
    *, status: int, code: str, detail: str, fields: dict[str, list[str]] | None = None, is_told: bool = False
) -> Response:
    """Return an error as a page or as a problem; ``is_told`` when the detail says why, so that the page guesses not."""
    if wants_json():
        response = problem(status=status, code=code, detail=detail, fields=fields)
    else:
        told = detail + STILL_THERE if code in LEFT_BEHIND and request.method == "POST" else detail
        response = _page(status=status, detail=told, fields=fields, is_told=is_told)
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = "Bearer"
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        response.headers["Retry-After"] = str(RETRY_SECONDS)
    return response


def _page(*, status: int, detail: str, fields: dict[str, list[str]] | None, is_told: bool) -> Response:
    title = TITLES.get(status, "没有完成")
    page = render_template(
        "error.html",
        title=title,
        status=status,
        message=detail,
        fields=fields or {},
        request_id=request_id(),
        is_told=is_told,
    )
    return Response(page, status=status)


def init_problems(app: Flask) -> None:
    """Turn every error into one shape."""
    app.register_error_handler(MarketplaceError, _on_marketplace_error)
    app.register_error_handler(ValidationError, _on_validation_error)
    app.register_error_handler(HTTPException, _on_http_error)
    for kind in _DATABASE_AWAY:
        app.register_error_handler(kind, _on_database_error)
    app.register_error_handler(OSError, _on_disk_error)
    # SQLite's driver raises the one, PostgreSQL's the other, when a number or a text is more than a column holds.
    app.register_error_handler(OverflowError, _on_excess)
    app.register_error_handler(DataError, _on_excess)
    app.register_error_handler(Exception, _on_crash)


def _on_marketplace_error(error: MarketplaceError) -> BaseResponse:
    if isinstance(error, SignInRequiredError) and not wants_json():
        return redirect(url_for("accounts.sign_in", next=_return_path()), code=303)
    is_of_fields = isinstance(error, InvalidError) or (isinstance(error, ConsentMissingError) and wants_json())
    fields = getattr(error, "fields", None) if is_of_fields else None
    is_unsaid = isinstance(error, SignInRequiredError) and error.message == SignInRequiredError.default_message
    detail = HOW_TO_SIGN_IN if is_unsaid else error.message
    return error_page(status=status_of(error), code=error.code, detail=detail, fields=fields)


def _return_path() -> str:
    """Return where to go after signing in: a form that was sent too late leads back to its page, where its draft is."""
    if request.method == "GET":
        return request.full_path.rstrip("?")
    adapter = current_app.create_url_adapter(request)
    return request.path if adapter and "GET" in adapter.allowed_methods() else "/"


def _on_validation_error(error: ValidationError) -> Response:
    return error_page(
        status=422, code="invalid", detail=InvalidError.default_message, fields=field_messages(error.errors())
    )


def _on_http_error(error: HTTPException) -> BaseResponse:
    status = error.code or 500
    if status < 400:  # noqa: PLR2004 - below 400 it is a redirect of the router, not a fault
        return error.get_response()
    if status == HTTPStatus.METHOD_NOT_ALLOWED and request.method in {"GET", "HEAD"} and not wants_json():
        return redirect(_nearest_page(), code=303)
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return _on_too_large()
    code, detail = HTTP_MESSAGES.get(status, ("http_error", "请求没有完成，请检查后重新提交。"))
    response = error_page(status=status, code=code, detail=detail)
    if status == HTTPStatus.METHOD_NOT_ALLOWED and getattr(error, "valid_methods", None):
        response.headers["Allow"] = ", ".join(sorted(error.valid_methods))  # type: ignore[attr-defined]  # only on 405
    return response


def _on_too_large() -> Response:
    """Say how much is taken and, where the request states it, how much was sent."""
    limit, size = request.max_content_length or 0, request.content_length
    _read_away()
    if size is not None and size <= limit:  # Its texts alone are more than a form may hold beside its files.
        limit, size = request.max_form_memory_size or limit, None
    sent = f"，这次有 {size / MIB:.1f} MB" if size is not None else ""
    detail = f"提交的内容太大：一次最多 {limit / MIB:.0f} MB{sent}。请缩小，或分几次提交。"
    if wants_json():
        more = {"limit": limit, "size": size}
        return problem(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, code="too_large", detail=detail, more=more)
    return _page(status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE, detail=detail, fields=None, is_told=False)


def _read_away() -> None:
    """Read what nobody wants, up to a bound: a program that is still sending would never see the answer."""
    length, is_chunked = request.content_length, bool(getattr(request, "is_chunked", False))
    left = min(MOST_READ_AWAY if is_chunked else length or 0, MOST_READ_AWAY)
    # Of a body refused by its stated length nothing has been read; of another the parser's stream knows how far,
    # unless it comes in chunks: then the web server does.
    is_refused_whole = (length or 0) > (request.max_content_length or 0)
    body = request.environ["wsgi.input"] if is_refused_whole or is_chunked else request.stream
    while left > 0 and (piece := body.read(min(left, PIECE))):
        left -= len(piece)


def _nearest_page() -> str:
    """Return the nearest page above an address that takes forms only, as a refused form leaves it behind."""
    adapter = current_app.create_url_adapter(request)
    parents = (parent.as_posix() for parent in PurePosixPath(request.path).parents)
    return next((path for path in parents if adapter and adapter.test(path, "GET")), "/")


def _on_disk_error(error: OSError) -> Response:
    if error.errno not in _NO_ROOM:
        return _on_crash(error)
    log.error("disk_refuses_writes", error=errno.errorcode[error.errno])
    detail = "服务器的存储空间暂时写不进去，什么都没有保存。请稍后再试。"
    return error_page(status=503, code="storage_unavailable", detail=detail)


def _on_database_error(error: SQLAlchemyError) -> Response:
    """Answer without asking the database again, which would fail as well: who is not known yet counts as nobody."""
    log.error("database_unavailable", error=type(getattr(error, "orig", None) or error).__name__)
    close_read_session()
    if "_login_user" not in g and g.get("token_viewer") is None:
        g.token_viewer = ANONYMOUS
    return error_page(status=503, code="unavailable", detail=UnavailableError.default_message)


def _on_excess(error: Exception) -> Response:
    log.warning("value_out_of_range", error=type(error).__name__)
    detail = "有一项内容超出了可以保存的范围（数字太大或文字太长），什么都没有保存。请改好后再提交。"
    return error_page(status=422, code="out_of_range", detail=detail)


def _on_crash(error: Exception) -> Response:
    if current_app.testing:
        raise error
    log.error("unhandled_error", error=type(error).__name__, exc_info=error)
    detail = "系统出了问题，我们已记录。您可以稍后重试；如仍不行，请把编号（request_id）告诉平台运营人员。"
    return error_page(status=500, code="internal_error", detail=detail)
