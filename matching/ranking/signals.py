"""How well each module answers each need: the raw signals that the features are made of.

Every signal is a function of one query and one module, so that no other candidate can move it, and a candidate's
value is the best of its modules, so that one module more never takes anything away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from matching.ranking.block import CATALOG_SIZE, DEPLOYMENTS, PAYMENTS, UNKNOWN
from matching.ranking.claims import admits, case, claim, nestings
from matching.ranking.groups import Groups, Part, weighed_best
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile
from matching.ranking.products import Likenesses, Products, multiply
from matching.ranking.segment import Segment
from matching.types import Deployment, Must

Floats = NDArray[np.float64]

GENERIC_FIT = 0.62  # What a module bound to no trade is worth to any plant.
TEXT_SHARE, WORD_SHARE, MEANING_SHARE = 0.6, 0.4, 0.4  # How far each likeness alone can answer a need.
SILENT, AUDIBLE = 0.06, 0.12  # A module whose best answer stays below the first says nothing to this plant.
ROUNDING = 1e-9
WITHIN = 1 - 1e-6  # Prices are kept in single precision: one that equals the budget is within it.
GRAM_SCALE = 0.5  # A cosine of so much between two short texts is a full answer.

# Deployment wish and offers that meet it (exchange format).
MEETS = {
    Deployment.SAAS: {Deployment.SAAS, Deployment.MIXED},
    Deployment.LOCAL: {Deployment.LOCAL, Deployment.MIXED, Deployment.EDGE},
    Deployment.EDGE: {Deployment.EDGE, Deployment.LOCAL, Deployment.MIXED},
    Deployment.MIXED: set(Deployment),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """Signals of one segment: needs × heard modules in [0, 1], and what is known of modules and candidates.

    ``heard`` are the modules that may say something to the plant, by row. What a module says for itself (``link`` to
    ``module_claim``) and the joint ``answer`` are kept of these alone; all others say nothing, which is 0.
    ``fit`` and the terms (``payment``, ``deployment``, ``budget``) are kept of every module.
    """

    heard: Part
    answer: Floats
    link: Floats
    text: Floats
    word: Floats
    meaning: Floats
    heard_fit: Floats
    served_share: Floats
    module_claim: Floats
    profile_grams: Floats
    profile_words: Floats
    fit: Floats
    payment: NDArray[np.bool_]
    deployment: NDArray[np.bool_]
    budget: Floats
    region: Floats
    claim: Floats
    admits: Floats
    case: Floats
    ticks: NDArray[np.int64]
    ratings: Floats
    groups: Groups

    def best(self, values: Floats) -> Floats:
        """Return the best value over each candidate's heard modules: needs × candidates, or candidates for one row."""
        return self.heard.best(values)

    def answers_of(self, rows: slice) -> Floats:
        """Return the joint answers of consecutive modules: needs × modules."""
        return self.heard.spread(self.answer, rows)

    def closeness_of(self, rows: slice) -> Floats:
        """Return how near consecutive modules are in characters, words and meaning together: needs × modules."""
        part = self.heard.within(rows)
        near = self.text[:, part] + self.word[:, part] + self.meaning[:, part]
        return self.heard.placed(near, rows, part=part)


