"""A question that tells a trouble of a plant rather than a name: which scenarios it seems to mean."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.core.db import Database
from marketplace.core.errors import NotFoundError
from marketplace.search.asking import usable_index
from marketplace.search.node import SearchNode
from marketplace.search.schemas import MOST_READ, SearchIn
from marketplace.taxonomy.linking import TextKind, guess_scenarios
from search_index import Results, SearchIndex, SearchQuery

_HAN = re.compile("[\u4e00-\u9fff]")
# A sentence has as many characters as this; shorter questions are words, which the index answers.
LEAST_SENTENCE = 5
MOST_MEANT = 4
# Of 28 troubles as owners tell them, those that find nothing share a third of their pairs of characters with the
# index or more; of 30 sentences about other things all but one share a quarter or less.
STRANGE = 0.25
# Signs of somebody who knows how to ask or pasted code, and ends of names.
_OPERATORS = re.compile(r'["“”「」*]|(?<!\S)-|</?[a-z]', re.IGNORECASE)
_NAME = re.compile(r"(公司|集团|合伙企业|合伙[)）])$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """A scenario that a sentence seems to mean, with the number of modules for it."""

    code: str
    name: str
    modules: int


def what_is_meant(
    database: Database, session: Session, *, node: SearchNode, wanted: SearchIn, results: Results, page: int
) -> list[Meant] | None:
    """Return the scenarios that a told trouble seems to mean; None when the question is no trouble.

    A whole sentence that finds nothing is one even when no scenario comes near it: it can still be told at length.
    """
    if not may_tell_trouble(wanted, results=results, page=page):
        return None
    index = usable_index(database, session, node=node)
    if not results.total and index is not None and index.familiarity(wanted.q) <= STRANGE:
        return None  # Of other things than factories: the linker would see a scenario in 火星旅行.
    found = _read(session, text=wanted.q)
    if not found:
        is_sentence = len(_HAN.findall(wanted.q)) >= LEAST_SENTENCE
        return [] if is_sentence and not results.total else None
    return _with_modules(index, found=found)


def may_tell_trouble(wanted: SearchIn, *, results: Results, page: int) -> bool:
    """Say whether a question is worth reading as a trouble: a sentence that names nothing found, or finds nothing."""
    text = wanted.q
    if page > 1 or wanted.kind or wanted.filters() or _OPERATORS.search(text) or _NAME.search(text):
        return False
    size = len(_HAN.findall(text))
    if results.total == 0:
        return size > 1
    return size >= LEAST_SENTENCE and not any(_tight(text) in _tight(hit.title) for hit in results.hits)


def _tight(text: str) -> str:
    return "".join(text.split()).casefold()


def _read(session: Session, *, text: str) -> list[tuple[str, str]]:
    try:
        (found,) = guess_scenarios(session, texts=[text[:MOST_READ]], kind=TextKind.PROBLEM, most=MOST_MEANT)
    except NotFoundError:  # No library was stored yet.
        return []
    return [(one.code, one.name) for one in found]


def _with_modules(index: SearchIndex | None, *, found: Sequence[tuple[str, str]]) -> list[Meant]:
    codes = tuple(code for code, _ in found)
    counts: dict[str, int] = {}
    if index is not None:
        # One question whatever their number: a facet is counted with its own filter lifted.
        query = SearchQuery(kinds=("module",), filters={"scenario": codes}, per_page=1)
        counts = {one.value: one.count for one in index.search(query).facets.get("scenario", ())}
    return [Meant(code=code, name=name, modules=counts.get(code, 0)) for code, name in found]
