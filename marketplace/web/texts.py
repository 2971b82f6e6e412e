"""Texts that no database keeps: requests with them are refused before anything reads them."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from flask import Flask, request
from werkzeug.exceptions import BadRequest

from marketplace.core.errors import InvalidError

_SURROGATE = re.compile("[\ud800-\udfff]")
_UNSEEN = "提交的文字里有看不见、也无法保存的字符，请删去后再提交。"
_NO_JSON = "请求的内容不是合法的 JSON，请检查引号、逗号和括号。"
_TOO_DEEP = "请求的 JSON 嵌套得太深，请减少层数。"


def is_keepable(text: str) -> bool:
    """Say whether a text can be stored: PostgreSQL refuses the character 0, UTF-8 has no lone surrogates."""
    return "\x00" not in text and not _SURROGATE.search(text)


def init_texts(app: Flask) -> None:
    """Look at what came before a view does; comes after permissions, so that nothing is read for who may not come."""

    @app.before_request
    def refuse_odd_texts() -> None:
        if request.endpoint is None:
            return  # No such address: that is the answer, whatever else was sent.
        if not all(is_keepable(text) for text in _texts()):
            raise InvalidError(_UNSEEN, code="text_not_storable")


def _texts() -> Iterable[str]:
    yield request.path
    yield from _pairs(request.args)
    yield from _pairs(request.form)
    if request.is_json and request.content_length:
        yield from _leaves(_json())


def _pairs(data: Any) -> Iterator[str]:
    for name, value in data.items(multi=True):
        yield name
        yield value


def _json() -> Any:
    try:
        return request.get_json()
    except RecursionError as error:
        raise InvalidError(_TOO_DEEP, code="json_invalid") from error
    except BadRequest as error:
        raise InvalidError(_NO_JSON, code="json_invalid") from error


def _leaves(value: Any) -> Iterator[str]:
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str):
            yield one
        elif isinstance(one, dict):
            waiting.extend(one)
            waiting.extend(one.values())
        elif isinstance(one, list):
            waiting.extend(one)