def compute_signals(
    profile: QueryProfile, segment: Segment, *, knowledge: Knowledge, products: Products | None = None
) -> Signals:
    """Compare one query with every module of a segment; ``products`` are those of the segment, if known already."""
    reach = knowledge.industry.reach(profile.plant)
    fits = _fits(profile, segment, knowledge=knowledge)
    fit = fits[""]
    nesting = nestings(profile, knowledge=knowledge)
    preferences = profile.query.preferences
    products = products or multiply(profile, segment)
    doubt = _link_doubts(profile, segment, fits=fits, knowledge=knowledge)
    rows = _audible(products, doubt=doubt, credibility=segment.credibility, fit=fit)
    heard = products.among(rows)
    credibility = segment.credibility[rows]
    signals = Signals(
        heard=segment.groups.among(rows),
        answer=np.zeros((len(profile.needs), len(rows))),
        link=1 - np.take(doubt, rows, axis=1),
        text=likeness(heard.text, credibility=credibility, scale=GRAM_SCALE),
        word=likeness(heard.word, credibility=credibility, scale=GRAM_SCALE),
        meaning=likeness(heard.meaning, credibility=credibility),
        heard_fit=fit[rows],
        served_share=fit[rows] * credibility,
        module_claim=claim(segment.module_claims, nesting=nesting)[rows],
        profile_grams=likeness(heard.profile_grams, credibility=credibility),
        profile_words=likeness(heard.profile_words, credibility=credibility),
        fit=fit,
        payment=_payment(segment, wished=preferences.payment),
        deployment=_deployment(segment, wished=preferences.deployment),
        budget=_budget(segment, budget=preferences.budget_wan),
        region=region_share(profile, segment, knowledge=knowledge),
        claim=claim(segment.claims, nesting=nesting),
        admits=admits(profile, segment, nesting=nesting, kin=knowledge.industry.catalog_kin(reach, size=CATALOG_SIZE)),
        case=case(segment, nesting=nesting, reach=reach),
        ticks=segment.ticks,
        ratings=segment.ratings,
        groups=segment.groups,
    )
    return _gated(signals)


def _gated(signals: Signals) -> Signals:
    """Silence modules that answer no need: an unrelated module must not raise anything by a chance likeness."""
    whole = replace(signals, answer=joint_answer(signals))
    best = whole.answer.max(axis=0, initial=0.0)
    return damped(whole, by=np.clip((best - SILENT) / (AUDIBLE - SILENT), 0.0, 1.0))


def damped(signals: Signals, *, by: Floats) -> Signals:
    """Return the signals with all that each heard module says for itself times its share; terms stay as they are."""
    quieter = _times(signals, by=by)
    lowered = np.flatnonzero(by < 1)
    answer = signals.answer.copy()
    answer[:, lowered] = joint_answer(quieter, columns=lowered)
    return replace(quieter, answer=answer)


def _times(signals: Signals, *, by: Floats) -> Signals:
    return replace(
        signals,
        link=signals.link * by,
        text=signals.text * by,
        word=signals.word * by,
        meaning=signals.meaning * by,
        served_share=signals.served_share * by,
        profile_grams=signals.profile_grams * by,
        profile_words=signals.profile_words * by,
        module_claim=signals.module_claim * by,
    )


def meets(term: Must, *, signals: Signals, rows: slice = slice(None)) -> NDArray[np.bool_]:
    """Return which modules, or which of ``rows``, meet a wish; unknown facts and a wish that isn't there are met."""
    if term is Must.REGION:
        return np.asarray(signals.region[signals.groups.owners[rows]] > 0)
    if term is Must.BUDGET:
        return np.asarray(signals.budget[rows] >= WITHIN)
    return (signals.payment if term is Must.PAYMENT else signals.deployment)[rows]


def joint_answer(signals: Signals, *, columns: NDArray[np.int64] | slice = slice(None)) -> Floats:
    """Return the joint answer per need and heard module: links, meaning and both texts as independent evidence."""
    link, fit = signals.link[:, columns], signals.heard_fit[columns]
    text, word, meaning = signals.text[:, columns], signals.word[:, columns], signals.meaning[:, columns]
    return joined(link, text=text * fit, word=word * fit, meaning=meaning * fit)


def joined(link: Floats, *, text: Floats, word: Floats, meaning: Floats) -> Floats:
    """Return the chance that any of the evidence is right."""
    doubt = (1 - link) * (1 - TEXT_SHARE * text) * (1 - WORD_SHARE * word) * (1 - MEANING_SHARE * meaning)
    return np.asarray(1 - doubt)


def _audible(products: Products, *, doubt: Floats, credibility: NDArray[np.float32], fit: Floats) -> NDArray[np.int64]:
    """Return the rows of the modules whose answer to some need may be above silence.

    The best of each kind of evidence over all needs, joined, is never less than the best joint answer to one need.
    """
    if not len(doubt):
        return np.zeros(0, np.int64)
    bound = joined(
        1 - doubt.min(axis=0),
        text=likeness(products.text.max(axis=0), credibility=credibility, scale=GRAM_SCALE) * fit,
        word=likeness(products.word.max(axis=0), credibility=credibility, scale=GRAM_SCALE) * fit,
        meaning=likeness(products.meaning.max(axis=0), credibility=credibility) * fit,
    )
    return np.flatnonzero(bound > SILENT - ROUNDING)


