"""Examples and field lists from the JSON schemas of the API's description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

REF = "#/components/schemas/"
LARGEST = 2**31 - 1  # What any id may be tells nobody anything.
DEEPEST = 6  # A schema may hold itself; an example ends somewhere.
TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是或否",
    "array": "列表",
    "object": "对象",
    "null": "空",
}
FILE = "文件"
FORMATS = {"date": "2026-11-28", "date-time": "2026-11-28T08:00:00Z", "uuid": "00000000-0000-0000-0000-000000000000"}
Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field as a reader wants it told: what it may hold, in words, or its only values."""

    name: str
    type: str
    is_required: bool
    bounds: str = ""
    options: tuple[str, ...] = ()


def is_file(field: Field) -> bool:
    """Say whether a field of a form takes files."""
    return field.type in {FILE, f"{FILE}的列表"}


def resolve(schema: Schema, *, schemas: Schemas) -> Schema:
    """Return what a reference points to; of several possibilities the first that isn't null."""
    while True:
        if "$ref" in schema:
            schema = schemas[schema["$ref"].removeprefix(REF)]
        elif options := schema.get("anyOf") or schema.get("oneOf") or schema.get("allOf"):
            schema = next((one for one in options if one.get("type") != "null"), options[0])
        else:
            return schema


def example(schema: Schema, *, schemas: Schemas, depth: int = 0) -> Any:
    """Return a value that the schema allows in shape: given examples and defaults first."""
    for given in schema.get("examples", ()):
        return given
    if "default" in schema and schema["default"] not in ("", None, [], {}):
        return schema["default"]
    found = resolve(schema, schemas=schemas)
    for given in (*found.get("examples", ()), *(found[name] for name in ("example", "const") if name in found)):
        return given
    if found.get("enum"):
        return found["enum"][0]
    return _by_type(found, schemas=schemas, depth=depth)


def _by_type(schema: Schema, *, schemas: Schemas, depth: int) -> Any:
    match schema.get("type"):
        case "object":
            within = schema.get("properties", {}).items() if depth < DEEPEST else ()
            return {name: example(one, schemas=schemas, depth=depth + 1) for name, one in within}
        case "array":
            return [example(schema["items"], schemas=schemas, depth=depth + 1)] if _holds(schema, depth) else []
        case "integer" | "number":
            return int(schema.get("minimum", schema.get("exclusiveMinimum", 0) + 1))
        case "boolean":
            return False
        case "string":
            return FORMATS.get(schema.get("format", ""), "…")
    return None


def _holds(schema: Schema, depth: int) -> bool:
    return bool(schema.get("items")) and depth < DEEPEST


def fields(schema: Schema, *, schemas: Schemas) -> Iterator[Field]:
    """Yield the fields of an object, or of the rows of a list's answer."""
    found = resolve(schema, schemas=schemas)
    required = set(found.get("required", ()))
    for name, one in found.get("properties", {}).items():
        yield describe_field(name, one, is_required=name in required, schemas=schemas)


def describe_field(name: str, schema: Schema, *, is_required: bool, schemas: Schemas) -> Field:
    """Return a field in words."""
    found = resolve(schema, schemas=schemas)
    kind = _kind(found)
    if kind == "列表" and found.get("items"):
        kind = f"{_kind(resolve(found['items'], schemas=schemas))}的列表"
    options = tuple(map(str, found.get("enum", ())))
    return Field(name=name, type=kind, is_required=is_required, bounds="，".join(_bounds(found)), options=options)


def _kind(schema: Schema) -> str:
    return FILE if schema.get("format") == "binary" else TYPES.get(schema.get("type", ""), "任意值")


def _bounds(schema: Schema) -> Iterator[str]:
    if schema.get("enum"):
        yield "取值：" + "、".join(map(str, schema["enum"]))
    if "minimum" in schema:
        yield f"最小 {schema['minimum']:g}"
    if schema.get("maximum", LARGEST) < LARGEST:
        yield f"最大 {schema['maximum']:g}"
    if "maxLength" in schema:
        yield f"最多 {schema['maxLength']} 字"
    if "maxItems" in schema:
        yield f"最多 {schema['maxItems']} 项"
    if said := {"date": "日期", "date-time": "时间"}.get(schema.get("format", "")):
        yield said
