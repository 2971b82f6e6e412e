"""Plausible values for the fields of the API, from the files of examples; the description shows them field by field."""

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from marketplace.web.api_examples import example, resolve
from marketplace.web.api_glossary import WHOLE
from marketplace.web.api_names import operations, own_parameters, properties, slug_of

FOLDER = "examples"
_TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "array": list,
    "object": dict,
}


@cache
def load_samples() -> Mapping[str, Any]:
    """Return values by field, by ``Schema.field`` and by ``operation.parameter``."""
    found = [file for file in files(__package__).joinpath(FOLDER).iterdir() if file.name.endswith(".yaml")]
    parts = [yaml.safe_load(file.read_text(encoding="utf-8")) for file in found]
    return {key: value for part in parts for key, value in part.items()}


def add_whole_bodies(document: Mapping[str, Any], views: Iterable[Callable[..., Any]]) -> None:
    """Give bodies the examples that their classes state, which the framework drops; required fields are added."""
    schemas = document["components"]["schemas"]
    for view in views:
        body = getattr(view, "__annotations__", {}).get("body")
        stated = getattr(body, "model_config", {}).get("json_schema_extra")
        if isinstance(body, type) and isinstance(stated, dict) and "examples" in stated:
            said = schemas[body.__name__]
            made = {name: example(said["properties"][name], schemas=schemas) for name in said.get("required", ())}
            said["examples"] = [made | one for one in stated["examples"]]


def add_samples(document: Mapping[str, Any]) -> None:
    """Give every field an example that has a plausible one; parameters of the address get theirs as well."""
    schemas = document["components"]["schemas"]
    for owner, name, said in properties(document):
        if "examples" not in said and (key := _key(owner, name, said, schemas=schemas)):
            said["examples"] = [load_samples()[key]]
    for path, method, operation in operations(document):
        for one in own_parameters(operation):
            if key := _key(slug_of(method, path), one["name"], one["schema"], schemas=schemas):
                one["example"] = load_samples()[key]


def _key(owner: str, name: str, schema: Mapping[str, Any], *, schemas: Mapping[str, Any]) -> str:
    """Return a field's own entry, or one by its name where the value is of the right type; empty for none."""
    if (own := f"{owner.removeprefix(WHOLE)}.{name}") in load_samples():
        return own
    return (
        name
        if name in load_samples() and _fits(load_samples()[name], resolve(schema, schemas=schemas), schemas)
        else ""
    )


def _fits(value: Any, schema: Mapping[str, Any], schemas: Mapping[str, Any]) -> bool:
    """Say whether a value is of a plain field's type; objects with fields and closed sets make their own example."""
    if "enum" in schema or "properties" in schema or schema.get("format") == "binary":
        return False
    if isinstance(value, bool) or not isinstance(value, _TYPES.get(schema.get("type", ""), ())):
        return False
    if isinstance(value, list) and value:
        return _fits(value[0], resolve(schema.get("items", {}), schemas=schemas), schemas)
    inner = schema.get("additionalProperties")
    if isinstance(value, dict) and isinstance(inner, dict):
        return all(_fits(one, resolve(inner, schemas=schemas), schemas) for one in value.values())
    return True
