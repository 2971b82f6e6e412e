"""Single cells: several values in one, and texts that a spreadsheet must not take for a formula."""

import re

SEPARATORS = "、\n"
CLOSED_SEPARATORS = "、\n,，;；"  # Where no value can hold a comma, commas are taken for separators too.
CELL_LIMIT = 32_767  # Characters of a cell in XLSX.

# A text that begins so is run as a formula by spreadsheets that open a CSV; an apostrophe before it stops that. Texts
# that begin with apostrophes of their own before such a sign get one more, so that reading takes off just one.
_FORMULA = re.compile(r"'*[=+\-@＝＋\uff0d\uff20\t\r]")
_GUARDED = re.compile(r"'+[=+\-@＝＋\uff0d\uff20\t\r]")


def guard(text: str) -> str:
    """Return a text that no spreadsheet runs as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguard(text: str) -> str:
    """Return the text that was guarded; other texts as they are."""
    return text[1:] if _GUARDED.match(text) else text


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
