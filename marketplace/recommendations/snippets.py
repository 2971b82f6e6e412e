"""The words that matched, marked in the texts where they stand."""

import re
from collections.abc import Iterable

from matching.text import fold

Segments = tuple[tuple[str, bool], ...]

LONGEST = 72  # Characters of a snippet: three lines on a phone.
SENTENCE = re.compile(r"[^。；;！!？?\n]+[。；;！!？?]?")
ELLIPSIS = "…"


def marked(text: str, words: Iterable[str]) -> Segments:
    """Return the text in pieces, those that are one of ``words`` marked; case, width and script don't matter."""
    spans = _spans(fold(text), words)
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, stop in spans:
        if start > at:
            pieces.append((text[at:start], False))
        pieces.append((text[start:stop], True))
        at = stop
    if at < len(text):
        pieces.append((text[at:], False))
    return tuple(pieces)


def snippet(text: str, words: Iterable[str], *, longest: int = LONGEST) -> Segments:
    """Return the sentence that holds most of the words, cut to ``longest`` characters around the first of them."""
    known = tuple(words)
    sentences = [found.strip() for found in SENTENCE.findall(text) if found.strip()] or [text.strip()]
    best = max(sentences, key=lambda sentence: _covered(sentence, known))
    return marked(_cut(best, known, longest=longest), known)


def _covered(sentence: str, words: tuple[str, ...]) -> int:
    return sum(stop - start for start, stop in _spans(fold(sentence), words))


def _cut(sentence: str, words: tuple[str, ...], *, longest: int) -> str:
    if len(sentence) <= longest:
        return sentence
    spans = _spans(fold(sentence), words)
    first = spans[0][0] if spans else 0
    start = 0 if first < longest // 2 else min(first - longest // 4, len(sentence) - longest)
    stop = start + longest
    return (ELLIPSIS if start else "") + sentence[start:stop] + (ELLIPSIS if stop < len(sentence) else "")


def _spans(folded: str, words: Iterable[str]) -> list[tuple[int, int]]:
    """Return where words stand, overlapping and touching ones joined, in the order of the text."""
    found = sorted(
        (match.start(), match.end())
        for word in set(words)
        if word
        for match in re.finditer(re.escape(fold(word)), folded)
    )
    joined: list[tuple[int, int]] = []
    for start, stop in found:
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(stop, joined[-1][1]))
        else:
            joined.append((start, stop))
    return joined
