"""How well each module answers each need: the raw signals that the features are made of.

Every signal is a function of one query and one module, so that no other candidate can move it, and a candidate's
value is the best of its modules, so that one module more never takes anything away.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.block import CATALOG_SIZE, DEPLOYMENTS, PAYMENTS, UNKNOWN
from matching.ranking.groups import Groups, row_best
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile
from matching.ranking.segment import Segment
from matching.types import Deployment, Must

Floats = NDArray[np.float64]

GENERIC_FIT = 0.62  # What a module bound to no trade is worth to any plant.
TEXT_SHARE, WORD_SHARE, MEANING_SHARE = 0.6, 0.4, 0.4  # How far each likeness alone can answer a need.
SILENT, AUDIBLE = 0.06, 0.12  # A module whose best answer stays below the first says nothing to this plant.
HOLDS = 1.5  # A ticked entry that nests with the plant's code holds the plant, however exactly it does.
KIN_SHARE = 0.6  # A ticked entry of kin trades lets the plant in by so much of the kinship.
TICKS_FREE = 6
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
    """Signals of one segment: needs × modules in [0, 1], and what is known of modules and candidates."""

    link: Floats
    text: Floats
    word: Floats
    meaning: Floats
    fit: Floats
    served_share: Floats
    payment: NDArray[np.bool_]
    deployment: NDArray[np.bool_]
    budget: Floats
    region: Floats
    claim: Floats
    module_claim: Floats
    admits: Floats
    case: Floats
    profile_grams: Floats
    profile_words: Floats
    ticks: NDArray[np.int64]
    ratings: Floats
    groups: Groups

    def best(self, values: Floats) -> Floats:
        """Return the best value over each candidate's modules: needs × candidates, or candidates for one row."""
        return self.groups.best(values)


