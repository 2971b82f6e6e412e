"""Sheets of XLSX, XLS and WPS workbooks as tables, one sheet in memory at a time."""

from collections.abc import Iterator
from contextlib import contextmanager

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from marketplace.exchange.archives import check_archive
from marketplace.exchange.errors import FileRefusedError
from marketplace.exchange.labels import Severity
from marketplace.exchange.limits import Limits
from marketplace.exchange.sheets import OWN_SHEETS
from marketplace.exchange.sources import FileKind, Source
from marketplace.exchange.tables import Table

_MERGED_ROWS = 1000  # A merged cell that covers more is decoration.


def read_sheets(source: Source, *, limits: Limits) -> Iterator[Table]:
    """Give the visible sheets of a workbook; use up each before asking for the next. Raises `FileRefusedError`.

    A formula counts with the value that was stored when the file was saved; nothing is computed here.
    """
    if source.kind is FileKind.XLSX:
        check_archive(source.stream, limits=limits)
    with _translated_errors(), CalamineWorkbook.from_filelike(source.stream) as workbook:
        for about in workbook.sheets_metadata:
            if about.name in OWN_SHEETS:
                continue
            if about.visible == SheetVisibleEnum.Visible:
                yield _as_table(workbook.get_sheet_by_name(about.name), file=source.name)
            else:
                remark = (Severity.WARNING, "这张工作表是隐藏的，已跳过；需要导入时请先取消隐藏。")
                yield Table(file=source.name, title=about.name, rows=iter(()), remarks=(remark,))


@contextmanager
def _translated_errors() -> Iterator[None]:
    try:
        yield
    except PasswordError as error:
        raise FileRefusedError("工作簿加了密码，请取消密码后重新保存再上传。") from error
    except CalamineError as error:
        raise FileRefusedError("工作簿读不出来，可能已损坏；请在Excel或WPS里打开后另存为XLSX再上传。") from error
    except BaseException as error:
        # The reader's native code reports what it never expected as PanicException, which is no Exception.
        if type(error).__name__ != "PanicException":
            raise
        raise FileRefusedError("工作簿已损坏，读不出来；请在Excel或WPS里打开后另存为XLSX再上传。") from error


def _as_table(sheet: CalamineSheet, *, file: str) -> Table:
    first_column = (sheet.start[1] if sheet.start else 0) + 1
    return Table(
        file=file,
        title=sheet.name,
        rows=((number, list(cells)) for number, cells in enumerate(sheet.iter_rows(), start=1)),
        first_column=first_column,
        merged=_merged_values(sheet, first_column=first_column),
    )


def _merged_values(sheet: CalamineSheet, *, first_column: int) -> dict[tuple[int, int], object]:
    """Spread the value of each vertically merged cell over the rows that it covers; places count from 0."""
    ranges = [(top, bottom, left) for (top, left), (bottom, right) in sheet.merged_cell_ranges or [] if bottom > top]
    if not ranges:
        return {}
    rows = {top: list[object]() for top, _, _ in ranges}
    for number, cells in enumerate(sheet.iter_rows()):
        if number in rows:
            rows[number] = list(cells)
    spread: dict[tuple[int, int], object] = {}
    for top, bottom, left in ranges:
        index = left + 1 - first_column
        value = rows[top][index] if 0 <= index < len(rows[top]) else ""
        for row in range(top + 2, min(bottom + 2, top + _MERGED_ROWS)):
            spread[row, index] = value
    return spread
