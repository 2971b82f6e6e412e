"""Parameters that an operation of the API does not know are refused: a typo must not read as a question without it."""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import get_origin

from flask import Flask, current_app, request
from pydantic import BaseModel
from rapidfuzz import process

from marketplace.core.errors import InvalidError

SUGGEST_FROM = 60.0  # rapidfuzz points of 100: one letter left out of five still finds the name.
LONGEST_NAME = 60  # Of what was sent, as the answer repeats it.
MOST_TOLD = 20
ONCE = "这个参数只能给一次，这次给了几次。"


def init_query_names(app: Flask) -> None:
    """Look at the names in the query of an operation, after who asks; pages go on to ignore what they do not know."""
    app.before_request(_refuse_other_names)


def _refuse_other_names() -> None:
    if request.blueprint is None or not request.path.startswith("/api/") or request.method == "OPTIONS":
        return
    known = names_of(current_app, request.endpoint or "")
    wrong = {name: [said] for name in request.args if (said := _wrong(name, known))}
    if wrong:
        raise InvalidError(
            f"地址里的参数不对，没有处理：{'、'.join(list(wrong)[:MOST_TOLD])}。请看 errors 里的说明，改好再发。",
            fields=dict(list(wrong.items())[:MOST_TOLD]),
        )


def names_of(app: Flask, endpoint: str) -> Mapping[str, bool]:
    """Return the names that an operation knows, each with whether it may stand several times."""
    return _names(app.view_functions[endpoint].__annotations__.get("query"))


@cache
def _names(schema: type[BaseModel] | None) -> Mapping[str, bool]:
    fields = schema.model_fields if schema else {}
    return {field.alias or name: get_origin(field.annotation) in {list, tuple} for name, field in fields.items()}


def _wrong(name: str, known: Mapping[str, bool]) -> str:
    """Return what is wrong with a name, empty when nothing is."""
    if name in known:
        return ONCE if not known[name] and len(request.args.getlist(name)) > 1 else ""
    return "".join(_unknown(name[:LONGEST_NAME], known))


def _unknown(name: str, known: Mapping[str, bool]) -> Iterator[str]:
    yield f"没有 {name} 这个参数"
    if near := process.extractOne(name.lower(), known.keys(), score_cutoff=SUGGEST_FROM):
        yield f"，是不是要写 {near[0]}？"
    else:
        yield "。"
    yield f"这个操作认得的参数：{'、'.join(known)}。" if known else "这个操作不收参数。"
