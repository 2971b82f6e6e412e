"""What an operation takes at an address goes by the names under which the same address gives it."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Flask

from marketplace.web.apidoc import describe

Schema = Mapping[str, Any]
# What a program says with a PUT that is no part of the thing, each with the reason.
SAID_ALONE = {
    "/api/v1/enquiries/{enquiry_id}/quotation": {"knows_last"},  # Its answer to a warning, for this once.
}


def test_whatever_is_put_at_an_address_is_given_there_under_the_same_name(app: Flask) -> None:
    document = describe(app)
    schemas = document["components"]["schemas"]
    both = {path: item for path, item in document["paths"].items() if {"get", "put"} <= item.keys()}

    strange = {
        path: unknown(names(body(item["put"]), schemas), given=set(names(answer(item["get"]), schemas)))
        for path, item in both.items()
    }

    assert len(both) > 15
    assert {path: found for path, found in strange.items() if found} == SAID_ALONE


def body(operation: Mapping[str, Any]) -> Schema:
    found: Schema = operation["requestBody"]["content"]["application/json"]["schema"]
    return found


def answer(operation: Mapping[str, Any]) -> Schema:
    found: Schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    return found


def unknown(taken: Iterator[str], *, given: set[str]) -> set[str]:
    """Return what is taken and not given; an object with any names gives them all."""
    open_at = tuple(name.removesuffix("*") for name in given if name.endswith("*"))
    return {name for name in taken if name not in given and not (open_at and name.startswith(open_at))}


def names(schema: Schema, schemas: Mapping[str, Schema], at: str = "") -> Iterator[str]:
    """Yield the path of every property, those of rows too."""
    here = schemas[schema["$ref"].rsplit("/", 1)[-1]] if "$ref" in schema else schema
    for one in (*here.get("anyOf", ()), *here.get("allOf", ()), *(here[key] for key in ("items",) if key in here)):
        yield from names(one, schemas, at)
    if at and here.get("additionalProperties"):
        yield f"{at}*"
    for name, one in here.get("properties", {}).items():
        yield f"{at}{name}"
        yield from names(one, schemas, f"{at}{name}.")
