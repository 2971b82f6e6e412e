"""Single cells: several values in one, and texts that a spreadsheet must not take for a formula."""

import re

SEPARATORS = "、\n"
CLOSED_SEPARATORS = "、\n,，;；"  # Where no value can hold a comma, commas are taken for separators too.
CELL_LIMIT = 32_767  # Characters of a cell in XLSX.

# A text that begins so is run as a formula by spreadsheets that open a CSV; an apostrophe before it stops that. Texts
# that begin with apostrophes of their own before such a sign get one more, so that reading takes off just one.
_FORMULA = re.compile(r"'*[=+\-@＝＋\uff0d\uff20\t\r]")
_GUARDED = re.compile(r"'+[=+\-@＝＋\uff0d\uff20\t\r]")

_NUMBER = re.compile(
    r"[（(]?(?P<digits>\d{1,2})[)）、.．](?!\d)|(?P<ring>[①-⑳])|[（(]?(?P<han>[一二三四五六七八九十])[)）、](?!\d)"  # noqa: RUF001 - full width is meant
)
_AROUND_ITEM = " \t\r\n\u3000；;•·●-"
_NOTHING = frozenset(("无", "暂无", "没有", "/", "—", "——", "\\"))


def guard(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was guarded; other texts as they are."""
    return text[1:] if _GUARDED.match(text) else text


def split_items(text: str, *, separators: str = "") -> list[str]:
    """Return what a cell of a survey lists, in order: numbered items, else lines, parted by semicolons too.

    Numbers count only in sequence from 1, so that 换线要1、2小时 stays whole; a heading before them (主要问题：) and
    items that say there is nothing are left out.
    """
    marks: list[re.Match[str]] = []
    for mark in _NUMBER.finditer(text):
        is_next = _ordinal(mark) == len(marks) + 1
        if is_next and (marks or not text[: mark.start()].rpartition("\n")[2].strip(_AROUND_ITEM)):
            marks.append(mark)
    if marks:
        starts = [mark.end() for mark in marks]
        ends = [*(mark.start() for mark in marks[1:]), len(text)]
        items = [text[start:end] for start, end in zip(starts, ends, strict=True)]
        before = text[: marks[0].start()].strip()
        items = [before, *items] if before and not before.endswith(("：", ":")) else items
    else:
        items = re.split(f"[\n；;{separators}]", text)
    plain = (item.strip(_AROUND_ITEM) for item in items)
    return [item for item in plain if item and item not in _NOTHING]


def _ordinal(mark: re.Match[str]) -> int:
    if mark["digits"]:
        return int(mark["digits"])
    return ord(mark["ring"]) - ord("①") + 1 if mark["ring"] else "一二三四五六七八九十".index(mark["han"]) + 1


def join_values(values: list[str], *, separators: str) -> str:
    """Return several values as one cell; a backslash stands before a separator or backslash inside a value."""
    special = set(separators) | {"\\"}
    return "、".join("".join(f"\\{sign}" if sign in special else sign for sign in value) for value in values)


def split_values(text: str, *, separators: str) -> list[str]:
    """Return the values of a cell, without empty ones; a separator after a backslash belongs to its value."""
    special = set(separators) | {"\\"}
    values = [""]
    signs = iter(text)
    for sign in signs:
        if sign == "\\":
            after = next(signs, "")
            values[-1] += after if after in special else sign + after
        elif sign in separators:
            values.append("")
        else:
            values[-1] += sign
    return [value.strip() for value in values if value.strip()]
