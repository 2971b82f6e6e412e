"""The API's operations as pages show them, from the API's own description: nothing is told twice."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from marketplace.core.errors import NotFoundError
from marketplace.web.api_callers import ROLES, told_callers
from marketplace.web.api_examples import example, resolve
from marketplace.web.api_fields import Field, describe_field, fields, is_file
from marketplace.web.api_glossary import CHINESE
from marketplace.web.api_names import METHODS, operations, own_parameters, slug_of
from marketplace.web.media import JSON, MULTIPART


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What an operation is told in its address, or as a text beside files: ``place`` is path, query or form.

    A repeatable one may be sent several times, once for each value.
    """

    field: Field
    place: str
    sample: str
    is_repeatable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One operation; ``slug`` is its lasting name in addresses, examples are JSON texts, empty where there is none.

    ``upload`` is the name under which files are sent, empty where none are.
    """

    slug: str
    method: str
    path: str
    summary: str
    description: str
    callers: str
    wants_token: bool
    parameters: tuple[Parameter, ...]
    body_fields: tuple[Field, ...]
    body_example: str
    status: int
    answer_fields: tuple[Field, ...]
    answer_example: str
    upload: str = ""

    @property
    def changes(self) -> bool:
        """Say whether it may change something."""
        return self.method != "get"

    @property
    def told(self) -> str:
        """What it is found by."""
        return f"{self.summary} {self.method} {self.path}"

    @property
    def verb(self) -> str:
        """What the method means, in Chinese."""
        return METHODS[self.method]


def groups(document: Mapping[str, Any]) -> list[tuple[str, list[Operation]]]:
    """Return the operations by the parts of the API, both in the order of the description."""
    found: dict[str, list[Operation]] = {tag["name"]: [] for tag in document["tags"]}
    for path, method, said in operations(document):
        found[said["tags"][0]].append(_operation(path, method, said, document=document))
    return [(name, group) for name, group in found.items() if group]


def narrowed(found: list[tuple[str, list[Operation]]], *, q: str) -> list[tuple[str, list[Operation]]]:
    """Return the operations whose part, name, method or address hold every word, and the parts that have some."""
    words = q.lower().split()
    kept = [(name, [one for one in group if _holds(f"{name} {one.told}", words)]) for name, group in found]
    return [(name, group) for name, group in kept if group]


def _holds(text: str, words: list[str]) -> bool:
    return all(word in text.lower() for word in words)


def load_operation(document: Mapping[str, Any], *, slug: str) -> Operation:
    """Return an operation by its lasting name; raises NotFoundError."""
    for path, method, said in operations(document):
        if slug_of(method, path) == slug:
            return _operation(path, method, said, document=document)
    raise NotFoundError


def _operation(path: str, method: str, said: Mapping[str, Any], *, document: Mapping[str, Any]) -> Operation:
    schemas = document["components"]["schemas"]
    body = _json_schema(said.get("requestBody", {}))
    form = resolve(_schema(said.get("requestBody", {}), media=MULTIPART), schemas=schemas)
    status, answer = next((int(code), one) for code, one in said["responses"].items() if code.startswith("2"))
    answered = _json_schema(answer)
    return Operation(
        slug=slug_of(method, path),
        method=method,
        path=path,
        summary=said["summary"],
        description=said.get("description", "").rpartition("\n\n")[0],
        callers=told_callers(said[ROLES]),
        wants_token=bool(said[ROLES]),
        parameters=(
            *(_parameter(one, schemas=schemas) for one in own_parameters(said)),
            *_texts(form, schemas=schemas),
        ),
        body_fields=fields(body or form, schemas=schemas),
        body_example=_pretty(example(body, schemas=schemas)) if body else "",
        status=status,
        answer_fields=fields(answered, schemas=schemas),
        answer_example=_pretty(example(answered, schemas=schemas)) if answered else "",
        upload=next((one.name for one in fields(form, schemas=schemas) if is_file(one)), ""),
    )


def _parameter(said: Mapping[str, Any], *, schemas: Mapping[str, Any]) -> Parameter:
    schema = said["schema"]
    is_required = said.get("required", False)
    field = describe_field(
        said["name"], schema, is_required=is_required, schemas=schemas, meaning=said.get(CHINESE, "")
    )
    sample = "" if said["in"] == "query" else str(said.get("example", example(schema, schemas=schemas)))
    is_repeatable = resolve(schema, schemas=schemas).get("type") == "array"
    return Parameter(field=field, place=said["in"], sample=sample, is_repeatable=is_repeatable)


def _texts(form: Mapping[str, Any], *, schemas: Mapping[str, Any]) -> Iterator[Parameter]:
    """Yield the texts beside files, filled in with examples where they must be there."""
    made = example(form, schemas=schemas) if form else {}
    for one in fields(form, schemas=schemas):
        if not is_file(one):
            yield Parameter(field=one, place="form", sample=_typed(made[one.name]) if one.is_required else "")


def _typed(value: Any) -> str:
    """Return a value as people type it."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _json_schema(holder: Mapping[str, Any]) -> Mapping[str, Any]:
    return _schema(holder, media=JSON)


def _schema(holder: Mapping[str, Any], *, media: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = holder.get("content", {}).get(media, {}).get("schema", {})
    return found


def _pretty(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)
