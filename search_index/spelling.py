"""Better spellings from the terms of an index: same sound, or few edits."""

from collections import defaultdict
from collections.abc import Callable, Iterable

from rapidfuzz import fuzz
from rapidfuzz.distance import OSA, Levenshtein

from search_index.alignment import fold_aligned
from search_index.pinyin import has_han, loose_sound_of, sound_of
from search_index.tokens import compact

LONGEST_WORD = 8
_SHORT_LATIN, _LONG_LATIN = 3, 8
_MAX_NEAR = 5


class Vocabulary:
    """Words that people may have meant, with the number of documents that hold them."""

    def __init__(self, terms: Iterable[tuple[str, int]]) -> None:
        counts: dict[str, int] = defaultdict(int)
        for term, count in terms:
            counts[term] += count
        self._counts = counts
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_loose_sound: dict[str, list[str]] = defaultdict(list)
        self._by_gap: dict[str, list[str]] = defaultdict(list)
        self._latin: dict[int, list[str]] = defaultdict(list)
        for word in counts:
            self._file(word)

    def _file(self, word: str) -> None:
        if word.isascii():
            self._latin[len(word)].append(word)
        elif 1 < len(word) <= LONGEST_WORD and has_han(word):
            self._by_sound[sound_of(word)].append(word)
            self._by_loose_sound[loose_sound_of(word)].append(word)
            if len(word) > 2:  # noqa: PLR2004  # One wrong character of two leaves too little to guess from.
                for i in range(len(word)):
                    self._by_gap[f"{word[:i]}\0{word[i + 1 :]}"].append(word)

    def near_latin(self, token: str) -> tuple[str, ...]:
        """Return words within one edit (two from eight letters on; three letters may only swap), nearest first."""
        if len(token) < _SHORT_LATIN or token.isdigit():
            return ()
        limit = 2 if len(token) >= _LONG_LATIN else 1
        near: list[tuple[int, int, str]] = []
        for size in range(len(token) - limit, len(token) + limit + 1):
            for word in self._latin.get(size, ()):
                distance = OSA.distance(token, word, score_cutoff=limit)
                if 0 < distance <= limit and (len(token) > _SHORT_LATIN or sorted(token) == sorted(word)):
                    near.append((distance, -self._counts[word], word))
        return tuple(word for _, _, word in sorted(near)[:_MAX_NEAR])

    def correct(self, run: str, *, occurs: Callable[[str], bool], by_sound: bool = False) -> str:
        """Replace parts of a Chinese run that occur nowhere by words of the same sound or one character away.

        `occurs` tells whether two neighbouring characters stand side by side in some document; `by_sound` leaves out
        words that only look alike.
        """
        strange = [not occurs(run[i : i + 2]) for i in range(len(run) - 1)]
        at, out = 0, ""
        while at < len(run):
            known = self._longest_known(run, at=at)
            wrong, right = self._longest_fix(run, at=at, strange=strange, by_sound=by_sound)
            if right and len(wrong) > known:
                out += right
                at += len(wrong)
            else:
                step = max(known, 1)
                out += run[at : at + step]
                at += step
        return out

    def _longest_known(self, run: str, *, at: int) -> int:
        sizes = range(min(LONGEST_WORD, len(run) - at), 1, -1)
        return next((n for n in sizes if run[at : at + n] in self._counts), 0)

    def _longest_fix(self, run: str, *, at: int, strange: list[bool], by_sound: bool) -> tuple[str, str]:
        for size in range(min(LONGEST_WORD, len(run) - at), 1, -1):
            wrong = run[at : at + size]
            if wrong in self._counts or not any(strange[at : at + size - 1]):
                continue
            found = self._sounds_like(wrong) or ([] if by_sound else self._one_away(wrong))
            if found:
                return wrong, max(found, key=lambda w: (self._counts[w], w))
        return "", ""

    def _sounds_like(self, wrong: str) -> list[str]:
        return self._by_sound.get(sound_of(wrong)) or self._by_loose_sound.get(loose_sound_of(wrong), [])

    def _one_away(self, wrong: str) -> list[str]:
        gaps = (f"{wrong[:i]}\0{wrong[i + 1 :]}" for i in range(len(wrong)))
        return [word for gap in gaps for word in self._by_gap.get(gap, ())]


def meant_in_title(query: str, *, title: str) -> str | None:
    """Return the part of a title that the query misspells, None when they are too far apart."""
    wanted = compact(query)
    folded, origins = fold_aligned(title)
    size = len(wanted)
    if size < 3 or not folded:  # noqa: PLR2004  # Two characters are near to everything.
        return None
    found = fuzz.partial_ratio_alignment(wanted, folded)
    if found is None:
        return None
    start, end = found.dest_start, found.dest_end
    distance = Levenshtein.distance(wanted, folded[start:end])
    if end - start < size - 1 or not 0 < distance <= max(1, size // 4):
        return None
    return title[start:end] if origins is None else title[origins[start] : origins[end - 1] + 1]
