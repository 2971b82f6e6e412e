"""Tables → raw objects: rows of several sheets are joined by 编号, and findings are led back to their cells."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import chain, islice

from marketplace.exchange.cells import split_items, split_values, unguard
from marketplace.exchange.defects import Defect, Location
from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.header_findings import about_table, defect_at, describe_unknown, find_header_faults
from marketplace.exchange.headers import SEARCHED_ROWS, HeaderMatch, find_headers
from marketplace.exchange.identity import EXAMPLE_REF
from marketplace.exchange.labels import Severity
from marketplace.exchange.sheets import PARENT_PATH, SHEETS, Column, SheetKind
from marketplace.exchange.staging import StagedRow, Staging
from marketplace.exchange.tables import Table
from marketplace.exchange.text import clean_ref
from marketplace.exchange.values import ValueFaultError, as_text

_CHILD_PATH = re.compile(r"(\w+)\[(\d+)\]\.?(.*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StagedTable:
    """What is left of a table once its rows are staged: where its columns stand."""

    table: Table
    match: HeaderMatch

    @property
    def key_index(self) -> int:
        """Return the position of the cell that names the organisation."""
        key = SHEETS[self.match.kind].key
        named = (index for index, column in self.match.columns if column.path == key)
        return next(named, self.match.columns[0][0])  # An item listed in a cell has only that cell.

    def locate(self, row: int, *, path: str) -> Location:
        """Return the place of a field's cell in a row, or of the row's number when the field has no column."""
        found = self._column(path)
        return self.table.place(row, index=found[0] if found else self.key_index)

    def label(self, path: str) -> str:
        """Return the header over a field's cell, or an empty string."""
        found = self._column(path)
        return found[1].header if found else ""

    def _column(self, path: str) -> tuple[int, Column] | None:
        columns = self.match.columns
        exact = (item for item in columns if item[1].path == path)
        inside = (item for item in columns if path and item[1].path.startswith(f"{path}."))
        return next(chain(exact, inside), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """A raw object put together from a row and the rows that belong to it."""

    raw: Mapping[str, object]
    row: int
    origin: StagedTable
    children: Mapping[str, tuple[tuple[StagedTable, int], ...]] = field(default_factory=dict)

    def locate(self, path: str) -> Location:
        """Return the place of a field by its path in the raw object."""
        table, row, rest = self._source(path)
        return table.locate(row, path=rest)

    def label(self, path: str) -> str:
        """Return the header over a field's cell, or an empty string."""
        table, _, rest = self._source(path)
        return table.label(rest)

    def _source(self, path: str) -> tuple[StagedTable, int, str]:
        step = _CHILD_PATH.fullmatch(path)
        if step is not None and step[1] in self.children:
            table, row = self.children[step[1]][int(step[2])]
            return table, row, step[3]
        return self.origin, self.row, path


class Assembler:
    """Takes tables in any order, then gives the objects that their rows make up."""

    def __init__(self, *, staging: Staging, mapping: Mapping[str, str] | None = None) -> None:
        self._staging = staging
        self._mapping = mapping
        self._tables: list[StagedTable] = []

    def take(self, table: Table) -> Iterator[Defect]:
        """Stage the rows of a table; gives what is to be said about its headers."""
        for severity, words in table.remarks:
            yield about_table(table, words, severity=severity)
        head = list(islice(table.rows, SEARCHED_ROWS))
        match = find_headers([cells for _, cells in head], title=table.title, mapping=self._mapping)
        if match is None:
            yield from describe_unknown(table, [cells for _, cells in head])
            return
        row = head[match.row - 1][0]
        yield from find_header_faults(table, match, row=row)
        if not match.missing:
            number = len(self._tables)
            rows = _staged_rows(
                StagedTable(table=table, match=match), chain(head[match.row :], table.rows), number=number
            )
            try:
                self._staging.add(match.kind, rows)
            except FileRefusedError:
                self._staging.discard(table=number)
                raise
            # The rows are kept in the staging; holding on to the table's would hold the whole sheet in memory.
            self._tables.append(StagedTable(table=replace(table, rows=iter(()), merged={}), match=match))

    def objects(self, kind: SheetKind) -> Iterator[Assembled]:
        """Give the objects of a parent kind, each with the rows of its child sheets."""
        present = self._staging.kinds()
        sheets = [sheet for sheet in SHEETS.values() if sheet.parent is kind and sheet.kind in present]
        for row in self._staging.all(kind):
            origin = self._tables[row.table]
            raw = self._raw(row)
            children: dict[str, tuple[tuple[StagedTable, int], ...]] = {}
            for sheet in sheets:
                rows = self._staging.with_key(sheet.kind, row.key) if row.key else []
                raw[sheet.fills] = [self._raw(child) for child in rows]
                children[sheet.fills] = tuple((self._tables[child.table], child.row) for child in rows)
            for fills, item, place in self._listed(row):
                listed = raw.setdefault(fills, [])
                if isinstance(listed, list):
                    listed.append(item)
                children[fills] = (*children.get(fills, ()), (place, row.row))
            yield Assembled(raw=raw, row=row.row, origin=origin, children=children)

    def _listed(self, row: StagedRow) -> Iterator[tuple[str, dict[str, object], StagedTable]]:
        """Give what the cells of a row list: which list it fills, the item, and where the cell stands."""
        origin = self._tables[row.table]
        for (index, column), cell in zip(origin.match.columns, row.cells, strict=True):
            if not column.item or cell in (None, ""):
                continue
            only = replace(origin.match, columns=((index, replace(column, path=column.item)),))
            for text in split_items(unguard(str(cell)), separators=column.separators):
                yield column.path, {column.item: text}, replace(origin, match=only)

    def orphans(self, kind: SheetKind) -> Iterator[Defect]:
        """Give a finding for each row of a child sheet that belongs to no row of the parent kind."""
        present = self._staging.kinds()
        for sheet in SHEETS.values():
            if sheet.parent is not kind or sheet.kind not in present:
                continue
            for row in self._staging.without_parent(sheet.kind, parent=kind):
                yield self._orphan(row, kind=kind)
                if kind not in present:
                    break

    def _orphan(self, row: StagedRow, *, kind: SheetKind) -> Defect:
        table = self._tables[row.table]
        place = table.locate(row.row, path=PARENT_PATH)
        header = table.label(PARENT_PATH)
        if kind not in self._staging.kinds():
            words = f"没有“{kind}”表，这张表的行不知道属于谁；请把“{kind}”表一起上传。"
        elif row.key:
            words = f"“{row.key[:30]}”在“{kind}”表的编号里找不到，请改正，或在“{kind}”表里补上这一行。"
        else:
            words = f"没有填写，请填“{kind}”表里的编号。"
        return defect_at(place, words, severity=Severity.ERROR, field_zh=header)

    def _raw(self, row: StagedRow) -> dict[str, object]:
        raw: dict[str, object] = {}
        for (_, column), cell in zip(self._tables[row.table].match.columns, row.cells, strict=True):
            value = "" if column.item else _cell_value(cell, column=column)
            if value in (None, "") or column.path == PARENT_PATH:
                continue
            group, _, name = column.path.rpartition(".")
            target = raw.setdefault(group, {}) if group else raw
            if isinstance(target, dict):
                target[name] = value
        return raw


def _staged_rows(staged: StagedTable, rows: Iterator[tuple[int, list[object]]], *, number: int) -> Iterator[StagedRow]:
    key_index = staged.key_index
    for row, cells in rows:
        picked = [_plain(cells[index]) if index < len(cells) else "" for index, _ in staged.match.columns]
        if all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in picked):
            continue
        key = cells[key_index] if key_index < len(cells) else ""
        if key == "":
            key = staged.table.merged.get((row, key_index), "")
        ref = _key(key)
        if ref != EXAMPLE_REF:
            yield StagedRow(key=ref, table=number, row=row, cells=picked)


def _key(cell: object) -> str:
    try:
        return clean_ref(unguard(as_text(cell))) if cell != "" else ""
    except ValueFaultError:
        return ""


def _plain(cell: object) -> object:
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat() if cell.time() == dt.time() else cell.isoformat(sep=" ")
    return cell if isinstance(cell, str | int | float | bool) else str(cell)


def _cell_value(cell: object, *, column: Column) -> object:
    text = unguard(cell) if isinstance(cell, str) else cell
    if not column.separators:
        return text
    if isinstance(text, str):
        return split_values(text, separators=column.separators)
    return [text]
