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
        for word in sorted({fold(word.strip()) for word in words} - {""}):
            self._by_prefix.setdefault(word[:PREFIX], []).append(word)

    def hits(self, folded: str) -> list[Hit]:
        """Return every occurrence of every word in an already folded text, overlaps included, by place."""
        found: list[Hit] = []
        look_up = self._by_prefix.get
        for start, character in enumerate(folded):
            words = look_up(folded[start : start + PREFIX]) if start + 1 < len(folded) else None
            single = look_up(character)
            if words or single:
                found += [
                    Hit(word, start)
                    for word in (*(words or ()), *(single or ()))
                    if folded.startswith(word, start) and _stands_alone(folded, start, start + len(word))
                ]
        return sorted(found, key=lambda hit: (hit.start, -len(hit.word)))


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before = start > 0 and _is_latin(folded[start]) and _is_latin(folded[start - 1])
    after = end < len(folded) and _is_latin(folded[end - 1]) and _is_latin(folded[end])
    return not (before or after)


def longest_only(hits: Iterable[Hit]) -> list[Hit]:
    """Drop hits that lie wholly inside a longer one, so that 织机 in 纺织机械 does not speak for itself."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda one: (one.start, -len(one.word))):
        if not any(other.start <= hit.start and hit.end <= other.end for other in kept):
            kept.append(hit)
    return kept
