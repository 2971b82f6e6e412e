"""Which trades a text is about, and which businesses outside manufacturing it names."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.library import Library
from matching.linking.calibration import noisy_or
from matching.linking.types import TradeLink
from matching.text import WordIndex, fold
from matching.text.words import longest_only

WORD_STRENGTH = {1: 0.15, 2: 0.4, 3: 0.6}
LONG_WORD_STRENGTH = 0.75
MANY_WORDS = 3
MODEL_FLOOR = 0.05
MIN_CONFIDENCE = 0.05


@dataclass(frozen=True, slots=True)
class Spoken:
    """What a text names: each trade's words with their strengths, and businesses outside manufacturing, best first."""

    trades: dict[str, dict[str, float]]
    verticals: tuple[TradeLink, ...]


class TradeWords:
    """The words of all trades and foreign verticals."""

    def __init__(self, library: Library) -> None:
        """Index the words; a word of several trades is shared among them."""
        self._trades = _owners((trade.code, (trade.name, *trade.words)) for trade in library.trades)
        self._verticals = _owners((vertical.code, vertical.words) for vertical in library.verticals)
        self._index = WordIndex([*self._trades, *self._verticals])

    def trades(self, folded: str) -> dict[str, dict[str, float]]:
        """Return for each trade that a folded text names its words with their strengths."""
        return self.spoken(folded).trades

    def spoken(self, folded: str) -> Spoken:
        """Return the trades and the businesses outside manufacturing that a folded text names."""
        words = [hit.word for hit in longest_only(self._index.hits(folded))]
        links = [
            TradeLink(trade=code, confidence=round(noisy_or(list(named.values())), 6), words=tuple(named))
            for code, named in _named(words, owners=self._verticals).items()
        ]
        return Spoken(
            trades=_named(words, owners=self._trades),
            verticals=tuple(sorted(links, key=lambda link: (-link.confidence, link.trade))),
        )


def _named(words: Sequence[str], *, owners: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    named: dict[str, dict[str, float]] = {}
    for word in words:
        for code, share in owners.get(word, {}).items():
            named.setdefault(code, {})[word] = word_strength(word) * share
    return named


def trade_signals(words: Mapping[str, float], *, score: float, top: float) -> tuple[float, ...]:
    """Return the numbers that a trade's confidence is computed from; ``top`` is the best score of any trade."""
    level = min(max(score, 0.0), 1.2)
    share = level / top if top > 0 else 0.0
    joint = noisy_or(list(words.values()))
    return (level, level**0.5, share, joint, min(len(words), MANY_WORDS) / MANY_WORDS, max(words.values(), default=0.0))


def candidate_trades(
    words: Mapping[str, Mapping[str, float]], scores: NDArray[np.float32], *, classes: Sequence[str]
) -> set[str]:
    """Return the trades worth judging: those with a word and those with a score above the floor."""
    return set(words) | {classes[int(number)] for number in np.flatnonzero(scores > MODEL_FLOOR)}


def word_strength(word: str) -> float:
    """Return how far one hit of a trade's word can be trusted by its length, in [0, 1]."""
    return WORD_STRENGTH.get(len(word), LONG_WORD_STRENGTH)


def _owners(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, dict[str, float]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, words in rows:
        for word in dict.fromkeys(fold(word.strip()) for word in words):
            if word:
                codes[word].append(code)
    return {word: dict.fromkeys(owners, 1 / len(owners) ** 0.5) for word, owners in codes.items()}
