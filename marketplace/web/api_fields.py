"""The fields of the API as a reader wants them told, those within others indented below them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from marketplace.web.api_choices import LABELS
from marketplace.web.api_examples import resolve
from marketplace.web.api_glossary import CHINESE

LARGEST = 2**31 - 1  # What any id may be tells nobody anything.
TYPES = {
    "string": "文字",
    "integer": "整数",
    "number": "数",
    "boolean": "是或否",
    "array": "列表",
    "object": "对象",
    "null": "空",
}
FORMATS = {"date": "日期", "date-time": "时间"}
FILE = "文件"
YES_NO = (("true", "是"), ("false", "否"))
Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field in words: what it means, what it may hold or its only values with their labels, the fields in it."""

    name: str
    type: str
    is_required: bool
    meaning: str = ""
    bounds: str = ""
    options: tuple[tuple[str, str], ...] = ()
    within: tuple["Field", ...] = ()


def is_file(field: Field) -> bool:
    """Say whether a field of a form takes files."""
    return field.type in {FILE, f"{FILE}的列表"}


def fields(schema: Schema, *, schemas: Schemas, above: tuple[Schema, ...] = ()) -> tuple[Field, ...]:
    """Return an object's fields with those within them; a schema that holds itself is not told again."""
    found = _whole(schema, schemas=schemas)
    if any(found is one for one in above):
        return ()
    required = set(found.get("required", ()))
    return tuple(
        replace(
            describe_field(name, one, is_required=name in required, schemas=schemas),
            within=fields(_within(one, schemas=schemas), schemas=schemas, above=(*above, found)),
        )
        for name, one in found.get("properties", {}).items()
    )


def _whole(schema: Schema, *, schemas: Schemas) -> Schema:
    """Return what is told of a schema's fields: of several kinds of rows in one list, the fields of all."""
    if "discriminator" not in schema:
        return resolve(schema, schemas=schemas)
    kinds = [resolve(one, schemas=schemas) for one in schema["oneOf"]]
    properties = {name: one for kind in reversed(kinds) for name, one in kind["properties"].items()}
    always = set.intersection(*(set(kind["required"]) for kind in kinds))
    return {"properties": properties, "required": sorted(always)}


def describe_field(name: str, schema: Schema, *, is_required: bool, schemas: Schemas, meaning: str = "") -> Field:
    """Return a field in words; a parameter has its ``meaning`` beside its schema."""
    found = resolve(schema, schemas=schemas)
    innermost = resolve(found["items"], schemas=schemas) if found.get("items") else found
    return Field(
        name=name,
        type=_type(found, schemas=schemas),
        is_required=is_required,
        meaning=meaning or schema.get(CHINESE, ""),
        bounds="，".join(_bounds(found)),
        options=_options(innermost),
    )


def _options(schema: Schema) -> tuple[tuple[str, str], ...]:
    if schema.get("type") == "boolean":
        return YES_NO
    labels = schema.get(LABELS, {})
    return tuple((str(value), labels.get(value, "")) for value in schema.get("enum", ()))


def _within(schema: Schema, *, schemas: Schemas) -> Schema:
    """Return what a field holds: the rows of a list, the values of a map, or itself."""
    found = resolve(schema, schemas=schemas)
    inner = found.get("items") or found.get("additionalProperties")
    return _within(inner, schemas=schemas) if isinstance(inner, dict) else schema


def _type(schema: Schema, *, schemas: Schemas) -> str:
    if schema.get("format") == "binary":
        return FILE
    if items := schema.get("items"):
        return f"{_type(resolve(items, schemas=schemas), schemas=schemas)}的列表"
    inner = schema.get("additionalProperties")
    if isinstance(inner, dict):
        return f"名称对{_type(resolve(inner, schemas=schemas), schemas=schemas)}"
    return FORMATS.get(schema.get("format", "")) or TYPES.get(schema.get("type", ""), "任意值")


def _bounds(schema: Schema) -> Iterator[str]:
    if "minimum" in schema:
        yield f"最小 {schema['minimum']:g}"
    if schema.get("maximum", LARGEST) < LARGEST:
        yield f"最大 {schema['maximum']:g}"
    if schema.get("minLength", 0) > 1:
        yield f"最少 {schema['minLength']} 字"
    if "maxLength" in schema:
        yield f"最多 {schema['maxLength']} 字"
    if "maxItems" in schema:
        yield f"最多 {schema['maxItems']} 项"
