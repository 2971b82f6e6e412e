"""What linking remembers, by text."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from matching.linking.trades import Spoken
from matching.linking.types import Link, TextKind, TradeLink
from matching.text.grams import chunks

MEMO_SCORES = 20_000  # Rows of about 1.5 KB.
MEMO_LINKS = 50_000

Key = TypeVar("Key")
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Memo:
    """What was already computed, by text: linking is a function of the text alone. Emptied when it grows too large."""

    scores: dict[str, NDArray[np.float32]] = field(default_factory=dict)
    links: dict[tuple[TextKind, str], tuple[Link, ...]] = field(default_factory=dict)
    trades: dict[tuple[TextKind, str], tuple[TradeLink, ...]] = field(default_factory=dict)
    spoken: dict[str, Spoken] = field(default_factory=dict)


def remember(known: dict[Key, Value], computed: Mapping[Key, Value], *, limit: int) -> None:
    """Add to what is remembered; past ``limit`` entries everything older is forgotten first."""
    if len(known) + len(computed) > limit:
        known.clear()
    known.update(computed)


def looked_up(
    texts: Sequence[str],
    known: dict[tuple[TextKind, str], Value],
    *,
    kind: TextKind,
    compute: Callable[[Sequence[str]], Sequence[Value]],
) -> tuple[Value, ...]:
    """Return what is known of folded texts of one kind, in their order; what isn't is computed and remembered."""
    fresh = [text for text in dict.fromkeys(texts) if (kind, text) not in known]
    computed: dict[tuple[TextKind, str], Value] = {}
    for part in chunks(fresh):
        computed.update(zip(((kind, text) for text in part), compute(part), strict=True))
    result = tuple(computed[kind, text] if (kind, text) in computed else known[kind, text] for text in texts)
    remember(known, computed, limit=MEMO_LINKS)
    return result
