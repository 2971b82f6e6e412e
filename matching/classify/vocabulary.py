"""Find product words in a noun phrase: the cover by longest words, and the nearest words when none fits."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from matching.text import fold

MAX_WORD = 16
NEAREST = 8
MIN_ALIKE = 2  # One character is like everything.
LEAST_SIMILARITY = 0.42

_LATIN = re.compile(r"[a-z0-9]+")
_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class WordHit:
    """A known word at ``start`` of a phrase."""

    word: str
    start: int

    @property
    def end(self) -> int:
        """Return the place after the last character."""
        return self.start + len(self.word)


class Vocabulary:
    """Known words with their codes; built once, read by many."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        """Take (word, code) pairs; a word with several codes speaks for each with an equal share."""
        codes: dict[str, list[str]] = defaultdict(list)
        for word, code in entries:
            folded = fold(word).replace("、", "").replace(" ", "")
            if folded and code not in codes[folded]:
                codes[folded].append(code)
        self._codes = {word: tuple(found) for word, found in codes.items()}
        self._postings: dict[str, list[str]] = defaultdict(list)
        for word in self._codes:
            for gram in _grams(word):
                self._postings[gram].append(word)
        total = len(self._codes) + 1
        self._idf = {gram: math.log(total / len(words)) for gram, words in self._postings.items()}
        self._norms = {word: self._norm(word) for word in self._codes}

    def codes(self, word: str) -> tuple[str, ...]:
        """Return the codes of a known word, empty for an unknown one."""
        return self._codes.get(word, ())

    def cover(self, phrase: str) -> tuple[WordHit, ...]:
        """Return the words that cover most of ``phrase`` without overlap, long words first, in order.

        Maximises the sum of squared lengths; of equal covers the one whose last word is longer wins, because the
        head of a Chinese noun phrase stands at its end. A word of one character counts only at the end, and no word
        begins or ends inside a run of Latin letters and digits.
        """
        size = len(phrase)
        inside = {place for run in _LATIN.finditer(phrase) for place in range(run.start() + 1, run.end())}
        best: list[tuple[int, int]] = [(0, 0)] * (size + 1)
        step: list[int] = [0] * (size + 1)
        for end in range(1, size + 1):
            best[end], step[end] = best[end - 1], 0
            if end in inside:
                continue
            for length in range(1, min(MAX_WORD, end) + 1):
                word = phrase[end - length : end]
                if word in self._codes and end - length not in inside and (length > 1 or end == size):
                    worth = (best[end - length][0] + length * length, length)
                    if worth >= best[end]:
                        best[end], step[end] = worth, length
        return tuple(_walk_back(phrase, step=step))

    def nearest(self, phrase: str) -> tuple[tuple[str, float], ...]:
        """Return up to eight known words most like ``phrase`` in character pairs, with similarity in (0, 1].

        They share a Chinese character with it: asdf is not like mdf.
        """
        if len(phrase) < MIN_ALIKE:
            return ()
        kin: set[str] = set()
        scores: dict[str, float] = defaultdict(float)
        norm = 0.0
        for gram in _grams(phrase):
            weight = self._idf.get(gram, math.log(len(self._codes) + 1))
            norm += weight * weight
            holders = self._postings.get(gram, ())
            kin.update(holders if _CHINESE.search(gram) else ())
            for word in holders:
                scores[word] += weight * weight
        ranked = sorted(
            ((score / math.sqrt(norm * self._norms[word]), word) for word, score in scores.items() if word in kin),
            key=lambda pair: (-pair[0], pair[1]),
        )
        return tuple((word, score) for score, word in ranked[:NEAREST] if score >= LEAST_SIMILARITY)

    def _norm(self, word: str) -> float:
        return sum(self._idf[gram] ** 2 for gram in _grams(word))


def _grams(word: str) -> set[str]:
    # The last character and pair are marked: 轴承钢 is a steel, 钢轴承 a bearing.
    marked = f"{word}$"
    return {marked[place : place + 2] for place in range(len(marked) - 1)} | {word[-2:] + "$"}


def _walk_back(phrase: str, *, step: list[int]) -> list[WordHit]:
    hits: list[WordHit] = []
    end = len(phrase)
    while end > 0:
        length = step[end]
        if length:
            hits.append(WordHit(phrase[end - length : end], end - length))
        end -= max(length, 1)
    return hits[::-1]
