"""Which offers of a provider are pieces of one module, and what they are together."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz

from matching.types import ModuleOffer

SAME_NAME = 80  # Names of one provider that agree so far (0 to 100) name pieces of one module,
SAME_LABELS = 0.5  # and so do modules of which so many of the scenarios that they name are the same.


def whole_module(offer: ModuleOffer, offers: Sequence[ModuleOffer]) -> ModuleOffer:
    """Return the module with the text of its pieces, those offers of the same provider that are one with it."""
    pieces = [other for other in offers if _is_one(offer, other)]
    if len(pieces) == 1:
        return offer
    products = _end_to_end(pieces)
    labels = dict.fromkeys(label for piece in pieces for label in piece.scenarios)
    # The name that says most: those that pieces bear beside it say nothing that the whole does.
    name, summary = max(products, key=len), "。".join(products.values())
    return replace(offer, name=name, summary=summary, scenarios=tuple(labels))


def _is_one(offer: ModuleOffer, other: ModuleOffer) -> bool:
    """Return whether two offers of a provider are one: nearly one name, or half of the scenarios that they name."""
    mine, theirs = set(offer.scenarios), set(other.scenarios)
    shared, named = len(mine & theirs), len(mine | theirs)
    return _is_same_name(offer.name, other.name) or (named > 0 and shared >= SAME_LABELS * named)


def _is_same_name(name: str, other: str) -> bool:
    return fuzz.ratio(name, other) >= SAME_NAME


def _end_to_end(pieces: Sequence[ModuleOffer]) -> dict[str, str]:
    """Return names with texts: pieces that carry nearly one name are one text cut up, wherever the cuts are."""
    texts: dict[str, str] = {}
    for piece in pieces:
        name = next((known for known in texts if _is_same_name(known, piece.name)), piece.name)
        texts[name] = texts.get(name, "") + piece.summary
    return texts
