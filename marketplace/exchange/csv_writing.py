"""Rows → CSV files, one a sheet, as spreadsheets of this country open them: UTF-8 with BOM and CRLF."""

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path

from marketplace.exchange.rows import EnterpriseRow, ProviderRow
from marketplace.exchange.sheet_cells import Cell, columns_of, needs_links, sheet_rows
from marketplace.exchange.sheets import ENTERPRISE_SHEETS, PROVIDER_SHEETS, SheetKind
from marketplace.exchange.values import FEN_DECIMALS


def write_csv(
    folder: Path,
    *,
    enterprises: Iterable[EnterpriseRow] | None = None,
    providers: Iterable[ProviderRow] | None = None,
    with_bom: bool = True,
) -> tuple[Path, ...]:
    """Write three files for enterprises and three for providers, each when given, and return their paths.

    The files are named by their sheets (企业.csv). Raises `CellTooLongError`.
    """
    written: list[Path] = []
    for kinds, rows in ((ENTERPRISE_SHEETS, enterprises), (PROVIDER_SHEETS, providers)):
        if rows is not None:
            written += _write_set(folder, kinds, rows, encoding="utf-8-sig" if with_bom else "utf-8")
    return tuple(written)


def _write_set(
    folder: Path, kinds: tuple[SheetKind, ...], rows: Iterable[EnterpriseRow | ProviderRow], *, encoding: str
) -> list[Path]:
    with_links = needs_links(rows)
    paths = {kind: folder / f"{kind.value}.csv" for kind in kinds}
    with ExitStack() as stack:
        writers = {}
        for kind, path in paths.items():
            file = stack.enter_context(path.open("w", encoding=encoding, newline=""))
            writers[kind] = csv.writer(file)
            writers[kind].writerow([column.header for column in columns_of(kind, with_links=with_links)])
        for row in rows:
            for kind, cells in sheet_rows(row, kind=kinds[0], with_links=with_links):
                writers[kind].writerow([_word(cell) for cell in cells])
    return list(paths.values())


def _word(cell: Cell) -> str:
    if isinstance(cell, float):
        return f"{cell:.{FEN_DECIMALS}f}".rstrip("0").rstrip(".")  # Never 9e-06, which other readers take for text.
    return "" if cell is None else str(cell)
