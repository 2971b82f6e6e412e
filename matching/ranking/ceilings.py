"""What no candidate can score above, at a fraction of the cost of a score.

Every feature is taken as it would be if the module that is best in one way were best in every way, and if every need
were answered as well as the one answered best.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from matching.ranking.block import CATALOG_SIZE
from matching.ranking.claims import admits, case, nestings
from matching.ranking.features import FEATURES, GENTLE, PROFILE, STEEP, focus_of, meant
from matching.ranking.knowledge import Knowledge
from matching.ranking.needs import QueryProfile
from matching.ranking.products import Likenesses, Products
from matching.ranking.segment import Segment
from matching.ranking.signals import GENERIC_FIT, GRAM_SCALE, joined, region_share

Floats = NDArray[np.float64]
Values = NDArray[np.floating]
ROOM = 1e-3  # More than single precision loses on the way.


def ceilings(
    profile: QueryProfile, segment: Segment, products: Products, *, knowledge: Knowledge, weights: Floats
) -> Floats:
    """Return for each candidate of a segment a number that its score doesn't exceed; weights as ``FEATURES``."""
    asked = _Asked(
        profile=profile,
        nesting=nestings(profile, knowledge=knowledge),
        reach=knowledge.industry.reach(profile.plant),
        knowledge=knowledge,
    )
    best = _best_of_modules(asked, segment, products)
    values = _of_modules(best) | _of_candidates(asked, segment, module_claim=best["claim"])
    total = np.full(len(segment.candidates), ROOM)
    for name, weight in zip(FEATURES, weights.tolist(), strict=True):
        total += weight * values.get(name, 1.0)
    return total


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """A query with what its industry meets: how well each catalogue entry does, and what share of each trade."""

    profile: QueryProfile
    nesting: Floats
    reach: Floats
    knowledge: Knowledge


def _best_of_modules(asked: _Asked, segment: Segment, products: Products) -> dict[str, Floats]:
    """Return for each candidate the best of its modules in every way."""
    believed = segment.credibility
    fit = _fit(segment, reach=asked.reach)
    text = _most(products.text) * (believed / np.float32(GRAM_SCALE))
    word = _most(products.word) * (believed / np.float32(GRAM_SCALE))
    kinds = {
        "link": _links(asked.profile, segment),
        "text": np.minimum(text, 1),
        "text_fit": np.minimum(text, 1) * fit,
        "word_fit": np.minimum(word, 1) * fit,
        "meaning_fit": np.minimum(_most(products.meaning) * believed, 1) * fit,
        "fit": fit * believed,
        "profile_grams": np.minimum(products.profile_grams * believed, 1),
        "profile_words": np.minimum(products.profile_words * believed, 1),
        "claim": _claim(segment.module_claims, nesting=asked.nesting),
    }
    best = segment.groups.best(np.stack(list(kinds.values()))).astype(np.float64)
    return dict(zip(kinds, best, strict=True))


def _of_modules(best: Mapping[str, Floats]) -> dict[str, Values]:
    answer = log_scale(joined(best["link"], text=best["text_fit"], word=best["word_fit"], meaning=best["meaning_fit"]))
    link, meaning = log_scale(best["link"]), log_scale(meant(best["meaning_fit"]))
    return {
        "scenario_cover": link,
        "scenario_depth": link,
        "meaning_cover": meaning,
        "meaning_depth": meaning,
        "text_depth": log_scale(best["text_fit"]),
        "text_cover": log_scale(best["text"]),
        "word_cover": log_scale(best["word_fit"]),
        **dict.fromkeys(("answer_depth", "terms", "payment", "deployment", "budget"), answer),
        "trade_fit": log_scale(best["fit"], steepness=GENTLE),
        "profile_grams": log_scale(best["profile_grams"], steepness=PROFILE),
        "profile_words": log_scale(best["profile_words"], steepness=PROFILE),
    }


def _of_candidates(asked: _Asked, segment: Segment, *, module_claim: Floats) -> dict[str, Values]:
    profile, nesting, knowledge = asked.profile, asked.nesting, asked.knowledge
    kin = knowledge.industry.catalog_kin(asked.reach, size=CATALOG_SIZE)
    ticked = np.maximum(_claim(segment.claims, nesting=nesting), module_claim)
    return {
        "claim": log_scale(ticked, steepness=GENTLE),
        "admits": admits(profile, segment, nesting=nesting, kin=kin),
        "case": log_scale(case(segment, nesting=nesting, reach=asked.reach), steepness=GENTLE),
        "region": region_share(profile, segment, knowledge=knowledge),
        "focus": focus_of(segment.ticks),
        "rated": segment.ratings,
    }


def log_scale(values: Values, *, steepness: float = STEEP) -> Likenesses:
    """Return about what the features' own logarithmic scale gives, ten times as fast."""
    return np.asarray(np.log(1 + np.float32(steepness) * values.astype(np.float32)) / np.float32(np.log1p(steepness)))


def _most(products: Likenesses) -> Likenesses:
    return np.asarray(products.max(axis=0, initial=0.0))


def _fit(segment: Segment, *, reach: Floats) -> Likenesses:
    """Return the most of each module that would serve the plant: the shares of its trades added up."""
    near = segment.trade_rows @ reach.astype(np.float32)
    fit = (near + (1 - segment.bound) * np.float32(GENERIC_FIT)) * (1 - segment.foreign)
    return np.asarray(np.minimum(fit, 1))


def _links(profile: QueryProfile, segment: Segment) -> Likenesses:
    """Return the most that the scenarios of each module may answer to any need: the chances of all added up."""
    chances, columns = profile.scenarios.max(axis=0, initial=0.0).astype(np.float32), segment.scenarios
    most = np.zeros(columns.shape[0], np.float32)
    for number in np.flatnonzero(chances).tolist():
        stored = slice(columns.indptr[number], columns.indptr[number + 1])
        most[columns.indices[stored]] += chances[number] * columns.data[stored]
    return np.minimum(most, 1)


def _claim(claims: csr_array, *, nesting: Floats) -> Likenesses:
    """Return the most that the ticked industries of each row may say of the plant: all of them added up."""
    return np.asarray(np.minimum(claims @ nesting.astype(np.float32), 1))
