"""Pinyin without tones: readings of characters and words, and Latin text split into syllables.

pypinyin reads its tables when it is loaded, for tenths of a second: whoever needs no reading does without it.
"""

from functools import lru_cache
from itertools import pairwise

from search_index.syllables import LONGEST, SYLLABLES

MAX_READINGS = 6


def is_han(char: str) -> bool:
    """Tell whether the character has a reading of its own."""
    return "\u3400" <= char <= "\u9fff" or "\U00020000" <= char <= "\U0003ffff"


def has_han(text: str) -> bool:
    """Tell whether the text holds a Chinese character."""
    return any(is_han(c) for c in text)


@lru_cache(maxsize=65536)
def word_readings(word: str) -> tuple[tuple[str, ...], ...]:
    """Return the readings of each character: the one that the word asks for (银行, 行走), then the usual one."""
    from pypinyin import lazy_pinyin

    if not any(a + b in _phrase_beginnings() for a, b in pairwise(word)):
        return tuple(char_readings(c)[:1] for c in word)
    chosen = [str(s).replace("ü", "v") for s in lazy_pinyin(word)]
    usual = [char_readings(c) for c in word]
    if len(chosen) != len(word):
        return tuple(r[:1] for r in usual)
    return tuple(tuple(dict.fromkeys((s, r[0]))) for s, r in zip(chosen, usual, strict=True))


@lru_cache(maxsize=1)
def _phrase_beginnings() -> frozenset[str]:
    """Return the first two characters of each phrase with a reading of its own: few words hold one, all others wait."""
    from pypinyin.constants import PHRASES_DICT

    return frozenset(phrase[:2] for phrase in PHRASES_DICT)


@lru_cache(maxsize=32768)
def char_readings(char: str) -> tuple[str, ...]:
    """Return every reading of the character, the most usual first."""
    from pypinyin import Style, pinyin

    found = pinyin(char, style=Style.NORMAL, heteronym=True)
    return tuple(dict.fromkeys(str(s).replace("ü", "v") for s in found[0]))


def sound_of(text: str) -> str:
    """Return a key that is equal for texts that sound the same; each character takes its usual reading."""
    return "'".join(char_readings(c)[0] if is_han(c) else c for c in text)


def loose_sound_of(text: str) -> str:
    """Return a key that is also equal for sounds which many people don't tell apart: zh and z, n and ng at the end."""
    return "'".join(_loose(char_readings(c)[0]) if is_han(c) else c for c in text)


def _loose(syllable: str) -> str:
    return syllable[0] + syllable[1:].removeprefix("h").replace("ng", "n")


def segment(latin: str, *, limit: int = MAX_READINGS) -> list[tuple[str, ...]]:
    """Split Latin letters into pinyin syllables in every way, fewest syllables first; empty when impossible."""
    return _ways(latin, limit=limit)[-1]


def segment_prefix(latin: str, *, limit: int = MAX_READINGS) -> list[tuple[tuple[str, ...], str]]:
    """Split letters that are still being typed: syllables, and the beginning of the next one (may be empty)."""
    ways = _ways(latin, limit=limit)
    whole = [(way, "") for way in ways[-1]]
    cuts = range(max(0, len(latin) - LONGEST + 1), len(latin))
    partial = [(way, latin[cut:]) for cut in cuts if completions(latin[cut:]) for way in ways[cut]]
    return whole + sorted(partial, key=lambda item: len(item[0]))[:limit]


@lru_cache(maxsize=1024)
def completions(beginning: str) -> tuple[str, ...]:
    """Return the syllables that begin like this."""
    return tuple(sorted(s for s in SYLLABLES if s.startswith(beginning)))


def _ways(latin: str, *, limit: int) -> list[list[tuple[str, ...]]]:
    """Return for each i the ways to read latin[:i]; a beam keeps the shortest ones, so long input stays cheap."""
    start_way: tuple[str, ...] = ()
    ways: list[list[tuple[str, ...]]] = [[start_way], *([] for _ in latin)]
    for end in range(1, len(latin) + 1):
        found = [
            (*way, latin[start:end])
            for start in range(max(0, end - LONGEST), end)
            if latin[start:end] in SYLLABLES
            for way in ways[start]
        ]
        ways[end] = sorted(found, key=len)[:limit]
    return ways
