"""Bodies of the API in JSON are taken as they are described: a text is no list of one, and ``"5"`` is no number."""

from functools import cache
from itertools import islice
from typing import Any

from flask import Flask, current_app, request
from pydantic import BaseModel, ValidationError

from marketplace.core.errors import InvalidError
from marketplace.web.api import WANTS_OBJECT, messages_of
from marketplace.web.json_types import wrong_types

MOST_TOLD = 100


def init_strict_bodies(app: Flask) -> None:
    """Look at the types in the body of an operation, once it is known to be JSON."""
    app.before_request(_refuse_other_types)


def _refuse_other_types() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    wanted = getattr(view, "__annotations__", {}).get("body")
    sent = request.get_json(silent=True) if wanted is not None else None
    if wanted is not None and sent is not None:
        require_types(sent, wanted=wanted, method=request.method)


def require_types(sent: Any, *, wanted: type[BaseModel], method: str) -> None:
    """Raise InvalidError when something is of another type than described, with all else that is wrong with it."""
    if not isinstance(sent, dict):
        raise InvalidError(fields={"body": [WANTS_OBJECT]})
    schema = _described(wanted)
    wrong = dict(islice(wrong_types(sent, schema=schema, defs=schema.get("$defs", {})), MOST_TOLD))
    if wrong:
        raise InvalidError(fields=_others(sent, wanted, method) | {name: [said] for name, said in wrong.items()})


@cache
def _described(wanted: type[BaseModel]) -> dict[str, Any]:
    return wanted.model_json_schema()


def _others(sent: Any, wanted: type[BaseModel], method: str) -> dict[str, list[str]]:
    try:
        wanted.model_validate(sent)
    except ValidationError as error:
        return messages_of(error, method=method)
    return {}
