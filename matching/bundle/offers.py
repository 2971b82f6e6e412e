"""Which modules cover which needs of an enterprise well enough to be bought for them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from matching.errors import UnknownCandidateError
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.scoring.fit import GENERIC_FIT
from matching.ranking.scoring.score import Scored
from matching.ranking.scoring.signals import Signals, meets
from matching.types import ModuleOffer, Must, Payment

FOREIGN_FIT = GENERIC_FIT / 2  # More than half of such a module is made for trades that don't serve the plant.
LETS_IN = 0.4  # A provider whose own ticks let the plant in so far is believed, whatever its texts are about.
COVERS = 0.4  # A joint answer of at least so much, after wishes, counts as covered.
WISH_COST = 1 / 3  # Each wish not met costs about one grade of three.
PER_NEED = 15  # The best modules of a need that may enter the programme: keeps it small.
YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A module that may be bought, with the numbers of the needs it covers.

    ``is_foreign`` says that it is made for another trade: then it would cover them only by likeness.
    """

    provider: str
    offer: ModuleOffer
    covers: frozenset[int]
    is_foreign: bool = False

    @property
    def price_wan(self) -> float | None:
        """Return the first year's price in 万元, or None for a module without price."""
        return self.offer.known_price_wan

    def three_year_wan(self, wished: tuple[Payment, ...]) -> float | None:
        """Return the cost of three years: a one-off payment once, by use three times, by result unknown."""
        if self.price_wan is None:
            return None
        forms = [form for form in self.offer.payment if form in wished] or list(self.offer.payment)
        if Payment.ONE_OFF in forms:
            return self.price_wan
        return round(self.price_wan * YEARS, 6) if Payment.BY_USE in forms else None


def collect_offers(scored: Scored, index: CandidateIndex, *, contractor: str | None) -> tuple[Offer, ...]:
    """Return the modules that cover at least one need, by provider and module ref, those of foreign trades last.

    With ``contractor`` only its own modules and those of its named partners; raises UnknownCandidateError when it is
    not in the index.
    """
    allowed = _allowed(index, contractor=contractor)
    quality = _quality(scored)
    found: list[tuple[Offer, NDArray[np.float64]]] = []
    for number, (ref, (block, place)) in enumerate(zip(scored.refs, scored.places, strict=True)):
        if scored.reasons[number] or (allowed is not None and ref not in allowed):
            continue
        segment = index.segments[block]
        for row in segment.rows_of(place):
            offer, values = segment.offers[row], quality[block][:, row]
            covers = frozenset(np.flatnonzero(values >= COVERS).tolist())
            if offer is not None and covers:
                is_foreign = _is_foreign(scored.signals[block], row=row, place=place)
                found.append((Offer(provider=ref, offer=offer, covers=covers, is_foreign=is_foreign), values))
    return tuple(
        offer
        for foreign in (False, True)
        for offer in _best_per_need([one for one in found if one[0].is_foreign is foreign])
    )


def _is_foreign(signals: Signals, *, row: int, place: int) -> bool:
    """Say whether neither the module's trades nor its provider's ticks let the plant in, as the ranking sees them."""
    return bool(signals.fit[row] < FOREIGN_FIT and signals.admits[place] < LETS_IN)


def _allowed(index: CandidateIndex, *, contractor: str | None) -> frozenset[str] | None:
    if contractor is None:
        return None
    if contractor not in index:
        raise UnknownCandidateError(contractor)
    return frozenset({contractor, *index.candidate(contractor).partners})


def _quality(scored: Scored) -> list[NDArray[np.float64]]:
    """Return the answers less what each wish not met costs; a module that fails a must answers nothing already."""
    blocks = []
    for signals in scored.signals:
        value = signals.answers_of(np.arange(len(signals.fit)))
        for wish in (Must.REGION, Must.PAYMENT, Must.DEPLOYMENT):
            value *= np.where(meets(wish, signals=signals), 1.0, 1 - WISH_COST)
        blocks.append(value)
    return blocks


def _best_per_need(found: list[tuple[Offer, NDArray[np.float64]]]) -> tuple[Offer, ...]:
    kept: set[int] = set()
    needs = {need for offer, _ in found for need in offer.covers}
    for need in needs:
        able = [number for number, (offer, _) in enumerate(found) if need in offer.covers]
        for priced in (True, False):
            group = [number for number in able if (found[number][0].price_wan is not None) is priced]
            group.sort(key=lambda number: (-found[number][1][need], found[number][0].provider))
            kept.update(group[:PER_NEED])
            group.sort(key=lambda number: (found[number][0].price_wan or 0, found[number][0].provider))
            kept.update(group[:PER_NEED])
    offers = [found[number][0] for number in kept]
    return tuple(sorted(offers, key=lambda offer: (offer.provider, offer.offer.ref)))
