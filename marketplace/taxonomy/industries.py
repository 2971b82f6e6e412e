"""Industries in words: which code typed words may mean, which entries of the catalogue hold a code, and labels."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session

from marketplace.exchange.text import clean_code, clean_line
from marketplace.taxonomy.knowledge import KNOWLEDGE
from marketplace.taxonomy.models import Industry
from marketplace.taxonomy.queries import find_edition
from matching.classify import Classifier
from matching.library import CatalogEntry, Library

MOST_TEXT = 200
READ_FROM = 0.5  # What the classifier read counts at least as much as half of a hit in words.


@dataclass(frozen=True, slots=True, kw_only=True)
class IndustrySuggestion:
    """A GB/T 4754 code that typed words may mean; ``code`` carries its C, ``entry`` names the catalogue entry."""

    code: str
    name: str
    entry: str
    score: float


def suggest_industries(
    library: Library, *, text: str, classifier: Classifier | None = None, most: int = 8
) -> list[IndustrySuggestion]:
    """Return codes of manufacturing that typed words may mean, best first; nothing for words that tell nothing.

    A classifier reads sentences too: what is made comes before what it is made for.
    """
    words = clean_line(text)[:MOST_TEXT]
    if not words:
        return []
    digits = clean_code(words).upper().removeprefix("C")
    scores: dict[str, float] = {}
    for code, name in library.gbt_names:
        found = _code_score(code, digits) or _word_score(name, words)
        scores[code] = max(scores.get(code, 0.0), found)
    for code, said in library.industry_words:
        best = max((_word_score(word, words) for word in said), default=0.0)
        scores[code] = max(scores.get(code, 0.0), best)
    for guess in classifier.classify(words).codes if classifier else ():
        scores[guess.code] = max(scores.get(guess.code, 0.0), READ_FROM + (1 - READ_FROM) * guess.score)
    names = dict(library.gbt_names)
    # Longer codes say more; the code itself makes the order unique.
    ranked = sorted(
        (code for code, score in scores.items() if score > 0 and code in names),
        key=lambda code: (-scores[code], -len(code), code),
    )
    return [
        IndustrySuggestion(
            code=f"C{code}",
            name=names[code],
            entry=entry_name(library.catalog, code=code),
            score=round(scores[code], 3),
        )
        for code in ranked[:most]
    ]


def _code_score(code: str, digits: str) -> float:
    if not (digits.isascii() and digits.isdigit()):
        return 0.0
    return 1.0 if code == digits else 0.9 if code.startswith(digits) else 0.0


def _word_score(known: str, typed: str) -> float:
    """Return 1 for the same words, less for words inside others by the share of the longer one that they fill."""
    if known == typed:
        return 1.0
    if known in typed:
        return 0.5 + 0.4 * len(known) / len(typed) if len(known) > 1 else 0.0
    return 0.3 + 0.5 * len(typed) / len(known) if len(typed) > 1 and typed in known else 0.0


def entry_name(entries: Iterable[CatalogEntry], *, code: str) -> str:
    """Return the name of the narrowest catalogue entry that holds a code of digits, empty when none does."""
    best, width = "", 0
    for entry in entries:
        for prefix in entry.gbt_prefixes:
            if code.startswith(prefix) and len(prefix) > width:
                best, width = entry.level2, len(prefix)
    return best


def entries_holding(industries: Iterable[Industry], *, code: str) -> list[Industry]:
    """Return the catalogue entries that hold a code (with or without C), narrowest first."""
    digits = code.removeprefix("C")
    found = [
        (max((len(prefix) for prefix in entry.gbt_prefixes if digits.startswith(prefix)), default=0), entry)
        for entry in industries
    ]
    return [entry for width, entry in sorted(found, key=lambda pair: (-pair[0], pair[1].catalog_no)) if width]


def is_within(inner: Sequence[str], outer: Sequence[str]) -> bool:
    """Say whether each code of ``inner`` lies inside a code of ``outer`` (C3821 lies inside C38)."""
    return bool(inner) and all(any(code.startswith(prefix) for prefix in outer) for code in inner)


def guess_industries(session: Session, *, text: str, most: int = 8) -> list[IndustrySuggestion]:
    """Return what typed words may mean with the knowledge of the current library; nothing before one was stored."""
    if find_edition(session) is None:
        return []
    library, classifier = KNOWLEDGE.library(session), KNOWLEDGE.classifier(session)
    return suggest_industries(library, text=text, classifier=classifier, most=most)
