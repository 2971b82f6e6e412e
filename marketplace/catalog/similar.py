"""Near-equal texts of different providers, shown to the reviewer: one text sold under several names."""

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

# rapidfuzz points of 100. Two independent descriptions of one scenario stay well below; copies with a few words
# exchanged lie above.
NEAR = 80.0
MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedText:
    """A published module's text with its owner."""

    module_id: int
    provider_id: int
    provider_name: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Twin:
    """A module whose text is near another's; ``likeness`` is 0 to 1."""

    module: PublishedText
    likeness: float


def find_twins(text: str, others: Sequence[PublishedText]) -> list[Twin]:
    """Return the modules of other providers whose texts come near, nearest first."""
    found = process.extract(text, [other.text for other in others], scorer=fuzz.ratio, score_cutoff=NEAR, limit=MOST)
    return [Twin(module=others[index], likeness=score / 100) for _, score, index in found]
