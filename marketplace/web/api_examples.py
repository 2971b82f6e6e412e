"""Examples from the JSON schemas of the API's description."""

from collections.abc import Mapping
from typing import Any

REF = "#/components/schemas/"
DEEPEST = 6  # A schema may hold itself; an example ends somewhere.
FORMATS = {"date": "2026-11-28", "date-time": "2026-11-28T08:00:00Z", "uuid": "00000000-0000-0000-0000-000000000000"}
Schema = Mapping[str, Any]
Schemas = Mapping[str, Schema]


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
