"""What kind of content an operation of the API takes; another is refused with a sentence that says which to send."""

from flask import Flask, current_app, request

from marketplace.core.errors import UnsupportedMediaError
from marketplace.web.bodies import BoundedRequest

JSON, MULTIPART = "application/json", "multipart/form-data"
HOW_TO_SEND = {
    JSON: "这个操作收 JSON，请写请求头 Content-Type: application/json（curl 加 -H 'Content-Type: application/json'）",
    MULTIPART: "这个操作收文件，请用 multipart/form-data 发（curl 每一项用 -F，不写 Content-Type）",
}
LONGEST_NAME = 60  # Of what was sent, as the answer repeats it.


def init_media(app: Flask) -> None:
    """Look at what an operation is sent, after who sends it, before anything is done with it."""
    app.before_request(_refuse_other_content)


def _refuse_other_content() -> None:
    wanted = _wanted(request.endpoint or "")
    if wanted is None or not _has_content() or _is(wanted):
        return
    sent = f"写的是 {request.mimetype[:LONGEST_NAME]}" if request.mimetype else "没有写 Content-Type"
    raise UnsupportedMediaError(f"{HOW_TO_SEND[wanted]}。这次{sent}，没有处理。")


def _wanted(endpoint: str) -> str | None:
    """Return the kind that an operation takes; None for what takes no body, and for pages."""
    named = getattr(current_app.view_functions.get(endpoint), "__annotations__", {})
    if "body" in named:
        return JSON
    return MULTIPART if "form" in named else None


def _has_content() -> bool:
    """Say whether something was sent: of nothing the schema says what is missing."""
    return bool(request.content_length) or (isinstance(request, BoundedRequest) and request.is_chunked)


def _is(wanted: str) -> bool:
    return request.is_json if wanted == JSON else request.mimetype == wanted
