"""Find many fixed words in a text at once, with their places."""

from collections.abc import Iterable
from dataclasses import dataclass

from matching.text.normalise import fold

PREFIX = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """A word found at ``start`` (characters from 0) of a folded text."""

    word: str
    start: int

    @property
    def end(self) -> int:
        """Return the place after the last character."""
        return self.start + len(self.word)


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()


class WordIndex:
    """A fixed set of folded words, looked up by their first two characters.

    A Latin word counts only where no other Latin letter or digit touches it, so that ``led`` is not found in
    ``sealed``.
    """

    def __init__(self, words: Iterable[str]) -> None:
        """Keep the folded, non-empty words."""
        self._by_prefix: dict[str, list[str]] = {}
        # The longest first: hits then come in the order in which longer ones hide shorter ones.
        for word in sorted({fold(word.strip()) for word in words} - {""}, key=lambda one: (-len(one), one)):
            self._by_prefix.setdefault(word[:PREFIX], []).append(word)
        self._touchy = {word for words in self._by_prefix.values() for word in words if _has_latin_end(word)}
        self._singles = {prefix for prefix in self._by_prefix if len(prefix) == 1}

    def hits(self, folded: str) -> list[Hit]:
        """Return every occurrence of every word in an already folded text, overlaps included, by place."""
        known = self._by_prefix
        starts = [start for start in range(len(folded)) if folded[start : start + PREFIX] in known]
        found = [
            Hit(word, start)
            for start in starts
            for word in known[folded[start : start + PREFIX]]
            if folded.startswith(word, start) and (word not in self._touchy or _stands_alone(folded, start, word=word))
        ]
        return found if self._singles.isdisjoint(folded) else self._with_singles(folded, found)

    def _with_singles(self, folded: str, found: list[Hit]) -> list[Hit]:
        # The last character of a text is a prefix of one character: its hit was found above.
        found += [
            Hit(character, start)
            for start, character in enumerate(folded[:-1])
            if character in self._singles
            and (character not in self._touchy or _stands_alone(folded, start, word=character))
        ]
        return sorted(found, key=lambda hit: (hit.start, -len(hit.word)))


def _has_latin_end(word: str) -> bool:
    return _is_latin(word[0]) or _is_latin(word[-1])


def _stands_alone(folded: str, start: int, *, word: str) -> bool:
    end = start + len(word)
    before = start > 0 and _is_latin(folded[start]) and _is_latin(folded[start - 1])
    after = end < len(folded) and _is_latin(folded[end - 1]) and _is_latin(folded[end])
    return not (before or after)


def word_place(word: str, folded: str) -> int:
    """Return where a folded text first holds a folded word, -1 where it doesn't; a Latin word must stand alone."""
    start = folded.find(word)
    if start < 0 or not _has_latin_end(word):
        return start
    while start >= 0 and not _stands_alone(folded, start, word=word):
        start = folded.find(word, start + 1)
    return start


def longest_only(hits: Iterable[Hit]) -> list[Hit]:
    """Drop hits that lie wholly inside a longer one, so that 织机 in 纺织机械 does not speak for itself."""
    kept: list[Hit] = []
    reach = 0
    # By start, the longer first: whatever ends no later than an earlier hit lies inside it.
    for hit in sorted(hits, key=lambda one: (one.start, -len(one.word))):
        if hit.end > reach:
            kept.append(hit)
            reach = hit.end
    return kept
