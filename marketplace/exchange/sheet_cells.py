"""Rows → cells of the six sheets, for every writer of tables."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TypeVar

from marketplace.exchange.cells import CELL_LIMIT, guard, join_values
from marketplace.exchange.errors import CellTooLongError
from marketplace.exchange.records import to_record
from marketplace.exchange.rows import EnterpriseRow, ProviderRow
from marketplace.exchange.sheets import PARENT_PATH, SHEETS, CellForm, Column, SheetKind

Cell = str | int | float | date | None
RowT = TypeVar("RowT", EnterpriseRow, ProviderRow)


def columns_of(kind: SheetKind, *, with_links: bool) -> tuple[Column, ...]:
    """Return the columns to write; the one for confirmed links only when it is asked for."""
    return tuple(column for column in SHEETS[kind].columns if with_links or not column.is_extra)


def sheet_rows(
    row: EnterpriseRow | ProviderRow, *, kind: SheetKind, with_links: bool
) -> Iterator[tuple[SheetKind, list[Cell]]]:
    """Give the rows that one enterprise or provider fills in its own sheet and in those that belong to it.

    Raises `CellTooLongError` when a text doesn't fit a cell.
    """
    record = to_record(row)
    yield kind, _cells(record, kind=kind, key=row.ref, with_links=with_links)
    for sheet in SHEETS.values():
        if sheet.parent is kind:
            for child in _objects(record.get(sheet.fills)):
                yield sheet.kind, _cells(child, kind=sheet.kind, key=row.ref, with_links=with_links)


def needs_links(rows: Iterable[EnterpriseRow | ProviderRow]) -> bool:
    """Say whether one of the rows has confirmed links; an iterator, which can be read just once, may have some."""
    if not isinstance(rows, Sequence):
        return True
    return any(_has_links(row) for row in rows)


def _has_links(row: EnterpriseRow | ProviderRow) -> bool:
    if isinstance(row, EnterpriseRow):
        return any(item.links for item in row.problems) or any(item.links for item in row.scenarios)
    return any(module.links for module in row.modules)


def _cells(record: Mapping[str, object], *, kind: SheetKind, key: str, with_links: bool) -> list[Cell]:
    return [
        guard(key) if column.path == PARENT_PATH else _cell(_find(record, column.path), column=column, key=key)
        for column in columns_of(kind, with_links=with_links)
    ]


def _cell(value: object, *, column: Column, key: str) -> Cell:
    if value is None:
        return None
    if column.form is CellForm.DATE:
        return date.fromisoformat(str(value))
    if column.form is CellForm.NUMBER and isinstance(value, int | float):
        return value
    text = _text(value, column=column)
    if len(text) > CELL_LIMIT:
        raise CellTooLongError(f"编号“{key}”的“{column.header}”有{len(text):,}字，一个单元格最多{CELL_LIMIT:,}字。")
    return text


def _text(value: object, *, column: Column) -> str:
    terms = dict(column.terms)
    if isinstance(value, list):
        words = [terms.get(str(item), str(item)) for item in value]
        return guard(join_values(words, separators=column.separators))
    return guard(terms.get(str(value), str(value)))


def _find(record: Mapping[str, object], path: str) -> object:
    group, _, name = path.rpartition(".")
    inner = record.get(group, {}) if group else record
    return inner.get(name) if isinstance(inner, Mapping) else None


def _objects(value: object) -> list[Mapping[str, object]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
