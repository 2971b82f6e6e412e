"""The web server's worker, which tells people in their own words what it could not even read."""

import time
from contextlib import suppress
from functools import cache
from http import HTTPStatus
from pathlib import Path
from secrets import token_hex
from socket import MSG_PEEK, SHUT_WR, socket
from typing import Any

from gunicorn.http.errors import (
    InvalidHeader,
    InvalidHeaderName,
    InvalidHTTPVersion,
    InvalidRequestLine,
    InvalidRequestMethod,
    InvalidResponseHeader,
    InvalidResponseHeaderName,
    LimitRequestHeaders,
    LimitRequestLine,
)
from gunicorn.workers.sync import SyncWorker
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from marketplace import web
from marketplace.operations.unread import is_of_program, problem_answer
from marketplace.web.assets import load_assets
from marketplace.web.headers import CONTENT_SECURITY_POLICY

SAID = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "地址太长",
        "写的内容太多，放不进网页地址，网站没有读。请回到上一页少写一些：搜索只读前 256 个字，一两个关键词最准。",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "浏览器带来的内容太多",
        "浏览器随请求带来的内容太多，网站没有读。请清除本站的 Cookie 再打开；还是不行就换一个浏览器。",
    ),
    HTTPStatus.BAD_REQUEST: (
        "请求的格式不对",
        "网站读不懂这个请求。地址里的汉字和空格要按百分号编码，浏览器自己会做；请从首页重新进入，或换一个浏览器再试。",
    ),
}
UNREADABLE = (InvalidRequestLine, InvalidRequestMethod, InvalidHTTPVersion, InvalidHeader, InvalidHeaderName)
LONGEST_BEGINNING = 64  # Bytes: a method, and an address as far as it tells pages from the API.
OWN_FAULTS = (InvalidResponseHeader, InvalidResponseHeaderName)  # Kin of the above, but ours, not the client's.
# A client that is still sending would be cut off before it reads the answer: this much is read away.
BODILESS = frozenset({"GET", "HEAD"})
MOST_READ_AWAY, READ_AWAY_SECONDS = 1_000_000, 2.0
PIECE = 65_536


class WebWorker(SyncWorker):  # type: ignore[misc]  # gunicorn ships no types
    """Answers one request at a time, and refuses what is beyond measure with a page of ours."""

    beginning = b""

    def handle(self, listener: socket, client: socket, addr: Any) -> None:
        """Answer one connection; how its request begins is kept, for what cannot be read has no address later."""
        self.beginning = b""
        with suppress(OSError):
            self.beginning = client.recv(LONGEST_BEGINNING, MSG_PEEK)
        super().handle(listener, client, addr)

    def handle_request(self, listener: socket, req: Any, client: socket, addr: Any) -> None:
        """Answer; then wait for the client to hang up only where it may still be sending.

        Gunicorn waits up to two seconds each time, lest a body that nobody read cuts the answer short.
        """
        super().handle_request(listener, req, client, addr)
        if req.method in BODILESS:
            client.close()

    def handle_error(self, req: Any, client: socket, addr: Any, exc: BaseException) -> None:
        """Say what is wrong when the client can mend it; leave the rest to gunicorn."""
        status = refusal(exc)
        if status is None:
            super().handle_error(req, client, addr, exc)
            return
        number = token_hex(8)
        self.log.warning("Request %s refused: %s", number, type(exc).__name__)
        told = problem_answer(status, number=number) if is_of_program(self.beginning) else answer(status)
        with suppress(OSError):
            client.sendall(told)
            client.shutdown(SHUT_WR)
            _read_away(client)


def refusal(error: BaseException) -> HTTPStatus | None:
    """Return the status of a request that could not be read; None for any other trouble."""
    if isinstance(error, LimitRequestLine):
        return HTTPStatus.REQUEST_URI_TOO_LONG
    if isinstance(error, LimitRequestHeaders):
        return HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
    return HTTPStatus.BAD_REQUEST if isinstance(error, UNREADABLE) and not isinstance(error, OWN_FAULTS) else None


@cache
def answer(status: HTTPStatus) -> bytes:
    """Return the whole answer: nothing of it depends on the request."""
    body = _page(status).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: text/html; charset=utf-8",
        f"Content-Length: {len(body)}",
        f"Content-Security-Policy: {CONTENT_SECURITY_POLICY}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
    )
    return "\r\n".join([*head, "", ""]).encode() + body


def _page(status: HTTPStatus) -> str:
    title, message = SAID[status]
    loader = FileSystemLoader(Path(web.__file__).parent / "templates")
    templates = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)
    assets = load_assets()
    templates.globals["asset_url"] = lambda name: f"/assets/{assets[name].public_name}"
    return templates.get_template("refused.html").render(title=title, message=message)


def _read_away(client: socket) -> None:
    until, left = time.monotonic() + READ_AWAY_SECONDS, MOST_READ_AWAY
    client.settimeout(0.2)
    while left > 0 and time.monotonic() < until:
        piece = client.recv(PIECE)
        if not piece:
            return
        left -= len(piece)
