"""Rows → raw objects as they stand in a JSON Lines file: fields in the order of the format, only those that are set."""

from dataclasses import fields, is_dataclass
from datetime import date
from enum import StrEnum

from marketplace.exchange.rows import EnterpriseRow, ProviderRow


def to_record(row: EnterpriseRow | ProviderRow) -> dict[str, object]:
    """Return what a line of JSON Lines says of a row; amounts that are whole are written without decimals."""
    return _object(row)


def _object(row: object) -> dict[str, object]:
    if not is_dataclass(row):
        raise TypeError(row)
    record: dict[str, object] = {}
    for field in fields(row):
        value = _value(getattr(row, field.name))
        if value not in (None, "", [], {}):
            record[field.name] = value
    return record


def _value(value: object) -> object:
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float):
        return int(value) if value.is_integer() else value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_value(item) for item in value]
    return _object(value) if is_dataclass(value) else value
