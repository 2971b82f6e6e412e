"""Extracts of texts with marked matches, as spans of plain text."""

from collections.abc import Sequence

from search_index.alignment import fold_all_aligned
from search_index.analyzer import Analyzer
from search_index.tokens import han_runs
from search_index.types import Span
from search_index.words import Marks

SNIPPET_LENGTH = 120
LEAD = 24
_MAX_PATTERNS = 64


class Highlighter:
    """Marks what one query found; built once a page of results."""

    def __init__(self, marks: Marks, *, analyzer: Analyzer) -> None:
        texts = sorted((t for t in marks.texts if t.strip()), key=len, reverse=True)[:_MAX_PATTERNS]
        self._texts = [(text, _is_latin_sign(text[0])) for text in texts]
        self._marks = marks
        self._analyzer = analyzer

    def titles(self, titles: Sequence[str]) -> list[tuple[Span, ...]]:
        """Return whole titles in spans; all of a page at once, because they are folded in one piece."""
        pairs = zip(titles, fold_all_aligned(titles), strict=True)
        return [self._title(title, folded=folded, origins=origins) for title, (folded, origins) in pairs]

    def snippets(self, bodies: Sequence[str]) -> list[tuple[Span, ...]]:
        """Return about 120 characters of each around the place with most matches; the beginning without a match."""
        pairs = zip(bodies, fold_all_aligned(bodies), strict=True)
        return [self._snippet(body, folded=folded, origins=origins) for body, (folded, origins) in pairs]

    def _title(self, title: str, *, folded: str, origins: tuple[int, ...] | None) -> tuple[Span, ...]:
        ranges = self._ranges(folded) or self._sound_ranges(folded)
        return _spans(title, _to_origin(ranges, origins=origins, size=len(title)), start=0, end=len(title))

    def _snippet(self, body: str, *, folded: str, origins: tuple[int, ...] | None) -> tuple[Span, ...]:
        ranges = _to_origin(self._ranges(folded), origins=origins, size=len(body))
        start = _best_start(ranges, size=len(body))
        end = min(len(body), start + SNIPPET_LENGTH)
        spans = _spans(body, ranges, start=start, end=end)
        before = (Span("…", marked=False),) if start > 0 else ()
        after = (Span("…", marked=False),) if end < len(body) else ()
        return (*before, *spans, *after)

    def _ranges(self, folded: str) -> list[tuple[int, int]]:
        """Return where the texts stand; a Latin word only where it begins, not inside another one: mes, not ga[mes]."""
        found: list[tuple[int, int]] = []
        for text, is_latin in self._texts:
            at = folded.find(text)
            while at >= 0:
                end = at + len(text)
                if not (is_latin and at and _is_latin_sign(folded[at - 1])):
                    found.append((at, end))
                at = folded.find(text, end)
        return found

    def _sound_ranges(self, folded: str) -> list[tuple[int, int]]:
        if not (self._marks.sounds or self._marks.initials):
            return []
        out: list[tuple[int, int]] = []
        for run in han_runs(folded):
            base = folded.index(run)
            readings = self._analyzer.syllables(run)
            for offset in range(len(run)):
                size = self._spoken_length(readings[offset:])
                if size:
                    out.append((base + offset, base + offset + size))
        return out

    def _spoken_length(self, readings: list[tuple[str, ...]]) -> int:
        for syllables in self._marks.sounds:
            here = readings[: len(syllables)]
            if len(here) == len(syllables) and all(s in r for s, r in zip(syllables, here, strict=True)):
                return len(syllables)
        for initials in self._marks.initials:
            if "".join(r[0][0] for r in readings[: len(initials)]) == initials:
                return len(initials)
        return 0


def _is_latin_sign(char: str) -> bool:
    return char.isascii() and char.isalnum()


def _to_origin(ranges: list[tuple[int, int]], *, origins: tuple[int, ...] | None, size: int) -> list[tuple[int, int]]:
    if origins is None:
        return ranges
    ends = (*origins, size)
    return [(origins[a], max(origins[a] + 1, ends[b])) for a, b in ranges]


def _best_start(ranges: list[tuple[int, int]], *, size: int) -> int:
    if not ranges or size <= SNIPPET_LENGTH:
        return 0
    limit = SNIPPET_LENGTH - LEAD
    best = max(ranges, key=lambda r: (sum(1 for a, b in ranges if r[0] <= a and b <= r[0] + limit), -r[0]))
    return max(0, min(best[0] - LEAD, size - SNIPPET_LENGTH))


def _spans(text: str, ranges: list[tuple[int, int]], *, start: int, end: int) -> tuple[Span, ...]:
    if not ranges:
        return (Span(text[start:end], False),) if start < end else ()
    out: list[Span] = []
    at = start
    for a, b in _merged(ranges):
        left, right = max(a, at), min(b, end)
        if left >= right:
            continue
        if left > at:
            out.append(Span(text[at:left], False))
        out.append(Span(text[left:right], True))
        at = right
    if at < end:
        out.append(Span(text[at:end], False))
    return tuple(out)


def _merged(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    if len(ranges) == 1:
        return ranges
    out: list[tuple[int, int]] = []
    for a, b in sorted(ranges):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(b, out[-1][1]))
        else:
            out.append((a, b))
    return out
