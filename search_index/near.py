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
        titles: list[Node] = []
        single: list[Node] = []
        for clause in positive:
            folded = lower(clause.text)
            for run in map(without_legal_form, han_runs(folded)):
                near = self._near_pairs(run)
                positions += [where for where, _ in near]
                titles += [named for _, named in near]
                single += [Term(Field.TITLE_GRAMS, char, 0.5) for char in dict.fromkeys(run)]
                self._words.marks.texts.update(dict.fromkeys(pairs(run)))
            latin = [self._near_latin(t, corrections=corrections) for t in latin_units(folded)]
            positions += latin
            titles += latin
        positions, titles = positions[:MAX_POSITIONS], titles[:MAX_POSITIONS]
        if not positions:
            return None
        never = tuple(self._words.phrase(c.text) for c in clauses if c.negative)
        must = self._enough(tuple(positions), titles=tuple(titles))
        return Plan(Boosted(must, tuple(single[:MAX_POSITIONS]), never), self._words.marks)

    @staticmethod
    def _enough(positions: tuple[Node, ...], *, titles: tuple[Node, ...]) -> Node:
        """Ask of a text for two pairs at least: any four characters share one with some text, but few with a name."""
        least = _least(len(positions))
        if least > 1 or len(positions) == 1:
            return Some(positions, least=least)
        return Some((Some(positions, least=2), Some(titles)))

    def _near_pairs(self, run: str) -> list[tuple[Node, Node]]:
        """Return for each pair what may stand anywhere, and what may stand in a title."""
        readings = self._words.analyzer.syllables(run)
        if len(run) == 1:
            title = Term(Field.TITLE_GRAMS, run, 1.0)
            return [(Best((title, Term(Field.BODY_GRAMS, run, 0.3))), title)]
        out: list[tuple[Node, Node]] = []
        for (left, right), (a, b) in zip(pairwise(run), pairwise(readings), strict=True):
            spoken = tuple(Term(Field.TITLE_SOUNDS, f"{x}'{y}", SOUND) for x in a for y in b)
            named = (Term(Field.TITLE_GRAMS, left + right, 2.0), *spoken)
            out.append((Best((*named, Term(Field.BODY_GRAMS, left + right, 0.6))), Best(named)))
        return out

    def _near_latin(self, token: str, *, corrections: dict[str, tuple[str, ...]]) -> Node:
        return Best(tuple(self._words.latin_token(t) for t in (token, *corrections.get(token, ()))))


def _least(positions: int) -> int:
    """One wrong character breaks two pairs: short queries need one pair, longer ones two fifths of them."""
    return 1 if positions <= 3 else -(-positions * 2 // 5)  # noqa: PLR2004  # Three pairs are four characters.
