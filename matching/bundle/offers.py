"""Which modules cover which needs of an enterprise well enough to be bought for them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.errors import UnknownCandidateError
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.explanation.told import SOLVED, told_shares
from matching.ranking.scoring.claims import holds_of
from matching.ranking.scoring.score import Scored
from matching.ranking.scoring.signals import meets
from matching.types import ModuleOffer, Must, Payment

FOREIGN_FIT = 0.5  # Half of such a module is made for trades that don't serve the plant.
LETS_IN = 0.4  # Ticks that let the plant in so far are believed, whatever the texts are about.
WISHES = (Must.REGION, Must.PAYMENT, Must.DEPLOYMENT)
PER_NEED = 15  # The best modules of a need that may enter the programme: keeps it small.
YEARS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A module that may be bought, with the numbers of the needs it covers.

    ``is_foreign`` says that it is made for another trade: then it would cover them only by likeness. ``unmet`` are the
    wishes that it doesn't meet.
    """

    provider: str
    offer: ModuleOffer
    covers: frozenset[int]
    is_foreign: bool = False
    unmet: tuple[Must, ...] = ()

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
    """Return the modules told to solve at least one need, by provider and module ref, those of foreign trades last.

    With ``contractor`` only its own modules and those of its named partners; raises UnknownCandidateError when it is
    not in the index.
    """
    allowed = _allowed(index, contractor=contractor)
    told, holds = told_shares(scored, index), holds_of(scored.profile.plant)
    met = [{wish: meets(wish, signals=signals) for wish in WISHES} for signals in scored.signals]
    found: list[tuple[Offer, NDArray[np.float64]]] = []
    for number, (ref, (block, place)) in enumerate(zip(scored.refs, scored.places, strict=True)):
        if scored.reasons[number] or (allowed is not None and ref not in allowed):
            continue
        segment = index.segments[block]
        for row in segment.rows_of(place):
            offer, values = segment.offers[row], told[block][:, row]
            covers = frozenset(np.flatnonzero(values >= SOLVED).tolist())
            if offer is not None and covers:
                fit, ticks = scored.signals[block].fit[row], offer.industries or segment.candidates[place].industries
                is_foreign = bool(fit < FOREIGN_FIT and not _lets_in(ticks, holds=holds))
                unmet = tuple(wish for wish, rows in met[block].items() if not rows[row])
                one = Offer(provider=ref, offer=offer, covers=covers, is_foreign=is_foreign, unmet=unmet)
                found.append((one, values))
    return tuple(
        offer
        for foreign in (False, True)
        for offer in _best_per_need([one for one in found if one[0].is_foreign is foreign])
    )


def wishes_first(offers: Sequence[Offer], *, budget_wan: float | None) -> tuple[Offer, ...]:
    """Return the offers, each with the needs for which its unmet wishes may be passed over.

    A wish gives way only where no priced module within the budget that meets all of them solves the need.
    """
    met = {
        need
        for offer in offers
        if not offer.unmet and offer.price_wan is not None and (budget_wan is None or offer.price_wan <= budget_wan)
        for need in offer.covers
    }
    held = (replace(offer, covers=offer.covers - met) if offer.unmet else offer for offer in offers)
    return tuple(offer for offer in held if offer.covers)


def _lets_in(ticks: Iterable[int], *, holds: NDArray[np.float64]) -> bool:
    """Say whether ticked catalogue numbers let the plant in; who ticks none shuts nobody out."""
    known = [tick for tick in ticks if 0 < tick < len(holds)]
    return not known or bool(holds[known].max() >= LETS_IN)


def _allowed(index: CandidateIndex, *, contractor: str | None) -> frozenset[str] | None:
    if contractor is None:
        return None
    if contractor not in index:
        raise UnknownCandidateError(contractor)
    return frozenset({contractor, *index.candidate(contractor).partners})


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
