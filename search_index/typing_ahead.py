"""What was typed so far → the tree of titles that may be meant."""

from search_index.normalize import lower
from search_index.parser import Clause
from search_index.pinyin import completions, segment_prefix
from search_index.plan import Best, Every, Field, Node, Term
from search_index.planner import Plan
from search_index.tokens import is_latin, pairs
from search_index.words import (
    BEGINNING,
    MAX_EXPANSIONS,
    TITLE_PAIR,
    TITLE_WORD,
    Words,
    every,
    latin_units,
    segments,
    sound_pairs,
)


class TitlePlanner:
    """Builds the tree for suggestions."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def plan(self, clauses: tuple[Clause, ...]) -> Plan:
        """Return the tree of titles that hold what was typed so far; the last word may be unfinished."""
        nodes = [self._title_part(lower(c.text), last=c is clauses[-1]) for c in clauses]
        return Plan(nodes[0] if len(nodes) == 1 else Every(tuple(nodes)), self._words.marks)

    def _title_part(self, folded: str, *, last: bool) -> Node:
        parts = [self._title_segment(p, last=last) for p in segments(folded)]
        return parts[0] if len(parts) == 1 else Every(tuple(parts))

    def _title_segment(self, part: str, *, last: bool) -> Node:
        self._words.marks.texts[part] = None
        if not is_latin(part):
            return every(Term(Field.TITLE_GRAMS, t, TITLE_PAIR) for t in pairs(part))
        letters = "".join(latin_units(part))
        nodes: list[Node] = [Term(Field.TITLE_WORDS, letters, TITLE_WORD), *self._spoken_beginning(letters)]
        if last:
            found = self._words.statistics.terms(Field.TITLE_WORDS, prefix=letters, limit=MAX_EXPANSIONS)
            nodes += [Term(Field.TITLE_WORDS, t, TITLE_WORD * BEGINNING) for t, _ in found]
        initials = self._words.initials(letters)
        return Best((*nodes, initials) if initials is not None else tuple(nodes))

    def _spoken_beginning(self, letters: str) -> list[Node]:
        nodes: list[Node] = []
        for syllables, beginning in segment_prefix(letters):
            if syllables:
                self._words.marks.sounds[syllables] = None
            ends = completions(beginning) if beginning else ("",)
            for end in ends[:MAX_EXPANSIONS]:
                way = (*syllables, end) if end else syllables
                if all(self._words.statistics.df(Field.TITLE_SOUNDS, t) for t in sound_pairs(way)):
                    nodes.append(self._words.spoken(way))
        return nodes
