"""What the values of closed sets are called in Chinese, told beside the values."""

import sys
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Any

from marketplace.web.api_names import operations, own_parameters, properties

LABELS = "x-enum-labels"


def add_labels(document: Mapping[str, Any]) -> None:
    """Name the values of closed sets: of schemas by their names, of others where one set alone has these values."""
    known = {(kind.__name__, *kind): labels for kind, labels in _labelled(StrEnum)}
    for name, schema in document["components"]["schemas"].items():
        if labels := known.get((name, *schema.get("enum", ()))):
            _tell(schema, labels)
    for said in _inline(document):
        found = [labels for (_, *values), labels in known.items() if values == said["enum"]]
        if len(found) == 1:
            _tell(said, found[0])


def _labelled(kind: type[StrEnum]) -> Iterator[tuple[type[StrEnum], Mapping[Any, str]]]:
    """Yield the sets that are loaded, each with the table of labels that stands beside it."""
    for one in kind.__subclasses__():
        tables = (table for table in vars(sys.modules[one.__module__]).values() if isinstance(table, dict) and table)
        yield from ((one, table) for table in tables if all(isinstance(key, one) for key in table))
        yield from _labelled(one)


def _inline(document: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    fields = (said for _, _, said in properties(document))
    parameters = (one["schema"] for _, _, operation in operations(document) for one in own_parameters(operation))
    for said in (*fields, *parameters):
        yield from (one for one in (said, said.get("items", {})) if "enum" in one)


def _tell(said: dict[str, Any], labels: Mapping[Any, str]) -> None:
    named = {value: labels[value] for value in said["enum"] if labels.get(value, value) != value}
    if named:
        said[LABELS] = named
        listed = "，".join(f"{value} {label}" for value, label in named.items())
        said["description"] = f"{said.get('description', '')} {listed}。".strip()
