"""Types of what JSON holds, held against a schema: programs are taken at their word, people's forms are read kindly."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
MOST_INTEGER = 2**63 - 1  # In 64 bits, with its sign.
TOO_LARGE = f"数字太大：在 -{MOST_INTEGER} 和 {MOST_INTEGER} 之间。"
WANTED = {
    "string": "文字（加引号）",
    "integer": "整数（不加引号）",
    "number": "数字（不加引号）",
    "boolean": " true 或 false（不加引号）",
    "array": "列表，写在 [] 里",
    "object": "对象，写在 {} 里",
    "null": " null",
}
GIVEN = {
    str: "文字",
    bool: " true 或 false",
    int: "数字",
    float: "带小数点的数字",
    list: "列表",
    dict: "对象",
    type(None): " null",
}
DAY = "日期写成 2026-11-22 的样子（加引号）。"
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_number(value: Any) -> bool:
    return (isinstance(value, int) and not isinstance(value, bool)) or (
        isinstance(value, float) and math.isfinite(value)
    )


_IS: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "integer": lambda value: _is_number(value) and value == int(value),
    "number": _is_number,
    "boolean": lambda value: isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def wrong_types(value: Any, *, schema: Schema, defs: Mapping[str, Schema], at: str = "") -> Iterator[tuple[str, str]]:
    """Yield where a value is of another type than its schema says, as ``problems.0.text``, and what is wanted there.

    Lengths, bounds and patterns are not looked at. ``schema`` is JSON Schema with its definitions beside it.
    """
    ways = tuple(_ways(schema, defs))
    fitting = [way for way in ways if _fits(value, way)]
    if not fitting:
        yield at, _told(value, ways)
    elif all(way.get("type") == "integer" for way in fitting) and abs(value) > MOST_INTEGER:
        yield at, TOO_LARGE
    elif isinstance(value, str) and all(way.get("format") == "date" for way in fitting) and not _DAY.fullmatch(value):
        yield at, DAY
    else:
        yield from min((tuple(_within(value, way, defs=defs, at=at)) for way in fitting), key=len)


def _ways(schema: Schema, defs: Mapping[str, Schema]) -> Iterator[Schema]:
    """Yield the schemas of which one has to fit."""
    if "$ref" in schema:
        yield from _ways(defs[schema["$ref"].rsplit("/", 1)[-1]], defs)
    elif choice := schema.get("anyOf", schema.get("oneOf")):
        for one in choice:
            yield from _ways(one, defs)
    else:
        yield schema


def _fits(value: Any, schema: Schema) -> bool:
    return "type" not in schema or _IS[schema["type"]](value)


def _told(value: Any, ways: tuple[Schema, ...]) -> str:
    wanted = "或".join(dict.fromkeys(WANTED[way["type"]] for way in ways))
    return f"要{wanted}，这次是{GIVEN[type(value)]}。"


def _within(value: Any, schema: Schema, *, defs: Mapping[str, Schema], at: str) -> Iterator[tuple[str, str]]:
    for name, one, inner in _parts(value, schema):
        yield from wrong_types(one, schema=inner, defs=defs, at=f"{at}.{name}" if at else str(name))


def _parts(value: Any, schema: Schema) -> Iterator[tuple[str | int, Any, Schema]]:
    """Yield name, value and schema of everything within; of what the schema does not know, its reader tells."""
    if isinstance(value, list):
        yield from ((index, one, schema.get("items", {})) for index, one in enumerate(value))
    elif isinstance(value, dict):
        known, others = schema.get("properties", {}), schema.get("additionalProperties", {})
        other = others if isinstance(others, Mapping) else {}
        yield from ((name, one, known.get(name, other)) for name, one in value.items())
