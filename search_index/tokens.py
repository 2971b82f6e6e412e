"""Texts as units: Latin tokens, single characters of other scripts, symbols; and their neighbours joined."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from operator import add

from search_index.normalize import lower

MAX_TOKEN = 64
_LAST_LATIN = "\u024f"
LATIN = "A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
SYMBOLS = "$%€£¥°±×÷\u2100-\u214f\u2190-\u2bff\u3004\u3020\U0001f000-\U0001faff"
# Latin tokens (C++ and C# keep their signs), any other letter or digit alone, pictographs and symbols alone.
_LATIN_TOKEN = re.compile(rf"[{LATIN}]+(?:\+\+|#)?")
UNIT = re.compile(rf"[{LATIN}]+(?:\+\+|#)?|[^\W_]|[{SYMBOLS}]")
# The same with runs of single characters in one piece, because most of a text is such runs.
_CHUNK = re.compile(rf"[{LATIN}]+(?:\+\+|#)?|[^\W_{LATIN}]+|[{SYMBOLS}]")
_HAN_RUN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]+")
_JOINER = re.compile(r"[ \-_/.+&·]?")
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z\u00df-\u00f6\u00f8-\u024f]+|[0-9]+")
# Forms of firms: they say nothing about which firm is meant.
LEGAL_FORM = re.compile(
    "(?:(?:股份|责任|集团)*有限(?:责任)?公司|股份公司|[(](?:有限|普通|特殊普通)合伙[)]|合伙企业|集团|公司|厂|商行|商会)$"
)
LEGAL_ENDS = ("司", "厂", ")", "业", "团", "行", "会")


def is_latin(unit: str) -> bool:
    """Tell whether a unit is a Latin token rather than a single character."""
    first = unit[0]
    return first.isalnum() and first <= _LAST_LATIN


def compact(folded: str) -> str:
    """Return letters, digits, characters and symbols only."""
    return "".join(UNIT.findall(folded))


def without_legal_form(name: str) -> str:
    """Return the name without its form (有限公司, 厂); a name that is nothing else stays."""
    return (LEGAL_FORM.sub("", name) or name) if name.endswith(LEGAL_ENDS) else name


def core_name(folded: str) -> str:
    """Return the compact name without its legal form."""
    return compact(without_legal_form(folded.strip()))


def han_runs(folded: str) -> list[str]:
    """Return the runs of Chinese characters."""
    return _HAN_RUN.findall(folded)


def grams(folded: str) -> list[str]:
    """Return units interleaved with joins of neighbours: 排产 → 排 排产 产; s7-1200 → s7 s71200 1200.

    A phrase is found as this very sequence inside the sequence of a text.
    """
    out: list[str] = []
    before_is_latin = False
    for chunk in _CHUNK.findall(folded):
        if chunk[0] > _LAST_LATIN:
            size = len(chunk)
            if size == 1:
                out.append(chunk)
            else:
                stream = [""] * (2 * size - 1)
                stream[::2] = chunk
                stream[1::2] = map(add, chunk, chunk[1:])
                out += stream
            before_is_latin = False
        elif before_is_latin:
            return _grams_with_joins(folded)
        else:
            out.append(chunk[:MAX_TOKEN])
            before_is_latin = True
    return out


def _grams_with_joins(folded: str) -> list[str]:
    """Return the same for a text with Latin tokens side by side, where what stands between them matters."""
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
    for match in _CHUNK.finditer(folded):
        chunk = match.group()[:MAX_TOKEN] if is_latin(match.group()) else match.group()
        if before and is_latin(chunk) and _JOINER.fullmatch(folded, end_before, match.start()):
            out.append((before + chunk)[:MAX_TOKEN])
            joined = True
        else:
            out += [] if joined else [before]
            joined = not is_latin(chunk)
        if not is_latin(chunk):
            out += [chunk] if len(chunk) == 1 else map(add, chunk, chunk[1:])
        end_before, before = match.end(), chunk if is_latin(chunk) else ""
    return out if joined else [*out, before]


def latin_tokens(plain: str) -> Iterator[str]:
    """Yield Latin tokens, their parts (InfoLinkMES → info, link, mes, infolink, linkmes) and joins of neighbours."""
    end_before, before = -1, ""
    for match in _LATIN_TOKEN.finditer(plain):
        token, *parts = _with_parts(match.group())
        yield token
        yield from parts
        if before and _JOINER.fullmatch(plain, end_before, match.start()):
            yield (before + token)[:MAX_TOKEN]
        end_before, before = match.end(), token


@lru_cache(maxsize=16384)
def _with_parts(written: str) -> tuple[str, ...]:
    """Return a Latin token, then its parts and their joins when it has several; trades have few of them."""
    token = lower(written)[:MAX_TOKEN]
    parts = [lower(p)[:MAX_TOKEN] for p in _PART.findall(written)]
    if parts == [token]:
        return (token,)
    joins = [a + b for a, b in pairwise(parts)] if len(parts) > 2 else []  # noqa: PLR2004  # Two make the token.
    return (token, *parts, *joins)
