"""What a program is told of a request that could not even be read: a problem, as everywhere under ``/api``."""

import json
from http import HTTPStatus

TOLD = {
    HTTPStatus.REQUEST_URI_TOO_LONG: (
        "address_too_long",
        "地址太长，没有读：连同参数最多 8190 字节，一个汉字编码后占 9 字节。请少写一些。",
    ),
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: (
        "headers_too_large",
        "请求头太大，没有读：一项最多 8190 字节，一共最多 64 项。程序只要带令牌和操作页上写的几项。",
    ),
    HTTPStatus.BAD_REQUEST: (
        "bad_request",
        "请求读不懂，没有处理。地址里的汉字和空格要按百分号编码：curl 用 -G --data-urlencode 'q=木门'，程序用网址库。",
    ),
}


def is_of_program(beginning: bytes) -> bool:
    """Say whether a request, as far as it was read, was meant for the API."""
    return beginning.partition(b" ")[2].startswith(b"/api/")


def problem_answer(status: HTTPStatus, *, number: str) -> bytes:
    """Return the whole answer; its type is told without the host, which stands in what was not read."""
    code, detail = TOLD[status]
    said = {
        "type": f"/problems/{code}",
        "title": status.phrase,
        "status": status.value,
        "code": code,
        "detail": detail,
        "request_id": number,
    }
    body = json.dumps(said, ensure_ascii=False).encode()
    head = (
        f"HTTP/1.1 {status.value} {status.phrase}",
        "Connection: close",
        "Content-Type: application/problem+json",
        f"Content-Length: {len(body)}",
        f"X-Request-Id: {number}",
        "X-Content-Type-Options: nosniff",
        "Cache-Control: no-store",
    )
    return "\r\n".join([*head, "", ""]).encode() + body
