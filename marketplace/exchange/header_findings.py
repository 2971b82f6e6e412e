"""Findings about the headers of tables, with a guess of what an unknown header may mean."""

from collections.abc import Iterator, Sequence

from marketplace.exchange.defects import Defect, Location
from marketplace.exchange.headers import HeaderMatch, guess_headers, suggest_headers
from marketplace.exchange.labels import Severity
from marketplace.exchange.tables import Table

HOW = "（网页在导入页面上，程序用 PUT 写 headers）"


def find_header_faults(table: Table, match: HeaderMatch, *, row: int) -> Iterator[Defect]:
    """Give what is to be said of a table whose kind is known: columns that lack, are unknown or stand twice."""
    if match.missing:
        names = "、".join(f"“{column.header}”" for column in match.missing)
        words = f"“{match.kind}”表缺少必需的表头{names}；请补上这一列，或为别的表头指定{HOW}。"
        yield defect_at(table.place(row), words, severity=Severity.ERROR)
    suggestions = suggest_headers(match)
    for index, header in match.others:
        guess = suggestions.get(header, "")
        hint = f"，是不是“{guess}”？可以指定{HOW}" if guess else ""
        words = f"不认识表头“{header[:30]}”，这一列已忽略{hint}。"
        yield defect_at(table.place(row, index=index), words, severity=Severity.WARNING, suggestion=guess)
    for index, header in match.doubled:
        words = f"表头“{header[:30]}”出现了两次，只用前一列。"
        yield defect_at(table.place(row, index=index), words, severity=Severity.WARNING)


def describe_unknown(table: Table, head: Sequence[Sequence[object]]) -> Iterator[Defect]:
    """Give what is to be said of a table that fits no kind: nothing when it is empty, a guess when there is one."""
    if not any(cell not in ("", None) for cells in head for cell in cells):
        return
    guess = guess_headers(head, title=table.title)
    if guess is None or not guess[1]:
        severity = Severity.WARNING if table.is_sheet else Severity.ERROR
        yield about_table(table, "没有找到认识的表头，已跳过；请对照模板检查表头。", severity=severity)
        return
    match, suggestions = guess
    pairs = "、".join(f"“{theirs}”对应“{ours}”" for theirs, ours in suggestions.items())
    words = f"表头与“{match.kind}”表不一致，没有读取；请对应表头{HOW}，可能是{pairs}；或改用模板。"
    yield about_table(table, words, severity=Severity.ERROR)


def about_table(table: Table, words: str, *, severity: Severity) -> Defect:
    """Return a finding about a table as a whole."""
    return defect_at(Location(file=table.file, sheet=table.title), words, severity=severity)


def defect_at(place: Location, words: str, *, severity: Severity, field_zh: str = "", suggestion: str = "") -> Defect:
    """Return a finding at a place."""
    return Defect(
        file=place.file,
        line=place.line,
        sheet=place.sheet,
        cell=place.cell,
        field_zh=field_zh,
        reason_zh=words,
        severity=severity,
        suggestion=suggestion,
    )
