"""Modules whose texts nearly equal another provider's: the earlier published counts, the later one doesn't.

Where the dates don't tell which came first, both count and the pair is reported. A function of values: whoever is
asked, in whatever order, the answer is the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz

from matching.text import fold, seen, without_repeats
from matching.types import Candidate, ModuleOffer

NEAR = 90.0  # rapidfuzz points of 100: a few words exchanged. Two honest texts about one thing stay below 70.
SHORT = 40  # Characters: texts that say less are alike by chance.
SHINGLE = 8
KEYS = 8  # Of two texts that differ in one character of twenty, at least one key in eight is shared.
MOST_COMPARED = 64  # Earlier texts of one key: a phrase that so many share is no sign of copying.
BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SameText:
    """Two modules of different providers with nearly the same text; ``likeness`` is 0 to 1.

    ``is_later`` says that the dates show ``module`` to be the later one, so that it does not count.
    """

    candidate: str
    module: str
    other_candidate: str
    other_module: str
    likeness: float
    is_later: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    candidate: str
    offer: ModuleOffer
    folded: str

    @property
    def order(self) -> tuple[bool, date, str, str]:
        """Return the place in time: dated ones first, then by refs."""
        day = self.offer.published_on
        return (day is None, day or date.min, self.candidate, self.offer.ref)


def find_same_texts(candidates: Iterable[Candidate]) -> tuple[SameText, ...]:
    """Return each module that nearly equals one of another provider, once, beside the first that it nearly equals."""
    texts = sorted(_texts(candidates), key=lambda text: text.order)
    known: dict[int, list[_Text]] = defaultdict(list)
    found = []
    for text, keys in zip(texts, _keys([text.folded for text in texts]), strict=True):
        if (same := _first_alike(text, known=known, keys=keys)) is not None:
            found.append(same)
        for key in keys:
            known[key].append(text)
    return tuple(found)


def without_copies(candidates: Sequence[Candidate], same: Iterable[SameText]) -> tuple[Candidate, ...]:
    """Return the candidates without the modules that are later copies of another provider's."""
    copies = {(one.candidate, one.module) for one in same if one.is_later}
    if not copies:
        return tuple(candidates)
    return tuple(
        replace(one, modules=tuple(offer for offer in one.modules if (one.ref, offer.ref) not in copies))
        for one in candidates
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWatch:
    """Tells whether a changed candidate may change who copies whom; build it with :func:`watch_copies`."""

    same: tuple[SameText, ...] = ()
    involved: frozenset[str] = frozenset()
    by_key: Mapping[int, tuple["_Text", ...]] = field(default_factory=dict, repr=False)

    def concerns(self, candidate: Candidate) -> bool:
        """Return whether the candidate copies, was copied, or now nearly equals another one."""
        texts = _texts((candidate,))
        keys = _keys([text.folded for text in texts])
        return candidate.ref in self.involved or any(
            _first_alike(text, known=self.by_key, keys=own) for text, own in zip(texts, keys, strict=True)
        )

    def concerns_any(self, refs: Iterable[str]) -> bool:
        """Return whether one of these candidates copies or was copied."""
        return not self.involved.isdisjoint(refs)

    def updated(self, candidates: Iterable[Candidate]) -> "CopyWatch":
        """Return a watch that knows these too; what they said before is still compared with, to no harm."""
        return replace(self, by_key=_with_keys(self.by_key, _texts(candidates)))


def watch_copies(candidates: Iterable[Candidate]) -> CopyWatch:
    """Find the same texts of all candidates, and keep what a changed one is compared with."""
    known = tuple(candidates)
    same = find_same_texts(known)
    involved = frozenset(ref for one in same for ref in (one.candidate, one.other_candidate))
    return CopyWatch(same=same, involved=involved, by_key=_with_keys({}, _texts(known)))


def _with_keys(by_key: Mapping[int, tuple["_Text", ...]], texts: Sequence["_Text"]) -> dict[int, tuple["_Text", ...]]:
    grown = dict(by_key)
    for text, keys in zip(texts, _keys([text.folded for text in texts]), strict=True):
        for key in keys:
            grown[key] = (*grown.get(key, ()), text)[:MOST_COMPARED]
    return grown


def _texts(candidates: Iterable[Candidate]) -> list[_Text]:
    texts = [
        _Text(candidate=candidate.ref, offer=offer, folded=fold(without_repeats(seen(offer.summary))))
        for candidate in candidates
        for offer in candidate.modules
    ]
    return [text for text in texts if len(text.folded) >= SHORT]


def _first_alike(text: _Text, *, known: Mapping[int, Sequence[_Text]], keys: Sequence[int]) -> SameText | None:
    earlier = {id(other): other for key in keys for other in known.get(key, ())[:MOST_COMPARED]}
    alike = [
        (other.order, other, ratio)
        for other in earlier.values()
        if other.candidate != text.candidate
        and (ratio := fuzz.ratio(text.folded, other.folded, score_cutoff=NEAR)) >= NEAR
    ]
    if not alike:
        return None
    _, first, ratio = min(alike, key=lambda one: one[0])
    days = (first.offer.published_on, text.offer.published_on)
    return SameText(
        candidate=text.candidate,
        module=text.offer.ref,
        other_candidate=first.candidate,
        other_module=first.offer.ref,
        likeness=round(ratio / 100, 6),
        is_later=days[0] is not None and days[1] is not None and days[0] < days[1],
    )


def _keys(texts: Sequence[str]) -> list[list[int]]:
    """Return the smallest hashes of each text's runs of eight characters: near texts share some of them."""
    return [_smallest(_hashes(text)) for text in texts]


def _hashes(text: str) -> NDArray[np.uint64]:
    points = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32).astype(np.uint64)
    count = len(points) - SHINGLE + 1
    value = np.zeros(count, np.uint64)
    for offset in range(SHINGLE):
        value = (value ^ points[offset : offset + count]) * BASE  # Wraps around: a hash.
        value ^= value >> np.uint64(29)
    return value


def _smallest(hashes: NDArray[np.uint64]) -> list[int]:
    unlike: list[int] = np.unique(hashes)[:KEYS].tolist()
    return unlike
