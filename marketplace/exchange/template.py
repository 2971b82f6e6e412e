"""The workbook that counties fill in: drop-downs, notes over the headers, an example row in each sheet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from marketplace.exchange.labels import MUST_LABELS, NEED_KIND_LABELS, Deployment, Payment, ProviderKindName
from marketplace.exchange.places import Place
from marketplace.exchange.sheet_cells import columns_of, sheet_rows
from marketplace.exchange.sheet_extent import column_letters
from marketplace.exchange.sheets import INSTRUCTIONS_TITLE, OPTIONS_TITLE, SHEETS, CellForm, Column, Sheet, SheetKind
from marketplace.exchange.template_texts import EXAMPLE_ENTERPRISE, EXAMPLE_PROVIDER, INSTRUCTIONS, NOTES
from marketplace.exchange.workbook_writing import CREATED, DATE_FORMAT, write_cell

if TYPE_CHECKING:
    import xlsxwriter
    from xlsxwriter.worksheet import Worksheet

LAST_ROW = 20_000  # Rows that have drop-downs.
_GREY = "#6B7280"
_NOTE_SIZE = {"x_scale": 1.6, "y_scale": 0.8}


def write_template(
    file: Path | str | BinaryIO, *, counties: Iterable[Place], industries: Iterable[tuple[int, str]]
) -> None:
    """Write the empty workbook, to a path or a binary stream; ``industries`` are catalogue numbers with their names."""
    import xlsxwriter  # Takes half a second, which readers needn't spend.

    target = str(file) if isinstance(file, Path | str) else file
    with xlsxwriter.Workbook(target, {"strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": CREATED.replace(tzinfo=None), "title": "企业与服务商导入模板"})
        _write_instructions(workbook)
        sheets = {kind: workbook.add_worksheet(kind.value) for kind in SHEETS}
        ranges = _write_options(workbook, _options(tuple(counties), tuple(industries)))
        for kind, sheet in sheets.items():
            _Filler(workbook, sheet, SHEETS[kind]).fill(ranges)
        _write_examples(workbook, sheets)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Option:
    """A list of the options sheet: the headers whose cells it feeds, its values."""

    title: str
    headers: tuple[str, ...]
    values: tuple[str | int, ...]


def _options(counties: Sequence[Place], industries: Sequence[tuple[int, str]]) -> tuple[_Option, ...]:
    cities = tuple(dict.fromkeys(place.city for place in counties))
    names = tuple(dict.fromkeys(place.county for place in counties))
    kinds = tuple(kind.value for kind in ProviderKindName)
    deployments = tuple(member.value for member in Deployment)
    return (
        _Option(title="县（市、区）", headers=("县（市、区）",), values=names),
        _Option(title="设区市", headers=("设区市",), values=cities),
        _Option(title="目录序号", headers=("目录序号",), values=tuple(number for number, _ in industries)),
        _Option(title="目录名称", headers=(), values=tuple(name for _, name in industries)),
        _Option(title="类别", headers=("类别",), values=kinds),
        _Option(title="部署方式", headers=("部署方式",), values=deployments),
        _Option(title="付费方式", headers=("付费方式",), values=_combinations([kind.value for kind in Payment])),
        _Option(title="必须满足", headers=("必须满足",), values=_combinations(list(MUST_LABELS.values()))),
        _Option(title="紧急程度", headers=("紧急程度",), values=(1, 2, 3)),
        _Option(title="共性或个性", headers=("共性或个性",), values=tuple(NEED_KIND_LABELS.values())),
    )


def _combinations(words: list[str]) -> tuple[str, ...]:
    """Return every choice of one or more words, as a cell holds it: a drop-down can't tick several."""
    return tuple("、".join(chosen) for size in range(1, len(words) + 1) for chosen in combinations(words, size))


def _write_instructions(workbook: xlsxwriter.Workbook) -> None:
    sheet = workbook.add_worksheet(INSTRUCTIONS_TITLE)
    wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 100)
    for row, line in enumerate(INSTRUCTIONS):
        sheet.write_string(row, 0, line, workbook.add_format({"bold": True}) if row == 0 else wrapped)


def _write_options(workbook: xlsxwriter.Workbook, options: tuple[_Option, ...]) -> dict[str, str]:
    """Write the lists and return, for each header, the range that feeds its drop-down."""
    sheet = workbook.add_worksheet(OPTIONS_TITLE)
    ranges = {}
    for index, option in enumerate(options):
        sheet.set_column(index, index, 20)
        sheet.write_string(0, index, option.title, workbook.add_format({"bold": True}))
        for row, value in enumerate(option.values, start=1):
            sheet.write(row, index, value)
        letters = column_letters(index + 1)
        for header in option.headers:
            ranges[header] = f"={OPTIONS_TITLE}!${letters}$2:${letters}${len(option.values) + 1}"
    return ranges


class _Filler:
    """Writes headers, notes and drop-downs of one sheet."""

    def __init__(self, workbook: xlsxwriter.Workbook, sheet: Worksheet, about: Sheet) -> None:
        self._sheet = sheet
        self._about = about
        self._head = workbook.add_format({"bold": True, "bg_color": "#DCE6F5", "text_wrap": True})
        self._needed = workbook.add_format({"bold": True, "bg_color": "#F9D9D6", "text_wrap": True})
        # Text cells keep long numbers such as the 统一社会信用代码 as they are typed.
        self._text = workbook.add_format({"num_format": "@"})
        self._day = workbook.add_format({"num_format": DATE_FORMAT})

    def fill(self, ranges: dict[str, str]) -> None:
        self._sheet.freeze_panes(1, 0)
        for index, column in enumerate(columns_of(self._about.kind, with_links=False)):
            style = {CellForm.TEXT: self._text, CellForm.DATE: self._day}.get(column.form)
            self._sheet.set_column(index, index, 14 if column.form is not CellForm.TEXT else 22, style)
            self._sheet.write_string(0, index, column.header, self._needed if column.is_required else self._head)
            note = NOTES.get((self._about.kind, column.header))
            if note:
                self._sheet.write_comment(0, index, note, _NOTE_SIZE)
            self._validate(index, column, ranges=ranges)

    def _validate(self, index: int, column: Column, *, ranges: dict[str, str]) -> None:
        rule: dict[str, object] = {}
        if column.header in ranges:
            rule = {"validate": "list", "source": ranges[column.header]}
        elif column.path.endswith("_wan") or column.path == "employees":
            rule = {"validate": "decimal", "criteria": ">=", "value": 0}
        if rule:
            rule |= {
                "error_type": "warning",  # Codes and combinations that the list lacks may be typed all the same.
                "error_title": "请核对",
                "error_message": f"“{column.header}”一般从下拉框里选或填数字，确认要填别的内容吗？",
            }
            self._sheet.data_validation(1, index, LAST_ROW, index, rule)


def _write_examples(workbook: xlsxwriter.Workbook, sheets: dict[SheetKind, Worksheet]) -> None:
    grey = workbook.add_format({"font_color": _GREY})
    day = workbook.add_format({"num_format": DATE_FORMAT, "font_color": _GREY})
    for kind, row in ((SheetKind.ENTERPRISES, EXAMPLE_ENTERPRISE), (SheetKind.PROVIDERS, EXAMPLE_PROVIDER)):
        for sheet, cells in sheet_rows(row, kind=kind, with_links=False):
            for index, cell in enumerate(cells):
                write_cell(sheets[sheet], 1, index, cell, day=day, style=grey)
