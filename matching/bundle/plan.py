"""Plan the bundle of modules for one enterprise."""

import math
from collections.abc import Sequence
from dataclasses import replace

from matching.bundle.offers import Offer, collect_offers, wishes_first
from matching.bundle.solve import Programme, solve
from matching.bundle.types import Bundle, BundleModule, NeedRef
from matching.ranking.candidates.index import CandidateIndex
from matching.ranking.query.needs import Need
from matching.ranking.scoring.score import Scored, score_candidates
from matching.ties import tie_key
from matching.types import Query
from matching.weights import DEFAULT, WeightSet

LINKED_FROM = 0.3  # A need surely means a scenario from this confidence on.
MAX_ALTERNATIVES = 3
MAX_UNPRICED_PER_NEED = 3
MAX_FOREIGN_PER_NEED = 2


def plan_bundle(
    query: Query,
    index: CandidateIndex,
    *,
    budget_wan: float | None = None,
    contractor: str | None = None,
    weights: WeightSet = DEFAULT,
    seed: int = 0,
) -> Bundle:
    """Choose priced modules that cover most need within the budget, at least first-year cost.

    ``budget_wan`` (万元) replaces the query's own budget; without either, and for one
    that is not finite, the budget is open. ``contractor`` keeps to
    one provider and its named partners; raises UnknownCandidateError when it is not in the index.
    """
    scored = score_candidates(query, index, weights=weights)
    found = collect_offers(scored, index, contractor=contractor)
    budget = budget_wan if budget_wan is not None else query.preferences.budget_wan
    budget = budget if budget is not None and math.isfinite(budget) else None
    offers = wishes_first([offer for offer in found if not offer.is_foreign], budget_wan=budget)
    priced = [offer for offer in offers if offer.price_wan is not None]
    programme = Programme(
        prices=tuple(offer.price_wan or 0.0 for offer in priced),
        providers=tuple(offer.provider for offer in priced),
        covers=tuple(offer.covers for offer in priced),
        need_weights=tuple(scored.profile.weights.tolist()),
        order=_order(priced, query=query, seed=seed),
        budget=budget,
    )
    bundles = [_bundle(chosen, priced, offers=offers, scored=scored) for chosen in _solutions(programme)]
    best = bundles[0] if bundles else _bundle(frozenset(), priced, offers=offers, scored=scored)
    foreign = _foreign([offer for offer in found if offer.is_foreign], offers=offers, scored=scored)
    return replace(best, foreign=foreign, alternatives=tuple(bundles[1:]))


def _solutions(programme: Programme) -> list[frozenset[int]]:
    found: list[frozenset[int]] = []
    while programme.prices and len(found) <= MAX_ALTERNATIVES:
        chosen = solve(replace(programme, forbidden=tuple(found)))
        if chosen is None:
            break
        found.append(chosen)
    return found


def _order(offers: Sequence[Offer], *, query: Query, seed: int) -> tuple[int, ...]:
    keys = [
        tie_key(seed=seed, query_ref=query.ref, candidate_ref=f"{offer.provider}/{offer.offer.ref}") for offer in offers
    ]
    place = {key: number for number, key in enumerate(sorted(keys))}
    return tuple(place[key] for key in keys)


def _bundle(chosen: frozenset[int], priced: Sequence[Offer], *, offers: Sequence[Offer], scored: Scored) -> Bundle:
    needs = [_need_ref(need) for need in scored.profile.needs]
    covered = {need for number in chosen for need in priced[number].covers}
    open_needs = [number for number in range(len(needs)) if number not in covered]
    modules = tuple(_module(priced[number], needs=needs, scored=scored) for number in sorted(chosen))
    three_years = [module.three_year_wan for module in modules]
    known = [cost for cost in three_years if cost is not None]
    return Bundle(
        modules=modules,
        cost_wan=round(sum(priced[number].price_wan or 0.0 for number in chosen), 6),
        three_year_wan=round(sum(known), 6) if len(known) == len(modules) else None,
        covered=tuple(needs[number] for number in sorted(covered)),
        uncovered=tuple(needs[number] for number in open_needs),
        unpriced=tuple(_module(offer, needs=needs, scored=scored) for offer in _unpriced(offers, open_needs)),
    )


def _unpriced(offers: Sequence[Offer], open_needs: Sequence[int]) -> list[Offer]:
    kept: dict[tuple[str, str], Offer] = {}
    for need in open_needs:
        able = [offer for offer in offers if offer.price_wan is None and need in offer.covers]
        for offer in able[:MAX_UNPRICED_PER_NEED]:
            kept[offer.provider, offer.offer.ref] = offer
    return [kept[key] for key in sorted(kept)]


def _foreign(found: Sequence[Offer], *, offers: Sequence[Offer], scored: Scored) -> tuple[BundleModule, ...]:
    """Return the modules of foreign trades for the needs that nothing else covers, the cheapest ones of each."""
    needs = [_need_ref(need) for need in scored.profile.needs]
    served = {need for offer in offers for need in offer.covers}
    kept: dict[tuple[str, str], Offer] = {}
    for number in range(len(needs)):
        able = [offer for offer in found if number in offer.covers and number not in served]
        able.sort(key=lambda offer: (offer.price_wan is None, offer.price_wan or 0.0, offer.provider, offer.offer.ref))
        for offer in able[:MAX_FOREIGN_PER_NEED]:
            kept[offer.provider, offer.offer.ref] = replace(offer, covers=offer.covers - served)
    return tuple(_module(kept[key], needs=needs, scored=scored) for key in sorted(kept))


def _module(offer: Offer, *, needs: Sequence[NeedRef], scored: Scored) -> BundleModule:
    return BundleModule(
        provider=offer.provider,
        module=offer.offer.ref,
        name=offer.offer.name,
        price_wan=offer.price_wan,
        three_year_wan=offer.three_year_wan(scored.profile.query.preferences.payment),
        covers=tuple(needs[number] for number in sorted(offer.covers)),
        unmet=offer.unmet,
    )


def _need_ref(need: Need) -> NeedRef:
    links = tuple(link.scenario for link in need.links if link.confidence >= LINKED_FROM)
    return NeedRef(kind=need.kind, number=need.number, text=need.text, links=links)
