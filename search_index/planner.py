"""Clauses → the tree of documents that hold every word."""

from dataclasses import dataclass

from search_index.normalize import lower
from search_index.parser import Clause, ClauseKind
from search_index.pinyin import segment
from search_index.plan import EVERYTHING, Best, Boosted, Constant, Every, Field, Node, Some, Term
from search_index.tokens import compact, core_name, han_runs, is_latin, pairs, without_legal_form
from search_index.words import Marks, Words, every, latin_units, segments, sound_pairs

# Fixed bonuses lie above what BM25 gives to a few words, so that a name typed in full comes first.
WHOLE_TITLE, CORE_TITLE, WHOLE_SOUND, WHOLE_INITIALS, CONTIGUOUS = 120.0, 80.0, 60.0, 40.0, 12.0
# Longer names are not looked for as one contiguous piece.
MAX_CONTIGUOUS = 48


@dataclass(frozen=True, slots=True)
class Plan:
    """The tree and what its matches look like in a text."""

    node: Node
    marks: Marks

    @property
    def matching(self) -> Node:
        """Return the tree without what only adds to the score: it is counted, not ordered."""
        node = self.node
        if not isinstance(node, Boosted) or not node.bonus:
            return node
        return Boosted(node.must, never=node.never) if node.never else node.must


class Planner:
    """Builds the tree for one query."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def strict(self, clauses: tuple[Clause, ...]) -> Plan:
        """Return the tree of documents that hold every positive clause and no negative one."""
        positive = [c for c in clauses if not c.negative]
        never = tuple(self._words.phrase(c.text) for c in clauses if c.negative)
        required = self._required(positive)
        must: Node = EVERYTHING if not required else required[0] if len(required) == 1 else Every(tuple(required))
        bonus = self._bonus(positive)
        must = self._or_whole_sound(must, positive=positive)
        return Plan(Boosted(must, bonus, never) if bonus or never else must, self._words.marks)

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
        if not all(self._words.statistics.df(Field.TITLE_SOUNDS, t) for t in sound_pairs(syllables)):
            return None
        literal = Every(
            tuple(self._words.latin_token(t) for c in rest[: len(ways)] for t in latin_units(lower(c.text)))
        )
        self._words.marks.sounds[syllables] = None
        return Best((self._words.spoken(syllables), literal)), len(ways)

    def _clause(self, clause: Clause, *, alone: bool) -> list[Node]:
        folded = lower(clause.text)
        if clause.kind is ClauseKind.PHRASE:
            self._words.marks.texts[folded] = None
            return [self._words.phrase(folded)]
        nodes: list[Node] = []
        parts = segments(folded)
        for index, part in enumerate(parts):
            if is_latin(part):
                unfinished = clause.kind is ClauseKind.PREFIX and index == len(parts) - 1
                nodes += self._words.beginning(part) if unfinished else [self._words.latin(part)]
            elif han_runs(part):
                nodes += self._words.han(part, alone=alone and len(parts) == 1)
            else:
                nodes.append(self._words.in_texts(part))
        return nodes

    def _bonus(self, positive: list[Clause]) -> tuple[Node, ...]:
        folded = lower(" ".join(c.text for c in positive))
        whole, core = compact(folded), core_name(folded)
        if not whole:
            return ()
        bonus = [*self._words.bonus, *self._whole_title(whole, core=core)]
        tokens = pairs(without_legal_form("".join(han_runs(folded)))) if len(positive) == 1 else []
        if 1 < len(tokens) <= MAX_CONTIGUOUS:
            bonus.append(Constant(every(Term(Field.TITLE_GRAMS, t) for t in tokens), CONTIGUOUS))
        return tuple(bonus)

    def _whole_title(self, whole: str, *, core: str) -> list[Node]:
        """Return what a title adds that is the query itself; few queries are one."""
        known = self._words.statistics
        wholes = ((f"={whole}", WHOLE_TITLE), (f"={core}", CORE_TITLE))
        return [Constant(Term(Field.TITLE_EXACT, t), s) for t, s in wholes if known.df(Field.TITLE_EXACT, t)]

    def _or_whole_sound(self, must: Node, *, positive: list[Clause]) -> Node:
        """Let a whole name in pinyin or initials match where its splitting into syllables went another way."""
        whole = compact(lower("".join(c.text for c in positive)))
        if not whole.isascii() or len(whole) < 2:  # noqa: PLR2004  # One letter is no name.
            return must
        wholes = ((f"p:{whole}", WHOLE_SOUND), (f"i:{whole}", WHOLE_INITIALS))
        found = [
            Constant(Term(Field.TITLE_EXACT, t), s)
            for t, s in wholes
            if self._words.statistics.df(Field.TITLE_EXACT, t)
        ]
        return Some((must, *found)) if found else must
