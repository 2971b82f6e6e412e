"""Query text → clauses. There is no invalid text: what cannot be syntax is a word."""

import re
from dataclasses import dataclass
from enum import StrEnum

from search_index.normalize import normalize
from search_index.tokens import UNIT

MAX_TEXT = 256
MAX_CLAUSES = 32
# NFKC turns full-width quotes, hyphens and asterisks into ASCII; “ ” and 「 」 stay.
_CLAUSE = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<a>[^"]*)"|“(?P<b>[^”]*)”|「(?P<c>[^」]*)」|(?P<word>[^\s"“”「」]+))')
# Longer queries are pasted texts: reading only the beginning keeps the work bounded.
_RAW_LIMIT = MAX_TEXT * 4


class ClauseKind(StrEnum):
    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of the query between spaces or quotes; `text` is normalised and keeps its case."""

    kind: ClauseKind
    text: str
    negative: bool = False


def parse(text: str) -> tuple[Clause, ...]:
    """Return the clauses in order; none when the text holds no letter, digit, character or symbol."""
    shown = normalize(text[:_RAW_LIMIT]).replace("\u2212", "-")[:MAX_TEXT]
    found = (_clause(match) for match in _CLAUSE.finditer(shown))
    return tuple(clause for clause in found if UNIT.search(clause.text))[:MAX_CLAUSES]


def _clause(match: re.Match[str]) -> Clause:
    negative = match["minus"] is not None
    for group in "abc":
        if match[group] is not None:
            return Clause(ClauseKind.PHRASE, match[group].strip(), negative)
    word = match["word"]
    if word.startswith("-") and not match["minus"]:
        word = word.lstrip("-")
    if word.endswith("*") and len(word) > 1:
        return Clause(ClauseKind.PREFIX, word.rstrip("*"), negative)
    return Clause(ClauseKind.WORD, word, negative)
