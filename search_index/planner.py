"""Clauses → a tree: first what holds every word (`strict`), then what comes near (`near`)."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from search_index.analyzer import Analyzer
from search_index.normalize import fold, lower
from search_index.parser import Clause, ClauseKind
from search_index.pinyin import completions, segment, segment_prefix
from search_index.plan import EVERYTHING, Best, Boosted, Constant, Every, Field, Node, Phrase, Some, Term
from search_index.tokens import UNIT, compact, core_name, grams, han_runs, is_latin, pairs, without_legal_form

# Weights of fields: a word in the title counts three times one in the body; a pair of characters a little less.
TITLE_WORD, TITLE_PAIR, BODY_WORD, BODY_PAIR = 3.0, 2.4, 1.0, 0.8
SOUND, INITIAL, SYNONYM, BEGINNING = 1.2, 0.8, 0.35, 0.6
# Fixed bonuses lie above what BM25 gives to a few words, so that a name typed in full comes first.
WHOLE_TITLE, CORE_TITLE, WHOLE_SOUND, WHOLE_INITIALS, CONTIGUOUS = 120.0, 80.0, 60.0, 40.0, 12.0
MAX_EXPANSIONS = 24
MAX_SYNONYMS = 12
MAX_POSITIONS = 48
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


@dataclass(frozen=True, slots=True)
class Plan:
    """The tree and what its matches look like in a text."""

    node: Node
    marks: Marks


class Planner:
    """Builds trees for one query against one state of an index."""

    def __init__(self, analyzer: Analyzer, *, synonyms: dict[str, tuple[str, ...]], statistics: TermStatistics) -> None:
        self._analyzer = analyzer
        self._synonyms = synonyms
        self._statistics = statistics
        self._marks = Marks()

    def strict(self, clauses: tuple[Clause, ...]) -> Plan:
        """Return the tree of documents that hold every positive clause and no negative one."""
        self._marks = Marks()
        positive = [c for c in clauses if not c.negative]
        never = tuple(self._phrase(c.text) for c in clauses if c.negative)
        required = self._required(positive)
        must: Node = EVERYTHING if not required else required[0] if len(required) == 1 else Every(tuple(required))
        bonus = self._bonus(positive)
        must = self._or_whole_sound(must, positive=positive)
        return Plan(Boosted(must, bonus, never) if bonus or never else must, self._marks)

    def near(self, clauses: tuple[Clause, ...], *, corrections: dict[str, tuple[str, ...]]) -> Plan | None:
        """Return the tree of documents that share enough pairs of characters or syllables; None without any."""
        self._marks = Marks()
        positive = [c for c in clauses if not c.negative]
        positions: list[Node] = []
        single: list[Node] = []
        for clause in positive:
            folded = lower(clause.text)
            for run in map(without_legal_form, han_runs(folded)):
                positions += self._near_pairs(run)
                single += [Term(Field.TITLE_GRAMS, char, 0.5) for char in dict.fromkeys(run)]
                self._marks.texts.update(dict.fromkeys(pairs(run)))
            positions += [self._near_latin(t, corrections=corrections) for t in _latin_of(folded)]
        positions = positions[:MAX_POSITIONS]
        if not positions:
            return None
        never = tuple(self._phrase(c.text) for c in clauses if c.negative)
        must = Some(tuple(positions), least=_least(len(positions)))
        return Plan(Boosted(must, tuple(single[:MAX_POSITIONS]), never), self._marks)

    def titles(self, clauses: tuple[Clause, ...]) -> Plan:
        """Return the tree of titles that hold what was typed so far; the last word may be unfinished."""
        self._marks = Marks()
        nodes = [self._title_part(lower(c.text), last=c is clauses[-1]) for c in clauses]
        return Plan(nodes[0] if len(nodes) == 1 else Every(tuple(nodes)), self._marks)

    def _required(self, positive: list[Clause]) -> list[Node]:
        out: list[Node] = []
        rest = list(positive)
        while rest:
            spoken = self._spoken_run(rest)
            if spoken is not None:
                node, used = spoken
                out.append(node)
                rest = rest[used:]
                continue
            out += self._clause(rest.pop(0), alone=len(positive) == 1)
        return out or [n for c in positive for n in self._clause(c, alone=True)]

    def _spoken_run(self, rest: list[Clause]) -> tuple[Node, int] | None:
        """Read neighbouring Latin words as pinyin of one name (zhao jian yun) when some title sounds like it."""
        ways: list[tuple[str, ...]] = []
        for clause in rest:
            way = segment(lower(clause.text), limit=1) if clause.kind is ClauseKind.WORD else []
            if not way:
                break
            ways.append(way[0])
        if len(ways) < 2:  # noqa: PLR2004  # A single word is read by _latin, which knows more alternatives.
            return None
        syllables = tuple(s for way in ways for s in way)
        if not all(self._statistics.df(Field.TITLE_SOUNDS, t) for t in _sound_tokens(syllables)):
            return None
        literal = Every(tuple(self._latin_token(t) for c in rest[: len(ways)] for t in _latin_of(lower(c.text))))
        self._marks.sounds[syllables] = None
        return Best((self._spoken(syllables), literal)), len(ways)

    def _clause(self, clause: Clause, *, alone: bool) -> list[Node]:
        folded = lower(clause.text)
        if clause.kind is ClauseKind.PHRASE:
            self._marks.texts[folded] = None
            return [self._phrase(folded)]
        nodes: list[Node] = []
        segments = _segments(folded)
        for index, part in enumerate(segments):
            if is_latin(part):
                unfinished = clause.kind is ClauseKind.PREFIX and index == len(segments) - 1
                nodes += self._beginning(part) if unfinished else [self._latin(part)]
            elif han_runs(part):
                nodes += self._han(part, alone=alone and len(segments) == 1)
            else:
                nodes.append(self._in_texts(part))
        return nodes

    def _phrase(self, text: str) -> Node:
        return Phrase(tuple(grams(fold(text))), 2.0)

    def _in_texts(self, text: str) -> Node:
        self._marks.texts[text] = None
        tokens = pairs(text)
        both = ((Field.TITLE_GRAMS, TITLE_PAIR), (Field.BODY_GRAMS, BODY_PAIR))
        return Best(tuple(_every(Term(f, t, boost / len(tokens)) for t in tokens) for f, boost in both))

    def _han(self, run: str, *, alone: bool) -> list[Node]:
        text = without_legal_form(run)
        if text in self._synonyms:
            return [self._word(text)]
        words = [w for w in self._analyzer.cut(text) if not (w in _FILLERS and not (alone and len(text) == 1))]
        return [self._word(w) for w in words]

    def _word(self, word: str) -> Node:
        self._marks.texts[word] = None
        if len(word) == 1:
            return self._in_texts(word)
        tokens = pairs(word)
        share = 1 / len(tokens)
        literal: list[Node] = [
            Term(Field.TITLE_WORDS, word, TITLE_WORD),
            _every(Term(Field.TITLE_GRAMS, t, TITLE_PAIR * share) for t in tokens),
            Term(Field.BODY_WORDS, word, BODY_WORD),
            _every(Term(Field.BODY_GRAMS, t, BODY_PAIR * share) for t in tokens),
        ]
        return Best((*literal, *self._same_meaning(word)))

    def _same_meaning(self, word: str) -> list[Node]:
        nodes: list[Node] = []
        for other in self._synonyms.get(word, ())[:MAX_SYNONYMS]:
            tokens = pairs(other)
            known = [
                t
                for t in tokens
                if self._statistics.df(Field.TITLE_GRAMS, t) or self._statistics.df(Field.BODY_GRAMS, t)
            ]
            if not tokens or len(known) < len(tokens):
                continue
            self._marks.texts[other] = None
            for where, boost in ((Field.TITLE_GRAMS, TITLE_WORD), (Field.BODY_GRAMS, BODY_WORD)):
                nodes.append(_every(Term(where, t, boost * SYNONYM / len(tokens)) for t in tokens))
        return nodes

    def _latin(self, chain: str) -> Node:
        """Read a chain of Latin tokens as words, then as pinyin, then as initials, then as a beginning."""
        tokens = _latin_of(chain)
        found = self._literal(tokens)
        known = all(self._known(t) for t in tokens) or (len(tokens) > 1 and self._known("".join(tokens)))
        spoken = self._spoken_alternatives("".join(tokens), known=known)
        if known or spoken:
            return Best((*found, *spoken))
        initials = self._initials("".join(tokens))
        if initials is not None:
            return Best((*found, initials))
        return Best((*found, *self._beginning(tokens[-1]))) if len(tokens) == 1 else Best(tuple(found))

    def _literal(self, tokens: list[str]) -> list[Node]:
        nodes: list[Node] = [_every(self._latin_token(t) for t in tokens)]
        if len(tokens) > 1:
            nodes.append(self._latin_token("".join(tokens)))
        return [*nodes, *self._same_meaning("".join(tokens))]

    def _latin_token(self, token: str) -> Node:
        self._marks.texts[token] = None
        return Best((Term(Field.TITLE_WORDS, token, TITLE_WORD), Term(Field.BODY_WORDS, token, BODY_WORD)))

    def _known(self, token: str) -> bool:
        return any(self._statistics.df(f, token) for f in (Field.TITLE_WORDS, Field.BODY_WORDS))

    def _spoken_alternatives(self, letters: str, *, known: bool) -> list[Node]:
        nodes: list[Node] = []
        for syllables in segment(letters):
            if len(syllables) == 1 and known:
                continue
            if all(self._statistics.df(Field.TITLE_SOUNDS, t) for t in _sound_tokens(syllables)):
                nodes.append(self._spoken(syllables))
                self._marks.sounds[syllables] = None
        return nodes

    def _spoken(self, syllables: tuple[str, ...]) -> Node:
        tokens = _sound_tokens(syllables)
        return _every(Term(Field.TITLE_SOUNDS, t, SOUND) for t in tokens)

    def _initials(self, letters: str) -> Node | None:
        if len(letters) < 2 or not letters.isalpha():  # noqa: PLR2004  # One letter begins everything.
            return None
        size = min(len(letters), 3)
        tokens = [f";{letters[i : i + size]}" for i in range(len(letters) - size + 1)]
        if not all(self._statistics.df(Field.TITLE_SOUNDS, t) for t in tokens):
            return None
        self._marks.initials[letters] = None
        return _every(Term(Field.TITLE_SOUNDS, t, INITIAL) for t in tokens)

    def _beginning(self, token: str) -> list[Node]:
        nodes: list[Node] = [self._latin_token(token)]
        for where, boost in ((Field.TITLE_WORDS, TITLE_WORD), (Field.BODY_WORDS, BODY_WORD)):
            for text, _ in self._statistics.terms(where, prefix=token, limit=MAX_EXPANSIONS):
                nodes.append(Term(where, text, boost * BEGINNING))
        self._marks.texts[token] = None
        return [Best(tuple(nodes))]

    def _bonus(self, positive: list[Clause]) -> tuple[Node, ...]:
        folded = lower(" ".join(c.text for c in positive))
        whole, core = compact(folded), core_name(folded)
        if not whole:
            return ()
        bonus: list[Node] = [
            Constant(Term(Field.TITLE_EXACT, f"={whole}"), WHOLE_TITLE),
            Constant(Term(Field.TITLE_EXACT, f"={core}"), CORE_TITLE),
        ]
        tokens = pairs(without_legal_form("".join(han_runs(folded)))) if len(positive) == 1 else []
        if 1 < len(tokens) <= MAX_POSITIONS:
            bonus.append(Constant(_every(Term(Field.TITLE_GRAMS, t) for t in tokens), CONTIGUOUS))
        return tuple(bonus)

    def _or_whole_sound(self, must: Node, *, positive: list[Clause]) -> Node:
        """Let a whole name in pinyin or initials match where its splitting into syllables went another way."""
        whole = compact(lower("".join(c.text for c in positive)))
        if not whole.isascii() or len(whole) < 2:  # noqa: PLR2004  # One letter is no name.
            return must
        wholes = ((f"p:{whole}", WHOLE_SOUND), (f"i:{whole}", WHOLE_INITIALS))
        found = [
            Constant(Term(Field.TITLE_EXACT, t), s) for t, s in wholes if self._statistics.df(Field.TITLE_EXACT, t)
        ]
        return Some((must, *found)) if found else must

    def _near_pairs(self, run: str) -> list[Node]:
        readings = self._analyzer.syllables(run)
        if len(run) == 1:
            return [Best((Term(Field.TITLE_GRAMS, run, 1.0), Term(Field.BODY_GRAMS, run, 0.3)))]
        out: list[Node] = []
        for (left, right), (a, b) in zip(pairwise(run), pairwise(readings), strict=True):
            literal = (Term(Field.TITLE_GRAMS, left + right, 2.0), Term(Field.BODY_GRAMS, left + right, 0.6))
            spoken = tuple(Term(Field.TITLE_SOUNDS, f"{x}'{y}", SOUND) for x in a for y in b)
            out.append(Best((*literal, *spoken)))
        return out

    def _near_latin(self, token: str, *, corrections: dict[str, tuple[str, ...]]) -> Node:
        return Best(tuple(self._latin_token(t) for t in (token, *corrections.get(token, ()))))

    def _title_part(self, folded: str, *, last: bool) -> Node:
        parts = [self._title_segment(p, last=last) for p in _segments(folded)]
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _title_segment(self, part: str, *, last: bool) -> Node:
        self._marks.texts[part] = None
        if not is_latin(part):
            return _every(Term(Field.TITLE_GRAMS, t, TITLE_PAIR) for t in pairs(part))
        letters = "".join(_latin_of(part))
        nodes: list[Node] = [Term(Field.TITLE_WORDS, letters, TITLE_WORD), *self._spoken_beginning(letters)]
        if last:
            found = self._statistics.terms(Field.TITLE_WORDS, prefix=letters, limit=MAX_EXPANSIONS)
            nodes += [Term(Field.TITLE_WORDS, t, TITLE_WORD * BEGINNING) for t, _ in found]
        initials = self._initials(letters)
        return Best((*nodes, initials) if initials is not None else tuple(nodes))

    def _spoken_beginning(self, letters: str) -> list[Node]:
        nodes: list[Node] = []
        for syllables, beginning in segment_prefix(letters):
            if syllables:
                self._marks.sounds[syllables] = None
            ends = completions(beginning) if beginning else ("",)
            for end in ends[:MAX_EXPANSIONS]:
                way = (*syllables, end) if end else syllables
                if all(self._statistics.df(Field.TITLE_SOUNDS, t) for t in _sound_tokens(way)):
                    nodes.append(self._spoken(way))
        return nodes


def _every(nodes: Iterable[Node]) -> Node:
    found = tuple(dict.fromkeys(nodes))
    return found[0] if len(found) == 1 else Every(found)


def _sound_tokens(syllables: tuple[str, ...]) -> list[str]:
    if len(syllables) == 1:
        return list(syllables)
    return [f"{a}'{b}" for a, b in pairwise(syllables)]


def _least(positions: int) -> int:
    """One wrong character breaks two pairs: short queries need one pair, longer ones two fifths of them."""
    return 1 if positions <= 3 else -(-positions * 2 // 5)  # noqa: PLR2004  # Three pairs are four characters.


def _latin_of(folded: str) -> list[str]:
    return [u for u in UNIT.findall(folded) if is_latin(u)]


def _segments(folded: str) -> list[str]:
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
