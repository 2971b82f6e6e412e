"""A look at the headers of tables before reading, for the page on which a person maps unknown ones."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from marketplace.exchange.csv_reading import read_csv
from marketplace.exchange.headers import SEARCHED_ROWS, find_headers, guess_headers, suggest_headers
from marketplace.exchange.limits import DEFAULT_LIMITS, Limits
from marketplace.exchange.sheets import SHEETS, SheetKind
from marketplace.exchange.sources import File, FileKind, open_source
from marketplace.exchange.tables import Table
from marketplace.exchange.workbook_reading import read_sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class TableHeaders:
    """The headers of one table: what it is or may be, which are known, unknown, suggested, missing.

    ``kind`` is None when nothing points to a kind; ``is_certain`` says whether the reader would take the table as it
    is. ``known`` maps the table's headers to official ones, ``suggestions`` maps unknown ones to likely official ones,
    ``choices`` are the official headers that a person may choose from, ``repeated`` those that several may mean.
    """

    file: str
    sheet: str
    kind: SheetKind | None = None
    is_certain: bool = False
    known: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    suggestions: Mapping[str, str]
    missing: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()
    repeated: tuple[str, ...] = ()


def inspect_headers(
    file: File, *, mapping: Mapping[str, str] | None = None, limits: Limits = DEFAULT_LIMITS, name: str = ""
) -> tuple[TableHeaders, ...]:
    """Return the headers of every table of a workbook or CSV file; JSON Lines have none.

    Raises `FileRefusedError`.
    """
    with open_source(file, limits=limits, name=name) as source:
        if source.kind in {FileKind.JSONL, FileKind.EMPTY}:
            return ()
        tables: Iterator[Table] = (
            read_csv(source) if source.kind is FileKind.CSV else read_sheets(source, limits=limits)
        )
        return tuple(_inspect(table, mapping=mapping) for table in tables)


def _inspect(table: Table, *, mapping: Mapping[str, str] | None) -> TableHeaders:
    head = [cells for _, cells in islice(table.rows, SEARCHED_ROWS)]
    match = find_headers(head, title=table.title, mapping=mapping)
    guess = None if match else guess_headers(head, title=table.title)
    if match is None and guess is not None:
        match = guess[0]
    if match is None:
        return TableHeaders(file=table.file, sheet=table.title, known={}, suggestions={})
    sheet = SHEETS[match.kind]
    return TableHeaders(
        file=table.file,
        sheet=table.title,
        kind=match.kind,
        is_certain=guess is None and not match.missing,
        known={str(head[match.row - 1][index]).strip(): column.header for index, column in match.columns},
        unknown=tuple(header for _, header in match.others),
        suggestions=suggest_headers(match),
        missing=tuple(column.header for column in match.missing),
        choices=tuple(column.header for column in (*sheet.columns, *sheet.listing)),
        repeated=tuple(column.header for column in sheet.listing),
    )
