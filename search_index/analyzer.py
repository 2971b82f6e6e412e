"""The one analyzer for documents and queries."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import add

import rjieba

from search_index.lexicon import Lexicon
from search_index.normalize import fold, lower, normalize
from search_index.pinyin import is_han, word_readings

SCHEMA_VERSION = "1"
MAX_TOKEN = 64
_LATIN = "a-z0-9\u00df-\u024f"
# Latin tokens (C++ and C# keep their signs), any other letter or digit alone, pictographs and symbols alone.
_SYMBOLS = "$%€£¥°±×÷\u2100-\u214f\u2190-\u2bff\u3004\u3020\U0001f000-\U0001faff"
_LATIN_TOKEN = re.compile(rf"[{_LATIN}]+(?:\+\+|#)?", re.IGNORECASE)
UNIT = re.compile(rf"[{_LATIN}]+(?:\+\+|#)?|[^\W_]|[{_SYMBOLS}]", re.IGNORECASE)
# The same, with neighbours that are single units taken in one piece: a text is mostly Chinese runs.
_CHUNK = re.compile(rf"[{_LATIN}]+(?:\+\+|#)?|(?:(?![{_LATIN}])(?:[^\W_]|[{_SYMBOLS}]))+", re.IGNORECASE)
_HAN_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_JOINER = re.compile(r"[ \-_/.+&·]?")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z\u00df-\u024f]+|[0-9]+")
# Forms of firms: they say nothing about which firm is meant.
LEGAL_FORM = re.compile(
    "(?:(?:股份|责任|集团)*有限(?:责任)?公司|股份公司|[(](?:有限|普通|特殊普通)合伙[)]|合伙企业|集团|公司|厂|商行|商会)$"
)
_BRACKETS = re.compile(r"[()\[\]【】〔〕「」《》〈〉\s]")
LONGEST_WORD = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """The token streams of a document, one for each field of the schema; repeated tokens count."""

    title_words: list[str]
    title_grams: list[str]
    title_sounds: list[str]
    title_exact: list[str]
    body_words: list[str]
    body_grams: list[str]


def is_latin(unit: str) -> bool:
    """Tell whether a unit is a Latin token rather than a single character."""
    return (unit[0].isascii() and unit[0].isalnum()) or "\u00df" <= unit[0] <= "\u024f"


def compact(folded: str) -> str:
    """Return letters, digits and characters only."""
    return "".join(UNIT.findall(folded))


def core_name(folded: str) -> str:
    """Return the compact name without its legal form."""
    bare = LEGAL_FORM.sub("", folded.strip()) or folded
    return compact(_BRACKETS.sub("", LEGAL_FORM.sub("", bare) or bare))


def grams(folded: str) -> list[str]:
    """Return units interleaved with joins of neighbours: 排产 → 排 排产 产; s7-1200 → s7 s71200 1200.

    A phrase is found as this very sequence inside the sequence of a text.
    """
    out: list[str] = []
    end_before, before = -1, ""
    for match in _CHUNK.finditer(folded):
        chunk = match.group()
        if not is_latin(chunk):
            stream = [""] * (2 * len(chunk) - 1)
            stream[::2] = chunk
            stream[1::2] = map(add, chunk, chunk[1:])
            out += stream
            before = ""
            continue
        token = chunk[:MAX_TOKEN]
        if before and _JOINER.fullmatch(folded, end_before, match.start()):
            out.append((before + token)[:MAX_TOKEN])
        out.append(token)
        end_before, before = match.end(), token
    return out


def pairs(folded: str) -> list[str]:
    """Return the joins of neighbours, and units without a neighbour alone: what a text must hold to hold this one."""
    out: list[str] = []
    end_before, before, joined = -1, "", True
    for match in UNIT.finditer(folded):
        unit = match.group()[:MAX_TOKEN]
        if before and _are_neighbours(before, unit, folded[end_before : match.start()]):
            out.append((before + unit)[:MAX_TOKEN])
            joined = True
        else:
            out += [] if joined else [before]
            joined = False
        end_before, before = match.end(), unit
    return out if joined else [*out, before]


def _are_neighbours(before: str, unit: str, between: str) -> bool:
    if is_latin(before) and is_latin(unit):
        return _JOINER.fullmatch(between) is not None
    return not between and not is_latin(before) and not is_latin(unit)


class Analyzer:
    """Turns texts into tokens; holds the segmenter with the lexicon's words."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon = lexicon
        self._jieba = rjieba.Jieba()
        groups = (word for group in lexicon.synonyms for word in group)
        for word in dict.fromkeys((*lexicon.words, *groups)):
            folded = fold(word)
            if 1 < len(folded) <= LONGEST_WORD and _HAN_RUN.fullmatch(folded):
                self._jieba.add_word(folded, self._jieba.suggest_freq(folded), None)

    def document(self, *, title: str, body: str) -> Tokens:
        """Return every token stream of a document."""
        title_plain, body_plain = normalize(title), normalize(body)
        title_folded, body_folded = lower(title_plain), lower(body_plain)
        sounds, exact = self._sounds(title_folded)
        return Tokens(
            title_words=self._words(title_plain, title_folded),
            title_grams=grams(title_folded),
            title_sounds=sounds,
            title_exact=exact,
            body_words=self._words(body_plain, body_folded),
            body_grams=grams(body_folded),
        )

    def cut(self, folded: str) -> list[str]:
        """Split Chinese text into words that don't overlap."""
        words: list[str] = self._jieba.cut(folded)
        return words

    def _words(self, plain: str, folded: str) -> list[str]:
        cut = self._jieba.cut_for_search
        found = [w for run in _HAN_RUN.findall(folded) if len(run) > 1 for w in cut(run) if len(w) > 1]
        return found + list(latin_tokens(plain))

    def _sounds(self, folded: str) -> tuple[list[str], list[str]]:
        runs = [(run, self.syllables(run)) for run in _HAN_RUN.findall(folded)]
        sounds = [token for _, run in runs for token in sound_tokens(run)]
        whole, core = compact(folded), core_name(folded)
        spoken = self._spoken(whole)
        spoken_core = spoken[: len(core)] if whole.startswith(core) else self._spoken(core)
        exact = [f"={whole}", f"={core}"]
        for readings in (spoken, spoken_core):
            exact += [f"p:{''.join(readings)}", f"i:{''.join(r[0] for r in readings if r)}"]
        return sounds, list(dict.fromkeys(exact))

    def _spoken(self, compacted: str) -> list[str]:
        """Return a syllable for each Chinese character and every other character as it is."""
        out = list(compacted)
        for match in _HAN_RUN.finditer(compacted):
            out[match.start() : match.end()] = [r[0] for r in self.syllables(match.group())]
        return out

    def syllables(self, han: str) -> list[tuple[str, ...]]:
        """Return the readings of each character: the one that its word asks for first, then the usual one."""
        out: list[tuple[str, ...]] = []
        for word in self.cut(han):
            out += word_readings(word)
        return out