def compute_signals(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> Signals:
    """Compare one query with every module of a segment."""
    reach = knowledge.industry.reach(profile.plant)
    fit = _fit(profile, segment, reach=reach)
    nesting = _nestings(profile, knowledge=knowledge)
    preferences = profile.query.preferences
    signals = Signals(
        link=_links(profile, segment, knowledge=knowledge),
        text=_text(profile.grams, segment.grams, segment=segment, scale=GRAM_SCALE),
        word=_text(profile.words, segment.words, segment=segment, scale=GRAM_SCALE),
        meaning=_meaning(profile, segment),
        fit=fit,
        served_share=fit * segment.credibility,
        payment=_payment(segment, wished=preferences.payment),
        deployment=_deployment(segment, wished=preferences.deployment),
        budget=_budget(segment, budget=preferences.budget_wan),
        region=_region(profile, segment, knowledge=knowledge),
        claim=_claim(segment.claims, nesting=nesting),
        module_claim=_claim(segment.module_claims, nesting=nesting),
        admits=_admits(profile, segment, nesting=nesting, kin=knowledge.industry.catalog_kin(reach, size=CATALOG_SIZE)),
        case=_case(segment, nesting=nesting, reach=reach),
        profile_grams=_text(profile.profile_grams, segment.profile_grams, segment=segment, scale=1.0)[0],
        profile_words=_text(profile.profile_words, segment.profile_words, segment=segment, scale=1.0)[0],
        ticks=segment.ticks,
        ratings=segment.ratings,
        groups=segment.groups,
    )
    return _gated(signals)


def _gated(signals: Signals) -> Signals:
    """Silence modules that answer no need: an unrelated module must not raise anything by a chance likeness."""
    best = joint_answer(signals).max(axis=0, initial=0.0)
    return damped(signals, by=np.clip((best - SILENT) / (AUDIBLE - SILENT), 0.0, 1.0))


def damped(signals: Signals, *, by: Floats) -> Signals:
    """Return the signals with all that each module says for itself times its share; its terms stay as they are."""
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


def meets(term: Must, *, signals: Signals) -> NDArray[np.bool_]:
    """Return which modules meet a wish; unknown facts and a wish that isn't there are met."""
    if term is Must.REGION:
        return np.repeat(np.asarray(signals.region > 0), signals.groups.counts)
    if term is Must.BUDGET:
        return np.asarray(signals.budget >= WITHIN)
    return signals.payment if term is Must.PAYMENT else signals.deployment


def joint_answer(signals: Signals) -> Floats:
    """Return the joint answer per need and module: links, meaning and both text signals as independent evidence."""
    text, word = signals.text * signals.fit, signals.word * signals.fit
    meaning = signals.meaning * signals.fit
    doubt = (1 - signals.link) * (1 - TEXT_SHARE * text) * (1 - WORD_SHARE * word) * (1 - MEANING_SHARE * meaning)
    return np.asarray(1 - doubt)


def _fit(profile: QueryProfile, segment: Segment, *, reach: Floats) -> Floats:
    """Return what share of each module would serve the plant, by trades: its own 1, generic ones a stated share."""
    if not profile.plant.any():
        return np.full(len(segment.bound), GENERIC_FIT) * (1 - segment.foreign)
    trades = segment.trades
    near = row_best(trades.data * reach.astype(np.float32)[trades.indices], trades.indptr)
    return np.asarray((near + (1 - segment.bound) * GENERIC_FIT) * (1 - segment.foreign), np.float64).clip(0, 1)


def _links(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> Floats:
    """Return how surely need and module are about the same scenarios that fit the plant: independent chances joined."""
    doubt = np.ones((len(profile.needs), len(segment.offers)))
    columns = segment.scenarios
    fits: dict[bytes, Floats] = {}
    for number in np.flatnonzero(profile.scenarios.any(axis=0)):
        reach = knowledge.industry.reach(profile.plant, stage=knowledge.stages[number])
        # Most stages carry over from trade to trade alike: what is the same is computed once.
        if (key := reach.tobytes()) not in fits:
            fits[key] = _fit(profile, segment, reach=reach)
        lo, hi = columns.indptr[number], columns.indptr[number + 1]
        rows = columns.indices[lo:hi]
        fit, exponent = fits[key][rows], knowledge.exponents[number]
        value = columns.data[lo:hi] * (fit if exponent == 1 else fit**exponent)
        for need in np.flatnonzero(profile.scenarios[:, number]):
            doubt[need, rows] *= 1 - profile.scenarios[need, number] * value
    return 1 - doubt


def _meaning(profile: QueryProfile, segment: Segment) -> Floats:
    contained = np.asarray((profile.meaning @ segment.abilities).toarray(), np.float64)
    return np.clip(contained * segment.credibility, 0.0, 1.0)


def _text(query: csr_array, terms: csr_array, *, segment: Segment, scale: float) -> Floats:
    cosine = np.asarray((query @ terms).toarray(), np.float64) * segment.credibility
    return np.clip(cosine / scale, 0.0, 1.0)


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


def _region(profile: QueryProfile, segment: Segment, *, knowledge: Knowledge) -> Floats:
    """Return 1 for a candidate that serves the plant's place, or whose places or the plant's are unknown."""
    served = segment.served
    if not profile.places:
        return np.ones(served.shape[0])
    here = np.zeros(served.shape[1])
    here[[knowledge.gazetteer.column[place] for place in profile.places if place in knowledge.gazetteer.column]] = 1.0
    unknown = np.diff(served.indptr) == 0
    return np.asarray(np.maximum(row_best(here[served.indices], served.indptr), unknown), np.float64)


def _nesting(profile: QueryProfile, *, knowledge: Knowledge, catalog_no: int) -> float:
    """Return how well a catalogue entry meets the plant's code: the more exact, the more it says."""
    if catalog_no == profile.query.industry.catalog_no:
        return 1.0
    best = 0.0
    for prefix in knowledge.industry.catalog_prefixes(catalog_no):
        for code in profile.codes:
            if code.startswith(prefix):
                best = max(best, {2: 0.7, 3: 0.85}.get(len(prefix), 1.0))
            elif prefix.startswith(code):
                best = max(best, 0.6)
    if not profile.codes and best == 0:
        trades = knowledge.industry.catalog_trades(catalog_no)
        best = 0.7 * float((trades * profile.plant).max(initial=0.0))
    return best


def _nestings(profile: QueryProfile, *, knowledge: Knowledge) -> Floats:
    """Return how well each number meets the plant's code; a number outside the catalogue only by being the same."""
    nesting = np.zeros(CATALOG_SIZE)
    for number in {*knowledge.industry.catalog_numbers, profile.query.industry.catalog_no or 0}:
        if 0 <= number < CATALOG_SIZE:
            nesting[number] = _nesting(profile, knowledge=knowledge, catalog_no=number)
    return nesting


def _claim(claims: csr_array, *, nesting: Floats) -> Floats:
    return row_best(claims.data * nesting[claims.indices], claims.indptr)


def _admits(profile: QueryProfile, segment: Segment, *, nesting: Floats, kin: Floats) -> Floats:
    """Return how far a candidate's own ticks let the plant in, in [0, 1]; 1 without ticks or for an unknown industry.

    Who ticks only other industries says itself that it serves others; kin of the plant's trade are half let in, and
    past six ticks each says less.
    """
    claims = segment.claims
    counts = np.diff(claims.indptr)
    if not profile.codes and not profile.plant.any():
        return np.ones(len(counts))
    holds = np.minimum(HOLDS * nesting, 1.0)
    inside = row_best(np.maximum(holds, KIN_SHARE * kin)[claims.indices], claims.indptr)
    return np.where(counts == 0, 1.0, inside * np.minimum(1.0, TICKS_FREE / np.maximum(counts, 1)))


def _case(segment: Segment, *, nesting: Floats, reach: Floats) -> Floats:
    claims = segment.case_claims
    by_code = row_best(claims.data * nesting[claims.indices], claims.indptr)
    trades = segment.case_trades
    by_word = row_best(trades.data * reach[trades.indices], trades.indptr)
    return np.maximum(0.7 * by_code, by_word)
