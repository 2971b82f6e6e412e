"""Forms validated by the schema that the API uses; what was typed is kept, errors stand beside their fields."""

import re
from collections.abc import Mapping
from typing import Any, Generic, TypeVar, get_origin

from pydantic import BaseModel, ValidationError
from werkzeug.datastructures import MultiDict

from marketplace.core.errors import InvalidError
from marketplace.web.messages_zh import field_messages

Schema = TypeVar("Schema", bound=BaseModel)
_NESTED = re.compile(r"^(?P<list>\w+)-(?P<index>\d{1,3})-(?P<field>\w+)$")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))


class BoundForm(Generic[Schema]):
    """A form as typed: raw values, errors per field, and the valid value when there is one.

    Rows of a list are named ``problems-0-text``; their errors are found under ``problems.0.text``.
    """

    def __init__(self, *, raw: Mapping[str, Any], labels: Mapping[str, str] | None = None) -> None:
        self.raw = dict(raw)
        self.labels = dict(labels or {})
        self.field_errors: dict[str, list[str]] = {}
        self.valid: Schema | None = None

    @classmethod
    def bind(
        cls, schema: type[Schema], data: MultiDict[str, str], *, labels: Mapping[str, str] | None = None
    ) -> "BoundForm[Schema]":
        """Validate what a browser sent; empty text fields count as not filled in."""
        raw = _without_empty_rows(structure(data, list_fields=_list_fields(schema)))
        form: BoundForm[Schema] = cls(raw=raw, labels=labels)
        try:
            form.valid = schema.model_validate(_without_blanks(form.raw))
        except ValidationError as error:
            form.field_errors = field_messages(error.errors())
        return form

    @property
    def is_valid(self) -> bool:
        return self.valid is not None and not self.field_errors

    def require(self) -> Schema:
        """Return the valid value, or raise with the messages of every field."""
        if self.valid is None or self.field_errors:
            raise InvalidError(fields=self.field_errors)
        return self.valid

    def add_error(self, error: InvalidError) -> None:
        """Take over what a service found wrong."""
        for name, texts in (error.fields or {"form": [error.message]}).items():
            self.field_errors.setdefault(name, []).extend(texts)

    def value(self, name: str) -> Any:
        """Return what was typed under a name or a path such as ``problems.0.text``; empty text when nothing was."""
        found: Any = self.raw
        for part in name.split("."):
            if isinstance(found, list):
                found = found[int(part)] if int(part) < len(found) else ""
            elif isinstance(found, dict):
                found = found.get(part, "")
            else:
                return ""
        return "" if found is None else found

    def errors(self, name: str) -> list[str]:
        """Return the messages of one field."""
        return self.field_errors.get(name, [])

    @property
    def summary(self) -> list[tuple[str, str, str]]:
        """Return (field, label, message) of every error, for the list at the top of a form."""
        return [
            (name, self.labels.get(name, self.labels.get(name.split(".")[0], "")), text)
            for name, texts in self.field_errors.items()
            for text in texts
        ]


def structure(data: MultiDict[str, str], *, list_fields: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Turn flat form names into values: ``a`` → text, list fields → lists, ``rows-0-x`` → list of objects."""
    result: dict[str, Any] = {}
    rows: dict[str, dict[int, dict[str, Any]]] = {}
    for name in data:
        nested = _NESTED.match(name)
        texts = [clean(text) for text in data.getlist(name)]
        if nested:
            row = rows.setdefault(nested["list"], {}).setdefault(int(nested["index"]), {})
            row[nested["field"]] = texts if nested["field"] in list_fields else texts[-1]
        else:
            result[name] = texts if name in list_fields else texts[-1]
    for name, by_index in rows.items():
        result[name] = [by_index[index] for index in sorted(by_index)]
    return result


def clean(text: str) -> str:
    """Drop characters that nobody sees, and blanks around."""
    return text.translate(_INVISIBLE).replace("\u00a0", " ").replace("\r\n", "\n").strip()


def _without_empty_rows(raw: dict[str, Any]) -> dict[str, Any]:
    """Close the gaps that rows left empty make, so that an error stands beside the row that it is about."""
    return {
        name: [row for row in value if not isinstance(row, dict) or any(row.values())]
        if isinstance(value, list)
        else value
        for name, value in raw.items()
    }


def _without_blanks(raw: Any) -> Any:
    if isinstance(raw, dict):
        return {name: _without_blanks(item) for name, item in raw.items() if item != ""}
    if isinstance(raw, list):
        # A row of a list form that was left empty altogether is not a row.
        kept = [_without_blanks(item) for item in raw if item != ""]
        return [item for item in kept if item != {}]
    return raw


def _list_fields(schema: type[BaseModel]) -> frozenset[str]:
    names = set()
    for name, field in schema.model_fields.items():
        if get_origin(field.annotation) in {list, tuple, frozenset, set}:
            names.add(name)
    return frozenset(names)
