"""Which trades a text names, and which businesses outside manufacturing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from matching.library import Library
from matching.linking.types import TradeLink
from matching.text import WordIndex, fold
from matching.text.words import longest_only

WORD_STRENGTH = {1: 0.2, 2: 0.5, 3: 0.65}
LONG_WORD_STRENGTH = 0.75


class TradeDetector:
    """The words of all trades and foreign verticals."""

    def __init__(self, library: Library) -> None:
        """Index the words; a word of several trades is shared among them."""
        self._trades = _owners((trade.code, trade.words) for trade in library.trades)
        self._verticals = _owners((vertical.code, vertical.words) for vertical in library.verticals)
        self._index = WordIndex([*self._trades, *self._verticals])

    def trades(self, text: str) -> tuple[TradeLink, ...]:
        """Return the trades that ``text`` names, best first."""
        return self._detect(text, owners=self._trades)

    def verticals(self, text: str) -> tuple[TradeLink, ...]:
        """Return the businesses outside manufacturing that ``text`` names, best first."""
        return self._detect(text, owners=self._verticals)

    def _detect(self, text: str, *, owners: Mapping[str, Mapping[str, float]]) -> tuple[TradeLink, ...]:
        words: dict[str, dict[str, float]] = defaultdict(dict)
        for hit in longest_only(self._index.hits(fold(text))):
            for code, share in owners.get(hit.word, {}).items():
                words[code][hit.word] = word_strength(hit.word) * share
        links = [
            TradeLink(trade=code, confidence=noisy_or(strengths.values()), words=tuple(strengths))
            for code, strengths in words.items()
        ]
        return tuple(sorted(links, key=lambda link: (-link.confidence, link.trade)))


def word_strength(word: str) -> float:
    """Return how far one hit of a trade's word can be trusted by its length, in [0, 1]."""
    return WORD_STRENGTH.get(len(word), LONG_WORD_STRENGTH)


def noisy_or(strengths: Iterable[float]) -> float:
    """Return 1 - product of (1 - strength), rounded to 1e-6."""
    doubt = 1.0
    for strength in sorted(strengths):
        doubt *= 1 - strength
    return round(1 - doubt, 6)


def _owners(rows: Iterable[tuple[str, Iterable[str]]]) -> dict[str, dict[str, float]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for code, words in rows:
        for word in dict.fromkeys(fold(word.strip()) for word in words):
            if word:
                codes[word].append(code)
    return {word: {code: 1 / len(owners) ** 0.5 for code in owners} for word, owners in codes.items()}
