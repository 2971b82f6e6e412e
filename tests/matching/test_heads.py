"""Scoring the heads alone gives what scoring everyone gives, and nobody scores above the ceiling."""

import numpy as np

from matching.ranking import CandidateIndex, rank
from matching.ranking.rank import ordered
from matching.ranking.scoring.ceilings import ceilings_of
from matching.ranking.scoring.heads import score_heads
from matching.ranking.scoring.score import score_candidates, weight_vector
from matching.ranking.scoring.view import view_of
from matching.types import Candidate, Query
from matching.weights import DEFAULT

TOP = 2  # Of 94 candidates: the heads are eight at first, before everyone is scored.


def test_no_candidate_scores_above_its_ceiling(index: CandidateIndex, queries: list[Query]) -> None:
    (segment,) = index.segments
    for query in queries:
        profile = index.profile(query)
        scores = score_candidates(query, index, weights=DEFAULT).scores

        view = view_of(profile, segment, knowledge=index.knowledge)

        above = ceilings_of(profile, view, weights=weight_vector(DEFAULT))

        assert (above >= scores).all()


def test_heads_stand_as_among_everyone(
    index: CandidateIndex, queries: list[Query], candidates: list[Candidate]
) -> None:
    changed = index.updated(candidates[0]).without(candidates[1].ref)  # Several segments, and hidden candidates.
    parts = []
    for query in queries:
        everyone = score_candidates(query, changed, weights=DEFAULT)
        first = [everyone.refs[number] for number in ordered(everyone, seed=0)[:TOP]]

        heads = score_heads(query, changed, weights=DEFAULT, top=TOP, first=1)

        assert [heads.refs[number] for number in ordered(heads, seed=0)[:TOP]] == first
        for ref in first:
            alone, among = heads.numbers[ref], everyone.numbers[ref]
            assert heads.scores[alone] == everyone.scores[among]
            assert np.array_equal(heads.features[alone], everyone.features[among])
        parts.append(len(heads.refs))

    assert min(parts) < len(changed) / 2


def test_heads_hold_who_was_asked_for(index: CandidateIndex, queries: list[Query]) -> None:
    last = rank(queries[0], index).places[-1].ref

    heads = score_heads(queries[0], index, weights=DEFAULT, top=TOP, refs=(last,), first=1)

    assert last in heads.refs
