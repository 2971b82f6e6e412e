"""Answers that a must of the enterprise keeps out: they are there, so that nobody may call them missing."""

from collections.abc import Sequence
from dataclasses import replace

from marketplace.exchange.labels import MUST_LABELS
from marketplace.exchange.labels import Must as MustName
from marketplace.recommendations import offers as of
from marketplace.recommendations.labels import Fit
from marketplace.recommendations.page_values import Offer
from marketplace.recommendations.ranked import SEED, Ranked
from matching.ranking import Explanation, NeedEvidence, NeedKind
from matching.ranking.explanation.explain import explain_scored
from matching.ranking.scoring.score import score_candidates
from matching.ranking.scoring.wishes import MEETS
from matching.types import ModuleOffer, Must, Preferences


def with_barred(offers: Sequence[Offer], *, ranked: Ranked, kind: NeedKind) -> list[Offer]:
    """Return the offers; a need that a module would answer but for a must says so instead of that there is none."""
    wishes = ranked.query.preferences
    if not wishes.must:
        return list(offers)
    would = {one.ref: one for one in _without_musts(ranked, refs=[offer.ref for offer in offers])}
    return [
        replace(offer, gaps=_told(offer, would[offer.ref], ranked=ranked, kind=kind)) if offer.ref in would else offer
        for offer in offers
    ]


def musts_failed(offer: ModuleOffer, *, wishes: Preferences) -> tuple[Must, ...]:
    """Return the musts that a module itself doesn't meet; what it doesn't say is met."""
    fails = {
        Must.PAYMENT: bool(offer.payment and wishes.payment and not set(offer.payment) & set(wishes.payment)),
        Must.DEPLOYMENT: bool(
            offer.deployment and wishes.deployment and offer.deployment not in MEETS[wishes.deployment]
        ),
        Must.BUDGET: bool(offer.price_wan and wishes.budget_wan and offer.price_wan > wishes.budget_wan),
    }
    return tuple(must for must in wishes.must if fails.get(must, False))


def _without_musts(ranked: Ranked, *, refs: list[str]) -> tuple[Explanation, ...]:
    soft = replace(ranked.query, preferences=replace(ranked.query.preferences, must=()))
    scored = score_candidates(soft, ranked.held.index, weights=ranked.weights)
    return explain_scored(scored, ranked.held.index, refs, weights=ranked.weights, seed=SEED)


def _told(offer: Offer, would: Explanation, *, ranked: Ranked, kind: NeedKind) -> tuple[str, ...]:
    gaps = list(offer.gaps)
    for one in sorted(of.need_evidence(would), key=lambda one: one.number):
        is_open = one.kind is kind and offer.states[one.number - 1] is Fit.NO
        sentence = _sentence(one, offer=offer, ranked=ranked) if is_open else ""
        if sentence:
            missing = f"第 {one.number} 条没有模块："
            gaps = [sentence, *(gap for gap in gaps if not gap.startswith(missing))]
    return tuple(gaps)


def _sentence(one: NeedEvidence, *, offer: Offer, ranked: Ranked) -> str:
    if one.module_of != offer.ref or of.fit_of(one.share) is Fit.NO:
        return ""
    module = next(found for found in ranked.candidates[offer.ref].modules if found.ref == one.module_ref)
    failed = musts_failed(module, wishes=ranked.query.preferences)
    if not failed:
        return ""
    musts = "、".join(MUST_LABELS[MustName(must.value)] for must in failed)
    return f"第 {one.number} 条有模块“{one.module_name}”，但不合您必须满足的{musts}，没有算进去"
