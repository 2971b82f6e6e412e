"""How the API's description names things: operations, schemas, parameters."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

METHODS = {"get": "读取", "post": "新建或办理", "put": "写入", "patch": "修改", "delete": "删除"}
REF = "#/components/schemas/"
_BETWEEN = re.compile(r"[/{}]+")
Described = Mapping[str, Any]


def slug_of(method: str, path: str) -> str:
    """Return the lasting name of an operation in addresses and in the glossary, as ``get-providers-provider_id``."""
    return method + _BETWEEN.sub("-", path.removeprefix("/api/v1")).rstrip("-")


def operations(document: Described) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield path, method and description of every operation, in the order of the document."""
    for path, item in document["paths"].items():
        yield from ((path, method, item[method]) for method in METHODS if method in item)


def own_parameters(operation: Described) -> list[dict[str, Any]]:
    """Return an operation's parameters without those that many operations share."""
    return [one for one in operation.get("parameters", ()) if "$ref" not in one]


def properties(document: Described) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield schema, field and description of every field of every schema."""
    for name, schema in document["components"]["schemas"].items():
        for field, said in schema.get("properties", {}).items():
            yield name, field, said