def sound_tokens(readings: list[tuple[str, ...]]) -> list[str]:
    """Return syllables, pairs of syllables (zhao'jian) and two and three initials (;zj ;zjy) of a run."""
    first = [r[0] for r in readings]
    letters = "".join([s[0] for s in first])
    out = [*first, *[f"{a}'{b}" for a, b in pairwise(first)]]
    out += [f";{letters[i : i + 2]}" for i in range(len(letters) - 1)]
    out += [f";{letters[i : i + 3]}" for i in range(len(letters) - 2)]
    if any(len(r) > 1 for r in readings):
        out += [s for r in readings for s in r[1:]]
        ways = (f"{a}'{b}" for left, right in pairwise(readings) for a in left for b in right)
        out += [way for way in ways if way not in out]
    return out


def latin_tokens(plain: str) -> Iterator[str]:
    """Yield Latin tokens, their parts (InfoLinkMES → info, link, mes, infolink, linkmes) and joins of neighbours."""
    end_before, before = -1, ""
    for match in _LATIN_TOKEN.finditer(plain):
        token = lower(match.group())[:MAX_TOKEN]
        yield token
        parts = [lower(p)[:MAX_TOKEN] for p in _PART.findall(match.group())]
        if parts != [token]:
            yield from parts
            yield from (a + b for a, b in pairwise(parts) if len(parts) > 2)  # noqa: PLR2004  # Two make the token.
        if before and _JOINER.fullmatch(plain, end_before, match.start()):
            yield (before + token)[:MAX_TOKEN]
        end_before, before = match.end(), token


def han_runs(folded: str) -> list[str]:
    """Return the runs of Chinese characters."""
    return _HAN_RUN.findall(folded)


def has_han(text: str) -> bool:
    """Tell whether the text holds a Chinese character."""
    return any(is_han(c) for c in text)
