"""Where one provider stands for given enterprises, by which modules, and what those before it have more of.

What is told here is about single enterprises: callers sum it up over three or more before anybody reads it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from marketplace.recommendations.labels import FeatureGroup, words_of
from marketplace.recommendations.mapping import to_query
from marketplace.recommendations.offers import need_evidence
from marketplace.recommendations.ranked import SEED
from marketplace.recommendations.sums import most_possible
from marketplace.recommendations.survey import Asked, wants_of
from matching.ranking import FEATURES, CandidateIndex, NeedEvidence
from matching.ranking.explanation.explain import explain_scored
from matching.ranking.explanation.told import ANSWERED
from matching.ranking.rank import ordered, rank_of
from matching.ranking.scoring.score import Scored, score_candidates, weight_vector
from matching.types import Query
from matching.weights import WeightSet

FIRST = 3
Item = TypeVar("Item")


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One provider for one enterprise; ``place`` is None where a must excludes it.

    ``module`` is the ref of the own module that answers the most pressing need, ``words`` what matched in it;
    ``behind`` is what the first three have more of, as a share of the greatest possible score, by group of features.
    """

    enterprise_id: int
    place: int | None
    wants: tuple[str, ...]
    solved: tuple[str, ...]
    module: str
    words: tuple[str, ...]
    behind: dict[FeatureGroup, float]


def stand(index: CandidateIndex, ref: str, asked: Asked, *, weights: WeightSet) -> Standing:
    """Score everybody for one enterprise and account for one provider."""
    scored = score_candidates(to_query(asked.row), index, weights=weights)
    number = scored.refs.index(ref)
    explanation = explain_scored(scored, index, [ref], weights=weights, seed=SEED)[0]
    own = [one for one in need_evidence(explanation) if one.module_of == ref and one.told >= ANSWERED]
    return Standing(
        enterprise_id=asked.enterprise_id,
        place=explanation.rank,
        wants=tuple(sorted(wants_of(scored, index))),
        solved=tuple(dict.fromkeys(one.scenario for one in own if one.scenario)),
        module=own[0].module_ref if own else "",
        words=_words(own[:1]),
        behind=_behind(scored, number=number, weights=weights),
    )


def _words(evidence: Sequence[NeedEvidence]) -> tuple[str, ...]:
    told = (match for one in evidence for match in one.words if match.need_span != (0, 0))
    return tuple(dict.fromkeys(match.need_word for match in told))


def _behind(scored: Scored, *, number: int, weights: WeightSet) -> dict[FeatureGroup, float]:
    """Return by group how much more the first three have on average than this one; empty for one of the first three."""
    first = ordered(scored, seed=SEED, top=FIRST)[:FIRST]
    if number in first or not first:
        return {}
    parts = scored.features * weight_vector(weights) / (most_possible(weights) or 1.0)
    difference = parts[first].mean(axis=0) - parts[number]
    groups = dict.fromkeys(FeatureGroup, 0.0)
    for feature, value in zip(FEATURES, difference, strict=True):
        groups[words_of(feature)[0]] += float(value)
    return groups


def place_of(query: Query, index: CandidateIndex, ref: str, *, weights: WeightSet) -> int | None:
    """Return the place of one provider, None where a must excludes it."""
    scored = score_candidates(query, index, weights=weights)
    return rank_of(scored.refs.index(ref), scored=scored, seed=SEED)


def sample(items: Sequence[Item], *, most: int) -> list[Item]:
    """Return evenly spaced items, the first among them: the same ones every time."""
    if len(items) <= most:
        return list(items)
    return [items[int(number)] for number in np.linspace(0, len(items) - 1, most)]