def _fits(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> dict[str, Floats]:
    """Return by stage what share of each module would serve the plant: its own trade 1, generic ones a stated share."""
    stages = ("", *knowledge.industry.stages)
    if not profile.plant.any():
        return dict.fromkeys(stages, np.full(len(segment.bound), GENERIC_FIT) * (1 - segment.foreign))
    # Most stages carry over from trade to trade alike: what is the same is computed once.
    reaches = {stage: knowledge.industry.reach(profile.plant, stage=stage).astype(np.float32) for stage in stages}
    unlike = {reach.tobytes(): reach for reach in reaches.values()}
    near = weighed_best(segment.trades, np.stack(list(unlike.values()), axis=1)).T.astype(np.float64)
    rows = ((near + (1 - segment.bound) * GENERIC_FIT) * (1 - segment.foreign)).clip(0, 1)
    fits = dict(zip(unlike, rows, strict=True))
    return {stage: fits[reach.tobytes()] for stage, reach in reaches.items()}


def _link_doubts(
    profile: QueryProfile, segment: Segment, *, fits: Mapping[str, Floats], knowledge: Knowledge
) -> Floats:
    """Return the doubt that need and module are about the same scenarios that fit the plant: chances joined."""
    doubt = np.ones((len(profile.needs), len(segment.offers)))
    columns = segment.scenarios
    for number in np.flatnonzero(profile.scenarios.any(axis=0)):
        lo, hi = columns.indptr[number], columns.indptr[number + 1]
        rows = columns.indices[lo:hi]
        fit, exponent = fits[knowledge.stages[number]][rows], knowledge.exponents[number]
        value = columns.data[lo:hi] * (fit if exponent == 1 else fit**exponent)
        for need in np.flatnonzero(profile.scenarios[:, number]):
            doubt[need, rows] *= 1 - profile.scenarios[need, number] * value
    return doubt


def likeness(products: Likenesses, *, credibility: NDArray[np.float32], scale: float = 1.0) -> Floats:
    """Return products of texts in [0, 1], as far as the modules' words count."""
    return np.clip(products.astype(np.float64) * credibility / scale, 0.0, 1.0)


def _payment(segment: Segment, *, wished: tuple[str, ...]) -> NDArray[np.bool_]:
    unknown = ~np.asarray(segment.payments.any(axis=1), bool)
    if not wished:
        return np.ones(unknown.shape, np.bool_)
    columns = [PAYMENTS.index(payment) for payment in PAYMENTS if payment in wished]
    return np.asarray(segment.payments[:, columns].any(axis=1) | unknown)


def _deployment(segment: Segment, *, wished: Deployment | None) -> NDArray[np.bool_]:
    if wished is None:
        return np.ones(len(segment.deployments), np.bool_)
    numbers = [DEPLOYMENTS.index(offer) for offer in DEPLOYMENTS if offer in MEETS[wished]]
    return np.isin(segment.deployments, [*numbers, UNKNOWN])


def _budget(segment: Segment, *, budget: float | None) -> Floats:
    """Return 1 for a module within the budget or not priced, falling to 0 at twice the budget."""
    if not budget or budget <= 0:
        return np.ones(len(segment.prices))
    return np.clip(2 - segment.prices.astype(np.float64) / budget, 0.0, 1.0)


def region_share(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> Floats:
    """Return 1 for a candidate that serves the plant's place, or whose places or the plant's are unknown."""
    served = segment.served
    if not profile.places:
        return np.ones(served.shape[0])
    here = np.zeros(served.shape[1])
    here[[knowledge.gazetteer.column[place] for place in profile.places if place in knowledge.gazetteer.column]] = 1.0
    unknown = np.diff(served.indptr) == 0
    return np.asarray((served @ here > 0) | unknown, np.float64)
