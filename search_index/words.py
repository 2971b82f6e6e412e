"""Nodes for the words of a query: Chinese words with their synonyms, Latin tokens, pinyin, initials."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from search_index.analyzer import Analyzer
from search_index.normalize import fold
from search_index.pinyin import segment
from search_index.plan import Best, Every, Field, Node, Phrase, Term
from search_index.tokens import UNIT, grams, han_runs, is_latin, pairs, without_legal_form

# Weights of fields: a word in the title counts three times one in the body; a pair of characters a little less.
TITLE_WORD, TITLE_PAIR, BODY_WORD, BODY_PAIR = 3.0, 2.4, 1.0, 0.8
SOUND, INITIAL, SYNONYM, BEGINNING, PHRASE = 1.2, 0.8, 0.35, 0.6, 2.0
# What a whole word adds to its pairs of characters.
WORD_SHARE = 0.5
_PAIR_WEIGHTS = ((Field.TITLE_GRAMS, TITLE_PAIR), (Field.BODY_GRAMS, BODY_PAIR))
_WORD_WEIGHTS = ((Field.TITLE_WORDS, TITLE_PAIR), (Field.BODY_WORDS, BODY_PAIR))
MAX_EXPANSIONS = 24
MAX_SYNONYMS = 12
# Words that carry no meaning by themselves; they are not required when the query says anything else.
_FILLERS = frozenset("的了和与及在用是有对为于之或把被给吗呢吧啊")


class TermStatistics(Protocol):
    """What the planner asks of an index."""

    def df(self, field: Field, token: str) -> int:
        """Return the number of documents that hold the token."""

    def terms(self, field: Field, *, prefix: str, limit: int) -> list[tuple[str, int]]:
        """Return tokens that begin like this, with their numbers of documents."""


@dataclass(slots=True)
class Marks:
    """What to highlight: folded strings, and syllables or initials for titles that were found by sound."""

    texts: dict[str, None] = field(default_factory=dict)
    sounds: dict[tuple[str, ...], None] = field(default_factory=dict)
    initials: dict[str, None] = field(default_factory=dict)


class Words:
    """Builds nodes for one query against one state of an index and remembers what to highlight."""

    def __init__(self, analyzer: Analyzer, *, synonyms: dict[str, tuple[str, ...]], statistics: TermStatistics) -> None:
        self.analyzer = analyzer
        self.statistics = statistics
        self.marks = Marks()
        # What whole words add to the score of documents that hold their pairs of characters.
        self.bonus: list[Node] = []
        self._synonyms = synonyms

    def phrase(self, text: str) -> Node:
        folded = fold(text)
        if len(folded) == 2 and han_runs(folded) == [folded]:  # noqa: PLR2004  # Two neighbours are a token of their own.
            return Best((Term(Field.TITLE_GRAMS, folded, PHRASE * 3), Term(Field.BODY_GRAMS, folded, PHRASE)))
        return Phrase(tuple(grams(folded)), PHRASE)

    def in_texts(self, text: str) -> Node:
        self.marks.texts[text] = None
        tokens = pairs(text)
        return Best(tuple(every(Term(f, t, boost / len(tokens)) for t in tokens) for f, boost in _PAIR_WEIGHTS))

    def han(self, run: str, *, alone: bool) -> list[Node]:
        text = without_legal_form(run)
        if text in self._synonyms:
            return [self.word(text)]
        words = [w for w in self.analyzer.cut(text) if not (w in _FILLERS and not (alone and len(text) == 1))]
        return [self.word(w) for w in words]

    def word(self, word: str) -> Node:
        self.marks.texts[word] = None
        if len(word) == 1:
            return self.in_texts(word)
        tokens = pairs(word)
        share = 1 / len(tokens)
        # Pairs decide what matches; a whole word, as the segmenter sees it, adds to the score.
        self.bonus += [Term(field, word, weight * WORD_SHARE) for field, weight in _WORD_WEIGHTS]
        literal = [every(Term(field, t, weight * share) for t in tokens) for field, weight in _PAIR_WEIGHTS]
        return Best((*literal, *self._same_meaning(word)))

    def _same_meaning(self, word: str) -> list[Node]:
        nodes: list[Node] = []
        for other in self._synonyms.get(word, ())[:MAX_SYNONYMS]:
            tokens = pairs(other)
            known = [
                t for t in tokens if self.statistics.df(Field.TITLE_GRAMS, t) or self.statistics.df(Field.BODY_GRAMS, t)
            ]
            if not tokens or len(known) < len(tokens):
                continue
            self.marks.texts[other] = None
            for where, boost in ((Field.TITLE_GRAMS, TITLE_WORD), (Field.BODY_GRAMS, BODY_WORD)):
                nodes.append(every(Term(where, t, boost * SYNONYM / len(tokens)) for t in tokens))
        return nodes

    def latin(self, chain: str) -> Node:
        """Read a chain of Latin tokens as words, then as pinyin, then as initials, then as a beginning."""
        tokens = latin_units(chain)
        found = self._literal(tokens)
        known = all(self.known(t) for t in tokens) or (len(tokens) > 1 and self.known("".join(tokens)))
        spoken = self._spoken_alternatives("".join(tokens), known=known)
        if known or spoken:
            return Best((*found, *spoken))
        initials = self.initials("".join(tokens))
        if initials is not None:
            return Best((*found, initials))
        return Best((*found, *self.beginning(tokens[-1]))) if len(tokens) == 1 else Best(tuple(found))

    def _literal(self, tokens: list[str]) -> list[Node]:
        nodes: list[Node] = [every(self.latin_token(t) for t in tokens)]
        if len(tokens) > 1:
            nodes.append(self.latin_token("".join(tokens)))
        return [*nodes, *self._same_meaning("".join(tokens))]

    def latin_token(self, token: str) -> Node:
        self.marks.texts[token] = None
        return Best((Term(Field.TITLE_WORDS, token, TITLE_WORD), Term(Field.BODY_WORDS, token, BODY_WORD)))

    def known(self, token: str) -> bool:
        return any(self.statistics.df(f, token) for f in (Field.TITLE_WORDS, Field.BODY_WORDS))

    def _spoken_alternatives(self, letters: str, *, known: bool) -> list[Node]:
        nodes: list[Node] = []
        for syllables in segment(letters):
            if len(syllables) == 1 and known:
                continue
            if all(self.statistics.df(Field.TITLE_SOUNDS, t) for t in sound_pairs(syllables)):
                nodes.append(self.spoken(syllables))
                self.marks.sounds[syllables] = None
        return nodes

    def spoken(self, syllables: tuple[str, ...]) -> Node:
        tokens = sound_pairs(syllables)
        return every(Term(Field.TITLE_SOUNDS, t, SOUND) for t in tokens)

    def initials(self, letters: str) -> Node | None:
        if len(letters) < 2 or not letters.isalpha():  # noqa: PLR2004  # One letter begins everything.
            return None
        size = min(len(letters), 3)
        tokens = [f";{letters[i : i + size]}" for i in range(len(letters) - size + 1)]
        if not all(self.statistics.df(Field.TITLE_SOUNDS, t) for t in tokens):
            return None
        self.marks.initials[letters] = None
        return every(Term(Field.TITLE_SOUNDS, t, INITIAL) for t in tokens)

    def beginning(self, token: str) -> list[Node]:
        nodes: list[Node] = [self.latin_token(token)]
        for where, boost in ((Field.TITLE_WORDS, TITLE_WORD), (Field.BODY_WORDS, BODY_WORD)):
            for text, _ in self.statistics.terms(where, prefix=token, limit=MAX_EXPANSIONS):
                nodes.append(Term(where, text, boost * BEGINNING))
        self.marks.texts[token] = None
        return [Best(tuple(nodes))]


def every(nodes: Iterable[Node]) -> Node:
    found = tuple(dict.fromkeys(nodes))
    return found[0] if len(found) == 1 else Every(found)


def sound_pairs(syllables: tuple[str, ...]) -> list[str]:
    if len(syllables) == 1:
        return list(syllables)
    return [f"{a}'{b}" for a, b in pairwise(syllables)]


def latin_units(folded: str) -> list[str]:
    return [u for u in UNIT.findall(folded) if is_latin(u)]


def segments(folded: str) -> list[str]:
    """Split a word into chains of Latin tokens, Chinese runs and runs of other signs."""
    out: list[str] = []
    kind_before, end_before = "", -1
    for match in UNIT.finditer(folded):
        unit = match.group()
        kind = "latin" if is_latin(unit) else "han" if han_runs(unit) else "sign"
        between = folded[end_before : match.start()] if out else ""
        joins = kind == kind_before and (not between or (kind == "latin" and len(between) == 1))
        out = [*out[:-1], out[-1] + between + unit] if joins else [*out, unit]
        kind_before, end_before = kind, match.end()
    return out
