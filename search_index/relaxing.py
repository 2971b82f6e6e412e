"""What to show when nothing holds every word: corrected spelling, then near matches; and what was meant otherwise."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from itertools import pairwise

from search_index.lexicon import Lexicon
from search_index.near import NearPlanner
from search_index.normalize import fold, lower
from search_index.parser import Clause, ClauseKind
from search_index.pinyin import segment
from search_index.plan import Field, Node, Some
from search_index.planner import Plan, Planner
from search_index.snapshot import Snapshot, stand_together
from search_index.spelling import Vocabulary, meant_in_title
from search_index.tokens import UNIT, han_runs, is_latin
from search_index.words import Words

MAX_TERMS = 200_000
_FIRST_LETTERS = "0123456789abcdefghijklmnopqrstuvwxyz"
# A large index keeps its vocabulary until its size has moved by a fiftieth; a small one rebuilds it at every commit.
_SMALL_INDEX, _MOVED = 5_000, 50
_TITLES_TRIED = 3


@dataclass(frozen=True, slots=True)
class Near:
    """A wider plan and the spelling that led to it, if any."""

    plan: Plan
    did_you_mean: str | None


class VocabularyCache:
    """The terms of the index and the words of the lexicon, read when first needed."""

    def __init__(self, lexicon: Lexicon) -> None:
        groups = (word for group in lexicon.synonyms for word in group)
        self._known = tuple((fold(word), 0) for word in (*lexicon.words, *groups))
        self._built: tuple[object, int, Vocabulary] | None = None

    def of(self, snapshot: Snapshot) -> Vocabulary:
        """Return the vocabulary, rebuilt when the index has changed enough."""
        if self._built is not None:
            generation, count, vocabulary = self._built
            moved = abs(snapshot.doc_count - count) * _MOVED > count or snapshot.doc_count < _SMALL_INDEX
            if generation == snapshot.generation or not moved:
                return vocabulary
        terms = snapshot.terms(Field.TITLE_WORDS, prefix="", limit=MAX_TERMS)
        for letter in _FIRST_LETTERS:
            terms += snapshot.terms(Field.BODY_WORDS, prefix=letter, limit=MAX_TERMS)
        vocabulary = Vocabulary((*self._known, *terms))
        self._built = (snapshot.generation, snapshot.doc_count, vocabulary)
        return vocabulary


class Relaxer:
    """Widens one query that found nothing, or tells what it was meant to be."""

    def __init__(self, words: Callable[[], Words], *, snapshot: Snapshot, vocabulary: VocabularyCache) -> None:
        self._new_words = words
        self._snapshot = snapshot
        self._cache = vocabulary

    def relax(self, clauses: tuple[Clause, ...], *, within: Callable[[Node], Node]) -> Near | None:
        """Return a wider plan; None when the person asked for exact words (a phrase) or nothing comes near."""
        if any(c.kind is ClauseKind.PHRASE and not c.negative for c in clauses):
            return None
        vocabulary = self._cache.of(self._snapshot)
        corrected = tuple(self._corrected(c, vocabulary=vocabulary) for c in clauses)
        latin = {t: vocabulary.near_latin(t) for c in clauses for t in _latin(c.text) if not self._known(t)}
        near = NearPlanner(self._new_words()).plan(clauses, corrections=latin)
        if corrected != clauses:
            plan = Planner(self._new_words()).strict(corrected)
            if self._snapshot.rows(within(plan.node), offset=0, limit=1, by_key=False)[0]:
                return Near(_union(plan, near), _text(corrected))
        return Near(near, None) if near else None

    def corrected(self, clauses: tuple[Clause, ...]) -> tuple[Clause, ...]:
        """Return clauses in which characters that stand together nowhere give way to words that sound like them."""
        told = [c for c in clauses if c.kind is not ClauseKind.PHRASE and not c.negative]
        runs = [run for c in told for run in han_runs(lower(c.text))]
        if all(self._occurs(a + b) for run in runs for a, b in pairwise(run)):
            return clauses  # Nearly every question: the vocabulary needn't be read.
        return tuple(self._sounded(c, vocabulary=self._cache.of(self._snapshot)) for c in clauses)

    def meant_by_sound(self, clauses: tuple[Clause, ...], *, within: Callable[[Node], Node], page: int) -> str | None:
        """Return what a question sounds like that found its characters only far apart; None unless that is found."""
        if page > 1:
            return None
        corrected = self.corrected(clauses)
        if corrected == clauses:
            return None
        plan = Planner(self._new_words()).strict(corrected)
        found, _ = self._snapshot.rows(within(plan.node), offset=0, limit=1, by_key=False)
        return _text(corrected) if found else None

    def meant_by_titles(self, clauses: tuple[Clause, ...], *, titles: list[str], page: int) -> str | None:
        """Return the part of one of the first titles that the query misspells."""
        if page > 1:
            return None
        asked = "".join(c.text for c in clauses if not c.negative)
        found = (meant_in_title(fold(asked), title=title) for title in titles[:_TITLES_TRIED])
        return next((f for f in found if f), None)

    def _sounded(self, clause: Clause, *, vocabulary: Vocabulary) -> Clause:
        if clause.negative or clause.kind is ClauseKind.PHRASE:
            return clause
        text = folded = lower(clause.text)
        for run in han_runs(folded):
            text = text.replace(run, vocabulary.correct(run, occurs=self._occurs, by_sound=True))
        return clause if text == folded else replace(clause, text=text)

    def _corrected(self, clause: Clause, *, vocabulary: Vocabulary) -> Clause:
        if clause.negative or clause.kind is ClauseKind.PHRASE:
            return clause
        text = folded = lower(clause.text)
        for run in han_runs(folded):
            text = text.replace(run, vocabulary.correct(run, occurs=self._occurs))
        for token in _latin(folded):
            near = vocabulary.near_latin(token)
            if near and not self._known(token) and not segment(token):
                text = text.replace(token, near[0])
        return clause if text == folded else replace(clause, text=text)

    def _occurs(self, pair: str) -> bool:
        return stand_together(self._snapshot, pair)

    def _known(self, token: str) -> bool:
        return any(self._snapshot.df(f, token) for f in (Field.TITLE_WORDS, Field.BODY_WORDS))


def _latin(text: str) -> list[str]:
    return [u for u in UNIT.findall(lower(text)) if is_latin(u)]


def _union(plan: Plan, near: Plan | None) -> Plan:
    if near is None:
        return plan
    plan.marks.texts.update(near.marks.texts)
    return Plan(Some((plan.node, near.node)), plan.marks)


def _text(clauses: tuple[Clause, ...]) -> str:
    return " ".join(f"-{c.text}" if c.negative else c.text for c in clauses)
