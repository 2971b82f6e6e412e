"""What speaks for a feature of a pair: the problem, the module, the words in both texts, the case."""

from collections.abc import Mapping
from dataclasses import dataclass

from matching.ranking.knowledge.library import Knowledge
from matching.ranking.query.needs import Need, NeedKind
from matching.ratings import LEAST_CASES
from matching.text import fold, word_place
from matching.types import Candidate, CaseRecord

MAX_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WordMatch:
    """A word in the need and the word in the module's text that answers it, each with (start, end) in characters.

    The module's text is its name, its scenarios and its summary, as ``matching.ranking.modules.module_text`` joins
    them. A span of (0, 0) means that the word stands in one of the texts only.
    """

    need_word: str
    need_span: tuple[int, int]
    offer_word: str
    offer_span: tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedEvidence:
    """One need that a module answers, to ``share`` in [0, 1].

    ``told`` is what people are told of it, 0 where texts merely sound alike.
    """

    kind: NeedKind
    number: int
    text: str
    share: float
    told: float
    module_ref: str
    module_name: str
    module_of: str
    scenario: str | None
    scenario_name: str
    words: tuple[WordMatch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvidence:
    """A finished case of the provider in the plant's trade or industry."""

    case: CaseRecord
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FactEvidence:
    """A fact about terms: what was wished, what is offered, and whether it meets; ``modules`` are the refs meant."""

    wished: tuple[str, ...]
    offered: tuple[str, ...]
    met: bool
    modules: tuple[str, ...] = ()


Evidence = NeedEvidence | CaseEvidence | FactEvidence


def rating_evidence(candidate: Candidate) -> tuple[FactEvidence, ...]:
    """Return how many cases were rated, nothing below the least number that counts."""
    found = candidate.ratings
    if found is None or found.cases < LEAST_CASES:
        return ()
    return (FactEvidence(wished=(), offered=(str(found.cases),), met=True),)


Span = tuple[int, int]
PlacedWord = tuple[str, Span]
NOWHERE: Span = (0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadNeed:
    """A need as its words are sought, each with its span in the folded text.

    ``words`` are its telling ones, the longest first; ``spoken`` are those that linked it to a scenario, by its code.
    """

    words: tuple[PlacedWord, ...]
    spoken: Mapping[str, tuple[PlacedWord, ...]]


def read_need(need: Need, *, knowledge: Knowledge) -> ReadNeed:
    """Fold a need and cut it into words, once for all modules that are compared with it."""
    text = fold(need.text)
    words = sorted(set(knowledge.linker.tokenizer.words(text)), key=lambda word: (-len(word), word))
    return ReadNeed(
        words=tuple((word, _span(word, text)) for word in words),
        spoken={link.scenario: _spoken(need, text, scenario=link.scenario) for link in need.links},
    )


def _spoken(need: Need, text: str, *, scenario: str) -> tuple[PlacedWord, ...]:
    said = [one for link in need.links if link.scenario == scenario for one in link.evidence]
    words = sorted({one.word for one in said if one.end - one.start == len(one.word) < len(text)})
    return tuple((word, _span(word, text)) for word in words[: MAX_WORDS // 2])


def word_matches(
    asked: ReadNeed, offer_text: str, *, scenario: str | None, knowledge: Knowledge
) -> tuple[WordMatch, ...]:
    """Return what joins a need and a module's folded text: the need's words in it, else words of a common scenario."""
    matches: list[WordMatch] = []
    for word, span in asked.words:
        # Most words aren't in it at all, which is told at once.
        if word in offer_text and (there := _span(word, offer_text)) != NOWHERE:
            matches.append(WordMatch(need_word=word, need_span=span, offer_word=word, offer_span=there))
            if len(matches) == MAX_WORDS:
                return tuple(matches)
    if scenario is not None:
        matches += _scenario_words(asked, offer_text, scenario=scenario, knowledge=knowledge)
    return tuple(matches[:MAX_WORDS])


def _scenario_words(asked: ReadNeed, offer_text: str, *, scenario: str, knowledge: Knowledge) -> list[WordMatch]:
    words, answer = asked.spoken.get(scenario, ()), knowledge.word_in(offer_text, scenario=scenario)
    if not words and not answer:
        return []
    there = _span(answer, offer_text)
    return [
        WordMatch(need_word=word, need_span=span, offer_word=answer, offer_span=there)
        for word, span in words or (("", NOWHERE),)
    ]


def _span(word: str, text: str) -> Span:
    start = word_place(word, text) if word else -1
    return (start, start + len(word)) if start >= 0 else NOWHERE
