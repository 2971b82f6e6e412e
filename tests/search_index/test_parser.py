"""Query texts into clauses."""

# ruff: noqa: RUF001  # Full-width signs are what these tests are about.

import pytest

from search_index.parser import Clause, ClauseKind, parse

WORD, PHRASE, PREFIX = ClauseKind.WORD, ClauseKind.PHRASE, ClauseKind.PREFIX


@pytest.mark.parametrize(
    ("text", "clauses"),
    [
        ("", ()),
        ("  \t\n", ()),
        ("排产", (Clause(WORD, "排产"),)),
        ("排产　急单", (Clause(WORD, "排产"), Clause(WORD, "急单"))),
        ('"OPC UA" 网关', (Clause(PHRASE, "OPC UA"), Clause(WORD, "网关"))),
        ("“自动重排”", (Clause(PHRASE, "自动重排"),)),
        ("「自动重排」", (Clause(PHRASE, "自动重排"),)),
        ("＂全角＂", (Clause(PHRASE, "全角"),)),
        ("-急单", (Clause(WORD, "急单", negative=True),)),
        ('-"急单插单"', (Clause(PHRASE, "急单插单", negative=True),)),
        ("－急单", (Clause(WORD, "急单", negative=True),)),
        ("S7-1200", (Clause(WORD, "S7-1200"),)),
        ("info*", (Clause(PREFIX, "info"),)),
        ('"没有结束', (Clause(WORD, "没有结束"),)),
        ("- * \" ' ()", ()),
        ("--急单", (Clause(WORD, "-急单", negative=True),)),
        ('a"b c"d', (Clause(WORD, "a"), Clause(PHRASE, "b c"), Clause(WORD, "d"))),
        ('""', ()),
    ],
)
def test_parse_reads_syntax_and_takes_the_rest_as_words(text: str, clauses: tuple[Clause, ...]) -> None:
    assert parse(text) == clauses


def test_parse_cuts_long_texts() -> None:
    assert sum(len(clause.text) for clause in parse("长" * 10_000)) == 256


def test_parse_takes_no_more_than_thirty_two_clauses() -> None:
    assert len(parse("a b " * 1_000)) == 32
