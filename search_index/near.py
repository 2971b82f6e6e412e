"""Clauses → the tree of documents that share enough pairs of characters or syllables with the query."""

from itertools import pairwise

from search_index.normalize import lower
from search_index.parser import Clause
from search_index.plan import Best, Boosted, Field, Node, Some, Term
from search_index.planner import Plan
from search_index.tokens import han_runs, pairs, without_legal_form
from search_index.words import SOUND, Words, latin_units

MAX_POSITIONS = 48


class NearPlanner:
    """Builds the wider tree for one query that found nothing."""

    def __init__(self, words: Words) -> None:
        self._words = words

    def plan(self, clauses: tuple[Clause, ...], *, corrections: dict[str, tuple[str, ...]]) -> Plan | None:
        """Return the tree of documents that share enough pairs of characters or syllables; None without any."""
        positive = [c for c in clauses if not c.negative]
        positions: list[Node] = []
        single: list[Node] = []
        for clause in positive:
            folded = lower(clause.text)
            for run in map(without_legal_form, han_runs(folded)):
                positions += self._near_pairs(run)
                single += [Term(Field.TITLE_GRAMS, char, 0.5) for char in dict.fromkeys(run)]
                self._words.marks.texts.update(dict.fromkeys(pairs(run)))
            positions += [self._near_latin(t, corrections=corrections) for t in latin_units(folded)]
        positions = positions[:MAX_POSITIONS]
        if not positions:
            return None
        never = tuple(self._words.phrase(c.text) for c in clauses if c.negative)
        must = Some(tuple(positions), least=_least(len(positions)))
        return Plan(Boosted(must, tuple(single[:MAX_POSITIONS]), never), self._words.marks)

    def _near_pairs(self, run: str) -> list[Node]:
        readings = self._words.analyzer.syllables(run)
        if len(run) == 1:
            return [Best((Term(Field.TITLE_GRAMS, run, 1.0), Term(Field.BODY_GRAMS, run, 0.3)))]
        out: list[Node] = []
        for (left, right), (a, b) in zip(pairwise(run), pairwise(readings), strict=True):
            literal = (Term(Field.TITLE_GRAMS, left + right, 2.0), Term(Field.BODY_GRAMS, left + right, 0.6))
            spoken = tuple(Term(Field.TITLE_SOUNDS, f"{x}'{y}", SOUND) for x in a for y in b)
            out.append(Best((*literal, *spoken)))
        return out

    def _near_latin(self, token: str, *, corrections: dict[str, tuple[str, ...]]) -> Node:
        return Best(tuple(self._words.latin_token(t) for t in (token, *corrections.get(token, ()))))


def _least(positions: int) -> int:
    """One wrong character breaks two pairs: short queries need one pair, longer ones two fifths of them."""
    return 1 if positions <= 3 else -(-positions * 2 // 5)  # noqa: PLR2004  # Three pairs are four characters.
